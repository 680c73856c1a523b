import { findMetric } from "../../cloudwatch/facts";
import type { Alarm } from "../../cloudwatch/alarm";
import { hasUnknown, isUnknown } from "../../cloudwatch/unknown";
import type { Rule } from "./rule";
import { judgeAlarms, type AlarmJudgement } from "./support/judgeAlarms";
import { linesOf, nameOf, notApplicable } from "./support/lines";
import { wrongThreshold } from "./support/statedThreshold";

/** What is unknown here and in the update render is listed, since no description can make an alarm fail. */
export const alarmDescription: Rule = {
  name: "alarm-description",
  description:
    "An alarm without a description, or with one that states a threshold which is not the alarm's.",
  level: "advisory",
  ...judgeAlarms(
    (alarm, resource) => judgeDescription(alarm, nameOf(resource, alarm), notApplicable(resource, alarm)),
    "list",
  ),
};

function judgeDescription(alarm: Alarm, who: string, reason = ""): AlarmJudgement {
  const { description, threshold, kind } = alarm;
  if (kind === "unknown") return { findings: [], unchecked: [reason], unknown: [] };
  if (description === undefined) {
    const message = `${who}: has no alarmDescription, and it is what the mail shows`;
    const fix = 'alarmDescription: "<what it means>; <what to do first>"';
    return { findings: [{ message, fix }], unchecked: [], unknown: [] };
  }
  if (hasUnknown(description)) return { findings: [], unchecked: [], unknown: ["alarmDescription"] };
  if (threshold === undefined || (kind !== "metric" && kind !== "math")) return NOTHING;
  if (isUnknown(threshold)) return { findings: [], unchecked: [], unknown: ["threshold"] };

  const stated = wrongThreshold(description, threshold, {
    strict: !String(alarm.comparisonOperator).includes("OrEqual"),
    isTime: isTime(alarm),
    also: numbersOf(alarm),
  });
  if (stated === undefined) return NOTHING;
  const message = `${who}: alarmDescription states "${stated}", but the threshold is ${threshold}`;
  return {
    findings: [{ message, fix: `write ${threshold} in it, or build the text from the number` }],
    unchecked: [],
    unknown: [],
  };
}

const NOTHING: AlarmJudgement = { findings: [], unchecked: [], unknown: [] };

function isTime(alarm: Alarm): boolean {
  return (linesOf(alarm) ?? []).some(({ metric: { namespace = "", metricName = "" } }) => {
    const unit = findMetric(namespace, metricName)?.unit ?? "";
    return /seconds$/i.test(unit) || /Time|Latency|Age|Duration|Lag|Delay/.test(metricName);
  });
}

/** Numbers in the alarm's expressions, as they are and as percents. */
function numbersOf({ queries = [] }: Alarm): number[] {
  if (isUnknown(queries)) return [];
  const numbers = queries.flatMap(
    ({ expression = "" }) => expression.match(/(?<![\w.])\d+(?:\.\d+)?/g) ?? [],
  );
  return numbers.map(Number).flatMap((number) => [number, number * 100]);
}
