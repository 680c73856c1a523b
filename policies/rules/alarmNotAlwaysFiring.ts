import type { Rule } from "./rule";
import { FACTS_SCHEMA } from "./support/configuredFacts";
import { judgeAlarms, type AlarmJudgement } from "./support/judgeAlarms";
import { COMPOSITE_FIX, judgeReach, type Reached, type ReachedRule } from "./support/reach";
import { leavableFix } from "./support/reachFix";
import { comparison, isObserved, reportedOnly, whereItLies } from "./support/reachText";

/**
 * checkResource: what the resource shows; checkStack: what is unknown there and shown by the update render, else listed
 * (`alarm-can-fire` rejects it). Where nothing is proved, it is listed.
 */
export const alarmNotAlwaysFiring: Rule = {
  name: "alarm-not-always-firing",
  description:
    "An alarm that every data point puts into ALARM, or that fires when nothing happens though a zero would not.",
  level: "mandatory",
  configSchema: FACTS_SCHEMA,
  ...judgeAlarms(judgeReach(judge, judgeRule), "list"),
};

function judge(reached: Reached): Partial<AlarmJudgement> {
  const { who, alarm, reach } = reached;
  const { alwaysFires, firesOnSilence, points } = reach;
  if (alwaysFires.answer === "not proved")
    return { unchecked: [`${who}: not proved that it can leave ALARM: ${alwaysFires.why}`] };
  if (alwaysFires.answer === "yes" && points !== undefined) {
    const holds = isObserved(points)
      ? "held for every data point, as observed"
      : "holds for every data point";
    const message = `${who}: ${whereItLies(points)} and ${comparison(alarm)} ${holds}: it is in ALARM whenever there is data${andWithout(reached)}`;
    return { findings: [{ message, fix: leavableFix(alarm, points) }] };
  }
  if (!firesOnSilence || points === undefined) return {};
  const grounds = points.lines.map(({ metricName, fact }) =>
    fact === undefined ? metricName : `${metricName}: ${reportedOnly(fact)}`,
  );
  const message = `${who}: treatMissingData "breaching": ${[...new Set(grounds)].join("; ")}, so it fires whenever nothing happens, though ${points.expression === undefined ? "a zero" : "zeros"} would not be ${comparison(alarm)}`;
  return { findings: [{ message, fix: 'treatMissingData: "notBreaching"' }] };
}

function judgeRule({ who, rule, reach }: ReachedRule): Partial<AlarmJudgement> {
  if (reach !== "always") return {};
  const message = `${who}: alarmRule "${rule}" holds in every state of its alarms, so it is always in ALARM`;
  return { findings: [{ message, fix: COMPOSITE_FIX }] };
}

function andWithout({ alarm: { treatMissingData } }: Reached): string {
  if (treatMissingData === "breaching") return ', and without it too (treatMissingData "breaching")';
  return treatMissingData === "ignore" ? ', and stays there without it (treatMissingData "ignore")' : "";
}
