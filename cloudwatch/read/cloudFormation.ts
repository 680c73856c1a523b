import type { Alarm } from "../alarm";
import { isUnknown } from "../unknown";
import { readNativeAlarm, readNativeCompositeAlarm, readNativeLogAlarm } from "./awsNative";
import { Fields } from "./fields";
import { isRecord } from "../record";
import { finish } from "./kind";
import { parseTemplate, resolve, type Template } from "./template";

const READERS: Record<string, (fields: Fields) => Alarm> = {
  "AWS::CloudWatch::Alarm": readNativeAlarm,
  "AWS::CloudWatch::CompositeAlarm": readNativeCompositeAlarm,
  "AWS::CloudWatch::LogAlarm": readNativeLogAlarm,
};

/** Whether a CloudFormation resource type is an alarm that is read here. */
export function isTemplateAlarm(type: unknown): boolean {
  return typeof type === "string" && type in READERS;
}

/**
 * Every alarm in a CloudFormation stack's template body; `other.logicalId` tells them apart, and `other.Condition` is
 * the condition under which one exists. What cannot be read (a body that is unknown, does not parse or lies behind a
 * URL, a nested stack, a loop) is a record of kind `unknown`; `other.notRead` says why.
 */
export function readTemplateAlarms(props: Record<string, unknown>): Alarm[] {
  const { templateBody, templateUrl, parameters } = props;
  if (templateBody === undefined || templateBody === null || templateBody === "") {
    return [unreadable("the template body is not given here", { templateUrl })];
  }
  if (isUnknown(templateBody))
    return [unreadable("the template body is known only after deploying", { templateBody })];
  const template = parseTemplate(templateBody, parameters);
  if (typeof template === "string") return [unreadable(template, { templateBody })];
  return Object.entries(template.resources).flatMap(([logicalId, resource]) =>
    readResource(logicalId, resource, template),
  );
}

/** Every mute rule in a CloudFormation stack's template body, with arguments in aws-native's names. */
export function readTemplateMutes(
  props: Record<string, unknown>,
): { logicalId: string; props: Record<string, unknown> }[] {
  const template = parseTemplate(props.templateBody, props.parameters);
  // What cannot be read is told of as an alarm of unknown kind.
  if (typeof template === "string") return [];
  return Object.entries(template.resources).flatMap(([logicalId, resource]) => {
    if (!isRecord(resource) || resource["Type"] !== "AWS::CloudWatch::AlarmMuteRule") return [];
    const given = camelKeys(resolve(resource["Properties"] ?? {}, template));
    return [{ logicalId, props: isRecord(given) ? given : {} }];
  });
}

function readResource(logicalId: string, resource: unknown, template: Template): Alarm[] {
  if (logicalId.startsWith("Fn::"))
    return [unreadable(`${logicalId} makes resources that cannot be seen here`, { logicalId })];
  if (!isRecord(resource) || typeof resource["Type"] !== "string") return [];
  const { Type: type, Properties: properties, Condition: condition } = resource;
  if (type === "AWS::CloudFormation::Stack")
    return [unreadable("a nested stack's template is not seen here", { logicalId })];
  const reader = READERS[type];
  if (reader === undefined) return [];
  const props = camelKeys(resolve(properties ?? {}, template));
  const alarm = reader(new Fields(isRecord(props) ? props : {}));
  return [
    finish(alarm, alarm.other, { logicalId }, condition === undefined ? undefined : { Condition: condition }),
  ];
}

function unreadable(notRead: string, other: Record<string, unknown>): Alarm {
  return finish({ kind: "unknown" }, { notRead }, new Fields(other).rest());
}

/** CloudFormation's field names as aws-native has them: `AlarmName` → `alarmName`, `OKActions` → `okActions`. */
export function camelKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelKeys);
  if (!isRecord(value)) return value;
  const camel = (name: string): string =>
    name.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]/, (head) => head.toLowerCase());
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [camel(name), camelKeys(field)]));
}
