import type { Alarm, AlarmKind, Metric } from "../../../cloudwatch/alarm";
import { isUnknown, type Value } from "../../../cloudwatch/unknown";
import type { ResourceView } from "../rule";

/** A metric that an alarm watches, and where in the alarm it stands. */
export interface MetricLine {
  /** ` in line "errors"` for a line of metric math, empty for the alarm's own metric. For messages. */
  where: string;
  metric: Metric;
}

/** Kinds whose metrics are judged one by one (CLOUDWATCH.md, "Kinds of alarm"). */
const JUDGED: ReadonlySet<AlarmKind> = new Set(["metric", "math"]);

const NOT_JUDGED: Partial<Record<AlarmKind, string>> = {
  anomaly: "an anomaly band is a trained model",
  insights: "a Metrics Insights query is not read here",
  promql: "a PromQL query has no CloudWatch metric",
  composite: "a composite alarm has no metric of its own",
  log: "a log alarm has no metric",
};

/** Why rules on metrics do not apply to this alarm; undefined where they do. */
export function notApplicable(resource: ResourceView, alarm: Alarm): string | undefined {
  if (JUDGED.has(alarm.kind)) return undefined;
  const why = NOT_JUDGED[alarm.kind];
  const notRead = alarm.other?.["notRead"];
  const unknownKind = typeof notRead === "string" ? notRead : "its kind is not known here";
  const verdict =
    why === undefined ? `not judged (${resource.type}): ${unknownKind}` : `not applicable: ${why}`;
  return `${nameOf(resource, alarm)}: ${verdict}`;
}

/** The alarm's metrics; undefined where its queries are not known before deploying. */
export function linesOf(alarm: Alarm): MetricLine[] | undefined {
  if (alarm.queries === undefined)
    return alarm.metric === undefined ? [] : [{ where: "", metric: alarm.metric }];
  if (isUnknown(alarm.queries)) return undefined;
  return alarm.queries.flatMap(({ id, metric, accountId }) => {
    if (metric === undefined) return [];
    const where = isUnknown(id) ? " in one line" : ` in line "${id}"`;
    return [{ where, metric: accountId === undefined ? metric : { ...metric, accountId } }];
  });
}

/**
 * `alarm "api-cpu" (api-ci-cpu)`: the logical name, and CloudWatch's where it is known and another. In a CloudFormation
 * stack the template's logical id stands in for a name that is not known.
 */
export function nameOf(resource: ResourceView, alarm: Alarm): string {
  const logical = `alarm "${resource.name}"`;
  const name = alarm.name !== undefined && isKnown(alarm.name) ? alarm.name : alarm.other?.["logicalId"];
  return typeof name === "string" && name !== resource.name ? `${logical} (${name})` : logical;
}

/** Whether a value is known before deploying: neither the engine's mark nor another resource's output. */
export function isKnown<T>(value: Value<T>): value is T {
  return !isUnknown(value) && !(typeof value === "string" && value.startsWith("${"));
}

/** `a`, `a or b`, `a, b or c`. */
export function either(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} or ${words.slice(-1).join("")}`;
}
