import type { Alarm, Metric, MetricQuery } from "../../../cloudwatch/alarm";
import { ruleReach, type Reachability, type RuleReach } from "../../../cloudwatch/reach";
import { parses } from "../../../cloudwatch/composite";
import { isThresholdOperator, isTreatment } from "../../../cloudwatch/evaluate";
import { statisticForm } from "../../../cloudwatch/statistic";
import { hasUnknown, isUnknown } from "../../../cloudwatch/unknown";
import { isPeriod } from "../../../cloudwatch/window";
import { reachOnce } from "./reachOnce";
import type { AlarmJudge, AlarmJudgement } from "./judgeAlarms";
import { isKnown, linesOf, nameOf, notApplicable, type MetricLine } from "./lines";

/** An alarm on metrics, and what it can do. */
export interface Reached {
  /** `alarm "x" (x-ci)`. */
  who: string;
  alarm: Alarm;
  reach: Reachability;
}

/** A composite alarm, and whether its rule depends on its alarms. */
export interface ReachedRule {
  who: string;
  rule: string;
  reach: Exclude<RuleReach, "not proved">;
}

/** What to type where a composite's rule does not depend on its alarms. */
export const COMPOSITE_FIX = 'alarmRule: `ALARM("${<alarm>.name}") OR ALARM("${<other>.name}")`';

const NOTHING: AlarmJudgement = { findings: [], unchecked: [], unknown: [] };

/**
 * An AlarmJudge from two that judge what an alarm can do, and what a composite's rule. What CloudWatch itself refuses is `alarm-window-valid`'s;
 * whether a percentile of few samples is evaluated changes nothing here.
 */
export function judgeReach(
  judge: (reached: Reached) => Partial<AlarmJudgement>,
  judgeRule: (composite: ReachedRule) => Partial<AlarmJudgement>,
): AlarmJudge {
  return (alarm, resource, { facts }) => {
    if (alarm.kind === "composite")
      return { ...NOTHING, ...judgeComposite(alarm, nameOf(resource, alarm), judgeRule) };
    const reason = notApplicable(resource, alarm);
    if (reason !== undefined) return { findings: [], unchecked: [reason], unknown: [] };
    const unknown = unknownFields(alarm);
    if (unknown.length > 0) return { findings: [], unchecked: [], unknown };
    if (!isTaken(alarm)) return NOTHING;
    return { ...NOTHING, ...judge({ who: nameOf(resource, alarm), alarm, reach: reachOnce(alarm, facts) }) };
  };
}

/** What its alarms' names are is asked in the update render, where two that are not known are not one. */
function judgeComposite(
  { alarmRule: rule }: Alarm,
  who: string,
  judgeRule: (composite: ReachedRule) => Partial<AlarmJudgement>,
): Partial<AlarmJudgement> {
  if (hasUnknown(rule)) return { listed: ["alarmRule"] };
  if (rule === undefined || !parses(rule)) return {};
  const reach = ruleReach(rule);
  if (reach !== "not proved") return judgeRule({ who, rule, reach });
  return { unchecked: [`${who}: alarmRule names too many alarms to try all their states`] };
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

/** Seconds: the longest window that CloudWatch takes. */
const LONGEST = 7 * 86400;

/** Whether CloudWatch takes the fields that are asked for here; M over N is told by the rule itself. */
function isTaken(alarm: Alarm): boolean {
  const { threshold, comparisonOperator, treatMissingData, evaluationPeriods: n } = alarm;
  const { datapointsToAlarm: m = n, bothStatistics = false } = alarm;
  return (
    Number.isFinite(threshold) &&
    isThresholdOperator(comparisonOperator) &&
    (treatMissingData === undefined || isTreatment(treatMissingData)) &&
    [n, m].every((count) => typeof count === "number" && Number.isInteger(count) && count >= 1) &&
    !bothStatistics &&
    (alarm.queries === undefined || alarm.metric === undefined) &&
    (linesOf(alarm) ?? []).every(
      (line) => isTakenLine(line) && Number(line.metric.period) * Number(n) <= LONGEST,
    )
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
