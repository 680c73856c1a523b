import type { Alarm, Metric } from "../../../cloudwatch/alarm";
import type { FactTable } from "../../../cloudwatch/facts";
import type { AlarmJudge, AlarmJudgement } from "./judgeAlarms";
import { isKnown, linesOf, nameOf, notApplicable } from "./lines";

/** A metric line whose namespace and metric are known. */
export interface KnownLine {
  /** `alarm "x" (x-ci)`. */
  who: string;
  /** ` in line "m1"`, or empty. */
  where: string;
  namespace: string;
  metricName: string;
  metric: Metric;
  alarm: Alarm;
  /** What is known of metrics; undefined means the standard table. */
  facts?: FactTable;
}

/** An AlarmJudge from one that judges a metric line; lines without namespace or metric are `alarm-window-valid`'s. */
export function judgeLines(judge: (line: KnownLine) => Partial<AlarmJudgement>): AlarmJudge {
  return (alarm, resource, { facts }) => {
    const reason = notApplicable(resource, alarm);
    if (reason !== undefined) return { findings: [], unchecked: [reason], unknown: [] };
    const lines = linesOf(alarm);
    if (lines === undefined) return { findings: [], unchecked: [], unknown: ["metricQueries"] };
    const parts = lines.map(({ where, metric }) => {
      const { namespace, metricName } = metric;
      if (namespace === undefined || metricName === undefined) return {};
      if (!isKnown(namespace)) return { unknown: [`namespace${where}`] };
      if (!isKnown(metricName)) return { unknown: [`metricName${where}`] };
      return judge({ who: nameOf(resource, alarm), where, namespace, metricName, metric, alarm, facts });
    });
    return merge(parts);
  };
}

function merge(parts: Partial<AlarmJudgement>[]): AlarmJudgement {
  return {
    findings: parts.flatMap(({ findings }) => findings ?? []),
    unchecked: parts.flatMap(({ unchecked }) => unchecked ?? []),
    unknown: parts.flatMap(({ unknown }) => unknown ?? []),
  };
}
