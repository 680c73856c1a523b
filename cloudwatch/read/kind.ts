import type { Alarm, AlarmKind, Metric, MetricQuery } from "../alarm";
import { isBasicStatistic, statisticForm } from "../statistic";
import { isUnknown, type Value } from "../unknown";
import type { Fields } from "./fields";

/** The kind of an alarm on metrics, from what it has (CloudWatch user guide, "Using Amazon CloudWatch alarms"). */
export function metricAlarmKind(
  queries: Value<MetricQuery[]> | undefined,
  thresholdMetricId: Value<string> | undefined,
  hasCriteria: boolean,
): AlarmKind {
  if (hasCriteria) return "promql";
  if (thresholdMetricId !== undefined) return "anomaly";
  if (queries === undefined) return "metric";
  if (isUnknown(queries)) return "math";
  const expressions = queries.flatMap((query) => query.expression ?? []);
  if (expressions.some((text) => /\bANOMALY_DETECTION_BAND\s*\(/.test(text))) return "anomaly";
  return expressions.some((text) => /^\s*SELECT\s/i.test(text)) ? "insights" : "math";
}

/** The action fields, which all kinds share, in the names of both providers. */
export function readActions(
  fields: Fields,
): Pick<Alarm, "description" | "actionsEnabled" | "alarmActions" | "okActions" | "insufficientDataActions"> {
  return {
    description: fields.text("alarmDescription"),
    actionsEnabled: fields.flag("actionsEnabled"),
    alarmActions: fields.texts("alarmActions"),
    okActions: fields.texts("okActions"),
    insufficientDataActions: fields.texts("insufficientDataActions"),
  };
}

/** The metric of a single-metric alarm, whose fields stand beside the others; undefined where it has none of them. */
export function readOwnMetric(fields: Fields): {
  metric?: Metric;
  bothStatistics?: true;
  misplaced: Record<string, unknown>;
} {
  const statistic = fields.text("statistic");
  const extended = fields.text("extendedStatistic");
  const metric: Metric = dropUndefined({
    namespace: fields.text("namespace"),
    metricName: fields.text("metricName"),
    dimensions: fields.dimensions("dimensions"),
    statistic: statistic ?? extended,
    period: fields.number("period"),
    unit: fields.text("unit"),
  });
  const both = statistic !== undefined && extended !== undefined;
  // CloudWatch refuses these; the record has one field for both, so what was written stays in `other`.
  const misplaced = dropUndefined({
    statistic: statistic !== undefined && isExtended(statistic) ? statistic : undefined,
    extendedStatistic: both || (extended !== undefined && isBasicStatistic(extended)) ? extended : undefined,
  });
  return dropUndefined({
    metric: Object.keys(metric).length === 0 ? undefined : metric,
    bothStatistics: both ? true : undefined,
    misplaced,
  });
}

function isExtended(statistic: string): boolean {
  const form = statisticForm(statistic);
  return form !== undefined && form !== "basic";
}

/** `record` without its undefined fields. */
export function dropUndefined<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}

/** A finished record: undefined fields dropped, and what the record has no name for in `other`. */
export function finish(alarm: Alarm, ...rest: (Record<string, unknown> | undefined)[]): Alarm {
  const other = Object.fromEntries(rest.flatMap((fields) => Object.entries(fields ?? {})));
  return dropUndefined({ ...alarm, other: Object.keys(other).length === 0 ? undefined : other });
}
