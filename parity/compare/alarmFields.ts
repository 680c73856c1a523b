import type { Alarm, Metric, MetricQuery } from "../../cloudwatch/alarm";
import { normalise } from "../../cloudwatch/normalise";
import { isUnknown } from "../../cloudwatch/unknown";
import { isRecord } from "../../cloudwatch/record";
import type { Comparing } from "./value";

/** Fields by dotted path (`threshold`, `dimensions.LoadBalancer`, `metricQueries.errors.metric.stat`). */
export type Fields = ReadonlyMap<string, unknown>;

/** Arguments that Pulumi has two names for, under the one that is compared and shown. */
const ALIASES: Record<string, string> = {
  extendedStatistic: "statistic",
  alarmName: "name",
  description: "alarmDescription",
};

/** Every field that an alarm may have whatever its kind; others are known only where an alarm has them. */
const ALARM_FIELDS = (
  "name alarmDescription actionsEnabled alarmActions okActions insufficientDataActions region tags " +
  "namespace metricName dimensions statistic period unit accountId metricQueries thresholdMetricId " +
  "evaluationPeriods datapointsToAlarm threshold comparisonOperator treatMissingData " +
  "evaluateLowSampleCountPercentiles evaluationCriteria evaluationInterval warmUpConfiguration " +
  "alarmRule actionsSuppressor ignoreChanges provider"
).split(" ");

const ACTIONS: ReadonlySet<string> = new Set(["alarmActions", "okActions", "insufficientDataActions"]);
const DEPENDENCIES = "propertyDependencies";

/** All fields of an alarm under Pulumi's names, but for its kind, which follows from them. What means left out is left out. */
export function alarmFields(alarm: Alarm): Map<string, unknown> {
  const { metric, queries, description, other, ...rest } = alarm;
  const fields = new Map<string, unknown>();
  addFields(fields, "", {
    ...rest,
    kind: undefined,
    alarmDescription: description,
    ...metric,
    metricQueries: byId(queries),
  });
  for (const [name, value] of Object.entries(other ?? {})) {
    const taken = [...fields.keys()].some((path) => rootOf(path) === name);
    addFields(fields, "", { [taken ? `other.${name}` : name]: value });
  }
  return fields;
}

/** Adds `value`'s fields at any depth; lists stay whole. */
export function addFields(fields: Map<string, unknown>, path: string, value: unknown): void {
  const normal = normalise(value);
  if (normal === undefined) return;
  // What an empty object says lies in its name (`defaultAction.allow`); an empty argument says nothing.
  if (!isRecord(normal) || (path.includes(".") && Object.keys(normal).length === 0)) {
    fields.set(path, normal);
    return;
  }
  for (const [key, inner] of Object.entries(normal))
    addFields(fields, path === "" ? key : `${path}.${key}`, inner);
}

/** The path under which the dependencies of an argument are compared. */
export function dependencyPath(argument: string): string {
  return `${DEPENDENCIES}.${argument}`;
}

/** The argument that a path belongs to: of `dimensions.LoadBalancer` and of its dependencies, `dimensions`. */
export function rootOf(path: string): string {
  const [root = "", next = ""] = path.split(/[.[]/);
  return canonical(root === DEPENDENCIES ? next : root);
}

/** Whether a path holds what an argument depends on, not what it is. */
export function isDependency(path: string): boolean {
  return path.startsWith(`${DEPENDENCIES}.`);
}

/** Differences without those of dependencies whose argument differs itself: one cause, told once. */
export function withoutEchoes<T extends { path: string }>(differences: readonly T[]): T[] {
  const roots = new Set(
    differences.filter(({ path }) => !isDependency(path)).map(({ path }) => rootOf(path)),
  );
  return differences.filter(({ path }) => !isDependency(path) || !roots.has(rootOf(path)));
}

/** Whether a path holds a list of actions, which is a set. */
export function isAction(path: string): boolean {
  return ACTIONS.has(path);
}

/** Whether an exception for `field` covers `path`: the field itself, what lies in it, and what it depends on. */
export function covers(field: string, path: string): boolean {
  const named = canonicalPath(field);
  return (
    path === named ||
    path.startsWith(`${named}.`) ||
    path.startsWith(`${named}[`) ||
    path === dependencyPath(named)
  );
}

/** The names that an exception's `field` may start with, given the fields that its alarm has in some stack. */
export function knownFields(present: Iterable<string>): string[] {
  return [...new Set([...ALARM_FIELDS, ...Object.keys(ALIASES), ...[...present].map(rootOf)])];
}

/** Whether `root` is an argument of alarms, not an output or something unheard of. */
export function isAlarmField(root: string): boolean {
  return ALARM_FIELDS.includes(root);
}

/** How the value at `path` is compared; `values` are those of the stacks. */
export function comparing(path: string, values: readonly unknown[]): Comparing {
  const leaf = path.split(".").at(-1) ?? "";
  const isAws = values.some((value) => typeof value === "string" && value.startsWith("AWS/"));
  const exact =
    leaf === "metricName" || leaf === "statistic" || leaf === "stat" || (leaf === "namespace" && isAws);
  return { exact, set: isAction(path) || path === "ignoreChanges" || isDependency(path) };
}

function canonical(name: string): string {
  return ALIASES[name] ?? name;
}

function canonicalPath(path: string): string {
  const [root = "", ...rest] = path.split(".");
  return [canonical(root), ...rest].join(".");
}

/** Lines of metric math by their id, since their order means nothing; as they are where an id is not known or not unique. */
function byId(queries: Alarm["queries"]): unknown {
  if (queries === undefined || isUnknown(queries)) return queries;
  const ids = queries.map((query) => query.id);
  const unclear = ids.some((id) => isUnknown(id) || id === "") || new Set(ids).size < ids.length;
  const shown = queries.map(withPulumiNames);
  return unclear ? shown : Object.fromEntries(shown.map(({ id, ...query }) => [id, query]));
}

function withPulumiNames({ metric, ...query }: MetricQuery): Record<string, unknown> & { id: string } {
  return { ...query, metric: metric === undefined ? undefined : statNamed(metric) };
}

function statNamed({ statistic, ...metric }: Metric): Record<string, unknown> {
  return { ...metric, stat: statistic };
}
