import type { Alarm } from "../../cloudwatch/alarm";
import { isUnknown } from "../../cloudwatch/unknown";
import { windowProblems, type WindowProblem } from "../../cloudwatch/window";
import type { Rule } from "./rule";
import { judgeComposites } from "./support/composites";
import { judgeAlarms } from "./support/judgeAlarms";
import { nameOf, notApplicable } from "./support/lines";

/** Kinds with fields that CloudWatch is known to refuse; the others have only their lengths and lists judged. */
const WITH_WINDOW: ReadonlySet<Alarm["kind"]> = new Set(["metric", "math", "anomaly", "insights", "promql"]);

/** Fields whose length alone is limited; CloudWatch refuses one that is too long with an error of its own. */
const LENGTHS = ["name", "description", "alarmActions", "okActions", "insufficientDataActions"] as const;

const byItself = judgeAlarms((alarm, resource) => {
  const who = nameOf(resource, alarm);
  const problems = windowProblems(alarm);
  const reason = WITH_WINDOW.has(alarm.kind) ? undefined : notApplicable(resource, alarm);
  return {
    findings: problems.filter(({ unknown }) => !unknown).map((problem) => toFinding(who, problem)),
    unchecked: reason === undefined ? [] : [reason],
    unknown: problems
      .filter((problem) => problem.unknown && !isOthers(problem))
      .map(({ field }) => written(field)),
    listed: LENGTHS.filter((field) => isUnknown(alarm[field])).map(written),
  };
}, "reject");

/**
 * checkResource: what the resource shows. checkStack: what is unknown there and shown by the update render, else
 * rejected; an unknown statistic, and unknown queries as a whole, are `alarm-statistic-allowed`'s to reject. What composites name takes their neighbours.
 */
export const alarmWindowValid: Rule = {
  name: "alarm-window-valid",
  description:
    "An alarm that CloudWatch refuses (period, window, statistic, fields of two kinds, a composite's rule), or a unit without data.",
  level: "mandatory",
  checkResource: byItself.checkResource,
  checkStack: (stack, context) => {
    const verdicts = [byItself.checkStack(stack, context), judgeComposites(stack, context)];
    return {
      findings: verdicts.flatMap(({ findings }) => findings),
      unchecked: verdicts.flatMap(({ unchecked }) => unchecked),
    };
  },
};

function isOthers({ field }: WindowProblem): boolean {
  return field === "queries" || field.endsWith("statistic");
}

function toFinding(who: string, { field, value, why, fix }: WindowProblem): { message: string; fix: string } {
  return { message: `${who}: ${written(field)} ${value}: ${why}`, fix };
}

/** The record's path in the words of a program: `metric.period` → `period`, `queries.m1.period` → `period in line "m1"`. */
function written(path: string): string {
  const [, id, field] = /^queries\.([^.]+)\.([^.]+)$/.exec(path) ?? [];
  if (id !== undefined && field !== undefined) return `${field} in line "${id}"`;
  return path === "description" ? "alarmDescription" : path.replace(/^metric\./, "");
}
