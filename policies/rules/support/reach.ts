import type { Alarm, Metric, MetricQuery } from "../../../cloudwatch/alarm";
import { isThresholdOperator, reachOf, type Reachability } from "../../../cloudwatch/reach";
import { statisticForm } from "../../../cloudwatch/statistic";
import { hasUnknown, isUnknown } from "../../../cloudwatch/unknown";
import { isPeriod } from "../../../cloudwatch/window";
import type { AlarmJudge, AlarmJudgement } from "./judgeAlarms";
import { isKnown, linesOf, nameOf, notApplicable, type MetricLine } from "./lines";

/** An alarm on metrics, and what it can do. */
export interface Reached {
  /** `alarm "x" (x-ci)`. */
  who: string;
  alarm: Alarm;
  reach: Reachability;
}

/**
 * An AlarmJudge from one that judges what an alarm can do. What CloudWatch itself refuses is `alarm-window-valid`'s;
 * whether a percentile of few samples is evaluated changes nothing here.
 */
export function judgeReach(judge: (reached: Reached) => Partial<AlarmJudgement>): AlarmJudge {
  return (alarm, resource, { facts }) => {
    const reason = notApplicable(resource, alarm);
    if (reason !== undefined) return { findings: [], unchecked: [reason], unknown: [] };
    const unknown = unknownFields(alarm);
    if (unknown.length > 0) return { findings: [], unchecked: [], unknown };
    const nothing: AlarmJudgement = { findings: [], unchecked: [], unknown: [] };
    if (!isTaken(alarm)) return nothing;
    const reach = reachOf({ ...alarm, evaluateLowSampleCountPercentiles: undefined }, facts);
    return { ...nothing, ...judge({ who: nameOf(resource, alarm), alarm, reach }) };
  };
}

const OWN_FIELDS = [
  ...["threshold", "comparisonOperator", "treatMissingData"],
  ...["evaluationPeriods", "datapointsToAlarm"],
] as const satisfies readonly (keyof Alarm)[];

const LINE_FIELDS = [
  "namespace",
  "metricName",
  "statistic",
  "period",
] as const satisfies readonly (keyof Metric)[];

/** The fields that decide what an alarm can do and are known only after deploying. */
function unknownFields(alarm: Alarm): string[] {
  const lines = linesOf(alarm);
  if (lines === undefined) return ["metricQueries"];
  const own = OWN_FIELDS.filter((field) => isUnknown(alarm[field]));
  const ofQueries = isUnknown(alarm.queries) ? [] : (alarm.queries ?? []).flatMap(unknownOfQuery);
  const ofLines = lines.flatMap(({ where, metric }) =>
    LINE_FIELDS.filter((field) => metric[field] !== undefined && !isKnown<unknown>(metric[field])).map(
      (field) => `${field}${where}`,
    ),
  );
  return [...own, ...ofQueries, ...ofLines];
}

function unknownOfQuery({ id, expression, returnData, period }: MetricQuery): string[] {
  if (isUnknown(id)) return ["id of a line"];
  return Object.entries({ expression, returnData, period })
    .filter(([, value]) => hasUnknown(value))
    .map(([field]) => `${field} in line "${id}"`);
}

const TREATMENTS: readonly unknown[] = [undefined, "missing", "notBreaching", "breaching", "ignore"];

/** Whether CloudWatch takes the fields that are asked for here; M over N is told by the rule itself. */
function isTaken(alarm: Alarm): boolean {
  const { threshold, comparisonOperator, treatMissingData, evaluationPeriods: n } = alarm;
  const { datapointsToAlarm: m = n, bothStatistics = false } = alarm;
  return (
    Number.isFinite(threshold) &&
    isThresholdOperator(comparisonOperator) &&
    TREATMENTS.includes(treatMissingData) &&
    [n, m].every((count) => typeof count === "number" && Number.isInteger(count) && count >= 1) &&
    !bothStatistics &&
    (linesOf(alarm) ?? []).every(isTakenLine)
  );
}

function isTakenLine({ metric: { namespace, metricName, statistic, period } }: MetricLine): boolean {
  return (
    namespace !== undefined &&
    metricName !== undefined &&
    statistic !== undefined &&
    statisticForm(statistic) !== undefined &&
    typeof period === "number" &&
    isPeriod(period)
  );
}
