import { isRecord } from "../../cloudwatch/record";
import type { ResourceView, Rule, RuleContext, StackResource } from "../../policies/rules/rule";
import { stackView } from "../../policies/rules/view";

/** What a rule asks of resources by name: `metric.statistic` (of alarm records), `TopicPolicy.arn` (of resources). */
export type FieldsRead = Set<string>;

/** Runs both checks of a rule on `resources` and records in `read` each field that it asks for by name. */
export function recordFields(
  rule: Rule,
  resources: readonly StackResource[],
  context: RuleContext,
  read: FieldsRead,
): void {
  const watched = resources.map((resource) => watch(resource, read));
  for (const resource of watched) rule.checkResource?.(resource, context);
  rule.checkStack?.(stackView(watched), context);
}

function watch<T extends ResourceView>(resource: T, read: FieldsRead): T {
  const { type } = resource;
  return {
    ...resource,
    props: spy(resource.props, (path) => read.add(`${type.split(":").at(-1) ?? type}.${path}`)),
    alarms: resource.alarms.map((alarm) => spy(alarm, (path) => read.add(path))),
  };
}

/**
 * A view of `value` that tells of each field that is asked for by its name, at any depth; elements of lists are `[]`.
 * Going through all fields (`Object.entries`) is no asking: it describes each field before it reads it.
 */
function spy<T extends object>(value: T, tell: (path: string) => void, path = ""): T {
  const described = new Set<string | symbol>();
  return new Proxy(value, {
    get: (target, key) => {
      const inner: unknown = Reflect.get(target, key);
      const isAsked = !described.delete(key) && typeof inner !== "function";
      // `JSON.stringify` asks everything for a toJSON.
      if (typeof key !== "string" || key === "toJSON") return inner;
      const at = Array.isArray(target) ? `${path}[]` : path === "" ? key : `${path}.${key}`;
      if (isAsked && !Array.isArray(target)) tell(at);
      return isRecord(inner) || Array.isArray(inner) ? spy(inner, tell, at) : inner;
    },
    has: (target, key) => {
      if (typeof key === "string" && !Array.isArray(target)) tell(path === "" ? key : `${path}.${key}`);
      return Reflect.has(target, key);
    },
    getOwnPropertyDescriptor: (target, key) => {
      described.add(key);
      return Reflect.getOwnPropertyDescriptor(target, key);
    },
  });
}
