import { parseDocument, type CollectionTag, type ScalarTag } from "yaml";
import { isUnknown, UNKNOWN } from "../unknown";
import { isRecord } from "../record";

/** A CloudFormation template with what its stack was given. */
export interface Template {
  resources: Record<string, unknown>;
  /** The stack's parameter values over the template's defaults. */
  parameters: Record<string, unknown>;
}

/** Short forms whose long form is not `Fn::` plus the name. */
const LONG_NAMES: Record<string, string> = { Ref: "Ref", Condition: "Condition" };
const SHORT_FORMS = (
  "Ref Condition GetAtt Sub Join If ImportValue Select Split FindInMap Base64 Cidr GetAZs " +
  "Transform And Equals Not Or ToJsonString Length"
).split(" ");

/** YAML's `!Ref x` for CloudFormation's `{Ref: x}`, and so on, for scalars, lists and maps alike. */
const CUSTOM_TAGS = SHORT_FORMS.flatMap((name): (ScalarTag | CollectionTag)[] => {
  const key = LONG_NAMES[name] ?? `Fn::${name}`;
  const tag = `!${name}`;
  return [
    { tag, resolve: (text: string) => ({ [key]: text }) },
    { tag, collection: "seq", resolve: (list) => ({ [key]: list.toJSON() as unknown }) },
    { tag, collection: "map", resolve: (map) => ({ [key]: map.toJSON() as unknown }) },
  ];
});

function doesNotParse({ message }: Error): string {
  return `the template body does not parse: ${message.split("\n")[0] ?? ""}`;
}

/**
 * Reads a template body, JSON or YAML; `given` are the stack's parameters.
 * Returns one clause on what is wrong where it is none.
 */
export function parseTemplate(body: unknown, given: unknown): Template | string {
  let root: unknown = body;
  if (typeof body === "string") {
    const document = parseDocument(body, { customTags: CUSTOM_TAGS });
    const [error] = document.errors;
    if (error !== undefined) return doesNotParse(error);
    try {
      root = document.toJS() as unknown;
    } catch (failed) {
      // An alias without its anchor, or too many of them, shows only here.
      return doesNotParse(failed as Error);
    }
  }
  if (!isRecord(root) || !isRecord(root["Resources"])) return "the template body has no Resources";
  const declared = isRecord(root["Parameters"]) ? root["Parameters"] : {};
  const values = isRecord(given) ? given : {};
  const parameters = Object.fromEntries(
    Object.entries(declared).map(([name, parameter]) => [name, parameterValue(parameter, values[name])]),
  );
  return { resources: root["Resources"], parameters };
}

function parameterValue(parameter: unknown, given: unknown): unknown {
  const { Type: type, Default: fallback } = isRecord(parameter) ? parameter : {};
  const value = given ?? fallback ?? UNKNOWN;
  const isList = type === "CommaDelimitedList" || (typeof type === "string" && type.startsWith("List<"));
  return isList && typeof value === "string" && !isUnknown(value)
    ? value.split(",").map((item) => item.trim())
    : value;
}

/** Alarm actions by resource type: the tail of the ARN that `Ref` or this attribute gives (NAME is the logical id). */
const ARN_OF: Record<string, { ref: boolean; attribute: string; tail: string }> = {
  "AWS::SNS::Topic": { ref: true, attribute: "TopicArn", tail: "NAME" },
  "AWS::Lambda::Function": { ref: false, attribute: "Arn", tail: "function:NAME" },
  "AWS::Lambda::Alias": { ref: true, attribute: "AliasArn", tail: "function:NAME" },
  "AWS::Lambda::Version": { ref: true, attribute: "FunctionArn", tail: "function:NAME" },
  "AWS::AutoScaling::ScalingPolicy": { ref: true, attribute: "Arn", tail: "scalingPolicy:NAME" },
  "AWS::ApplicationAutoScaling::ScalingPolicy": { ref: true, attribute: "Arn", tail: "scalingPolicy:NAME" },
};
const SERVICE_OF: Record<string, string> = { SNS: "sns", Lambda: "lambda" };

/**
 * A value of the template with its intrinsic functions worked out. A reference becomes `${LogicalId}` or
 * `${LogicalId.Attribute}`, an ARN of its true form where it is an alarm action, and AWS's own parameters
 * `${AWS.Region}`; what depends on conditions, mappings or parameters without a value is unknown.
 */
export function resolve(value: unknown, template: Template): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, template));
  if (!isRecord(value)) return value;
  const [key, ...more] = Object.keys(value);
  if (key === undefined || more.length > 0 || !(key === "Ref" || key.startsWith("Fn::"))) {
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, resolve(field, template)]));
  }
  const argument = value[key];
  switch (key) {
    case "Ref":
      return typeof argument === "string" ? reference(argument, template) : UNKNOWN;
    case "Fn::GetAtt":
      return getAttribute(argument, template);
    case "Fn::Sub":
      return substitute(argument, template);
    case "Fn::Join":
      return join(argument, template);
    case "Fn::ImportValue": {
      const name = resolve(argument, template);
      return typeof name === "string" && !isUnknown(name) ? `\${ImportValue.${name}}` : UNKNOWN;
    }
    default:
      return UNKNOWN;
  }
}

function reference(name: string, template: Template): unknown {
  if (name === "AWS::NoValue") return undefined;
  if (name.startsWith("AWS::")) return `\${${name.replace("::", ".")}}`;
  if (name in template.parameters) return template.parameters[name];
  return arnOf(name, template, (arn) => arn.ref) ?? `\${${name}}`;
}

function getAttribute(argument: unknown, template: Template): unknown {
  const path: unknown = Array.isArray(argument) ? argument.join(".") : argument;
  if (typeof path !== "string") return UNKNOWN;
  const [name = "", ...attribute] = path.split(".");
  return arnOf(name, template, (arn) => arn.attribute === attribute.join(".")) ?? `\${${path}}`;
}

function arnOf(
  name: string,
  template: Template,
  gives: (arn: { ref: boolean; attribute: string }) => boolean,
): string | undefined {
  const resource = template.resources[name];
  const type = isRecord(resource) ? resource["Type"] : undefined;
  const arn = typeof type === "string" ? ARN_OF[type] : undefined;
  if (typeof type !== "string" || arn === undefined || !gives(arn)) return undefined;
  const service = SERVICE_OF[type.split("::")[1] ?? ""] ?? "autoscaling";
  return `arn:\${AWS.Partition}:${service}:\${AWS.Region}:\${AWS.AccountId}:${arn.tail.replace("NAME", name)}`;
}

function substitute(argument: unknown, template: Template): unknown {
  const [text, given] = asList(argument);
  if (typeof text !== "string") return UNKNOWN;
  const values = isRecord(given) ? given : {};
  const parts = text.split(/(\$\{[^}]+\})/).map((part) => substitution(part, values, template));
  return parts.includes(UNKNOWN) ? UNKNOWN : parts.join("");
}

/** A piece of `Fn::Sub`'s text, with its value where it is a `${Name}`; `${!Name}` stands for itself. */
function substitution(part: string, values: Record<string, unknown>, template: Template): string {
  const name = /^\$\{(.+)\}$/.exec(part)?.[1];
  if (name === undefined) return part;
  if (name.startsWith("!")) return `\${${name.slice(1)}}`;
  if (name in values) return asText(resolve(values[name], template));
  return asText(name.includes(".") ? getAttribute(name, template) : reference(name, template));
}

function join(argument: unknown, template: Template): unknown {
  const [separator, list] = asList(argument);
  const items = resolve(list, template);
  if (typeof separator !== "string" || !Array.isArray(items)) return UNKNOWN;
  const texts = items.map(asText);
  return texts.includes(UNKNOWN) ? UNKNOWN : texts.join(separator);
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function asText(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : UNKNOWN;
}
