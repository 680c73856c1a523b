import type { Alarm } from "../../cloudwatch/alarm";
import type { Rule } from "./rule";
import { FACTS_SCHEMA } from "./support/configuredFacts";
import { judgeAlarms, type AlarmJudgement } from "./support/judgeAlarms";
import { COMPOSITE_FIX, judgeReach, type Reached, type ReachedRule } from "./support/reach";
import { betterStatistic, reachableFix } from "./support/reachFix";
import { comparison, isObserved, whereItLies } from "./support/reachText";

/**
 * checkResource: what the resource shows; checkStack: what is unknown there and shown by the update render, else
 * rejected. An alarm that missing data alone can fire passes where its operator is a less-than: that is how silence is
 * watched. Where nothing is proved, it is listed.
 */
export const alarmCanFire: Rule = {
  name: "alarm-can-fire",
  description: "An alarm that can never fire: no data point of its metric crosses the threshold.",
  level: "mandatory",
  configSchema: FACTS_SCHEMA,
  ...judgeAlarms(judgeReach(judge, judgeRule), "reject"),
};

function judge({ who, alarm, reach }: Reached): Partial<AlarmJudgement> {
  const { crossed, canFire, points } = reach;
  const isHeartbeat = canFire.answer === "yes" && !String(alarm.comparisonOperator).startsWith("Greater");
  if (crossed.answer === "yes" || isHeartbeat) return {};
  if (crossed.answer === "not proved")
    return { unchecked: [`${who}: not proved that it can fire: ${crossed.why}`] };
  if (points === undefined) return { findings: [tooManyDatapoints({ who, alarm, reach })] };
  const never = isObserved(points) ? "is not reached, as observed" : "is never reached";
  const message = `${who}: ${whereItLies(points)} and ${comparison(alarm)} ${never}${advice(reach)}${onSilence(alarm, canFire.answer === "yes")}`;
  return { findings: [{ message, fix: reachableFix(alarm, points) }] };
}

function judgeRule({ who, rule, reach }: ReachedRule): Partial<AlarmJudgement> {
  if (reach !== "never") return {};
  const message = `${who}: alarmRule "${rule}" holds in no state of its alarms, so it never fires`;
  return { findings: [{ message, fix: COMPOSITE_FIX }] };
}

function tooManyDatapoints({ who, alarm }: Reached): { message: string; fix: string } {
  const n = String(alarm.evaluationPeriods);
  const m = String(alarm.datapointsToAlarm);
  return {
    message: `${who}: datapointsToAlarm ${m}: of ${n} evaluation periods no ${m} can breach, so it never fires`,
    fix: `datapointsToAlarm: ${n} or less, or raise evaluationPeriods`,
  };
}

function advice({ points }: Reached["reach"]): string {
  const advised = (points?.lines ?? []).flatMap((line) => betterStatistic(line) ?? []);
  return advised.length === 0 ? "" : `; AWS advises ${[...new Set(advised)].join(", ")}`;
}

const WITHOUT_DATA: Readonly<Record<string, string>> = {
  notBreaching: "it is OK",
  missing: "it is in INSUFFICIENT_DATA",
  ignore: "it keeps its state",
};

function onSilence(
  { treatMissingData = "missing", comparisonOperator }: Alarm,
  firesOnSilence: boolean,
): string {
  if (firesOnSilence) return '; it would fire only when no data comes (treatMissingData "breaching")';
  const does = WITHOUT_DATA[treatMissingData];
  if (does === undefined || String(comparisonOperator).startsWith("Greater")) return "";
  return `; without data ${does} (treatMissingData "${treatMissingData}")`;
}
