import type { Alarm } from "../alarm";
import { BREACHES, isThresholdOperator, type ThresholdOperator } from "../evaluate/comparison";
import { evaluationOf, type Evaluation } from "../evaluate/evaluation";
import { isRefusal } from "../evaluate/refusal";
import type { FactTable } from "../facts";
import { alwaysBreaches, canBreach } from "./interval";
import { isModelled, silenceIsZero } from "./line";
import { firingStream, quietStream, type Step } from "./stream";
import { subjectOf, type Subject } from "./subject";
import type { Reachability, Verdict } from "./verdict";

const SILENT: Step = {};
const NO: Verdict = { answer: "no", by: "model" };
const YES: Verdict = { answer: "yes", by: "model" };

const INVERSE: Readonly<Record<ThresholdOperator, ThresholdOperator>> = {
  GreaterThanThreshold: "LessThanOrEqualToThreshold",
  GreaterThanOrEqualToThreshold: "LessThanThreshold",
  LessThanThreshold: "GreaterThanOrEqualToThreshold",
  LessThanOrEqualToThreshold: "GreaterThanThreshold",
};

/**
 * What an alarm on metrics can do, proved: no by what its metrics can publish, yes by a stream on which the evaluator
 * does it. What is not proved says why in one clause.
 * @param facts @default AWS's pages with our overrides
 */
export function reachOf(alarm: Alarm, facts?: FactTable): Reachability {
  const { evaluationPeriods: n, datapointsToAlarm: m } = alarm;
  if (typeof n === "number" && typeof m === "number" && m > n)
    return { crossed: NO, canFire: NO, alwaysFires: byStream("no", []), firesOnSilence: false };
  const evaluation = evaluationOf(alarm, {});
  if (isRefusal(evaluation)) return nothingProved(evaluation.refused);
  if (!isWithinLimit(evaluation)) return nothingProved("its window is longer than CloudWatch takes");
  const { comparisonOperator: operator, threshold } = alarm;
  if (typeof threshold !== "number") return nothingProved("threshold is no number that is known");
  if (!isThresholdOperator(operator)) return nothingProved("comparisonOperator is none with a threshold");
  const subject = subjectOf(alarm, facts);
  if (isRefusal(subject)) return nothingProved(subject.refused);
  return judge({ alarm, evaluation, subject, operator, threshold });
}

/** Period × EvaluationPeriods: at most a day, or seven where the period is an hour or more (PutMetricAlarm). */
function isWithinLimit({ period, evaluationPeriods }: Evaluation): boolean {
  return period * evaluationPeriods <= (period < 3600 ? 1 : 7) * 86400;
}

interface Case {
  alarm: Alarm;
  evaluation: Evaluation;
  subject: Subject;
  operator: ThresholdOperator;
  threshold: number;
}

function judge(given: Case): Reachability {
  const crossed = crossedBy(given);
  return {
    crossed,
    canFire: firesBySilence(given, crossed) ?? crossed,
    alwaysFires: alwaysFires(given),
    firesOnSilence: firesOnSilence(given),
    points: given.subject,
  };
}

function crossedBy(given: Case): Verdict {
  const { alarm, evaluation, subject, operator, threshold } = given;
  if (!canBreach(subject.reach, operator, threshold)) return NO;
  for (const step of guesses(given, operator)) {
    const stream = firingStream(alarm, evaluation, step);
    if (stream !== undefined) return byStream("yes", stream);
  }
  return { answer: "not proved", why: whyNot(subject) };
}

/** By missing data alone, where values are not shown to do it. */
function firesBySilence(given: Case, crossed: Verdict): Verdict | undefined {
  const { alarm, evaluation, subject } = given;
  if (crossed.answer === "yes" || subject.reach.missing === "never") return undefined;
  if (evaluation.treatMissingData !== "breaching") return undefined;
  const stream = firingStream(alarm, evaluation, SILENT);
  if (stream !== undefined) return byStream("yes", stream);
  // Its point has a value without data where a missing input counts as 0, and has none where it does not.
  return { answer: "not proved", why: "what metric math makes of a missing input is disputed" };
}

function alwaysFires(given: Case): Verdict {
  const { alarm, evaluation, subject, operator, threshold } = given;
  if (alwaysBreaches(subject.reach, operator, threshold)) {
    const { treatMissingData } = evaluation;
    const isHeld = treatMissingData === "breaching" || treatMissingData === "ignore";
    if (isHeld || subject.reach.missing === "never" || !subject.lines.every(silenceIsZero)) return YES;
    const stream = quietStream(alarm, evaluation, SILENT);
    return stream === undefined ? YES : byStream("no", stream);
  }
  for (const step of guesses(given, INVERSE[operator])) {
    const stream = quietStream(alarm, evaluation, step);
    if (stream !== undefined) return byStream("no", stream);
  }
  return { answer: "not proved", why: whyNot(subject) };
}

function firesOnSilence({ evaluation, subject, operator, threshold }: Case): boolean {
  if (evaluation.treatMissingData !== "breaching" || subject.reach.missing === "never") return false;
  if (!subject.lines.every(({ fact }) => fact?.reported === "nonzero")) return false;
  return subject.atZero !== undefined && !BREACHES[operator](subject.atZero, threshold);
}

/** What to publish in a period so that its data point is on the side that `operator` says. */
function* guesses({ subject, threshold }: Case, operator: ThresholdOperator): Generator<Step> {
  const aim = operator.startsWith("Greater") ? "high" : "low";
  for (const step of subject.steps(aim, threshold)) {
    const value = subject.valueOf(step);
    if (value !== undefined && BREACHES[operator](value, threshold)) yield step;
  }
}

function whyNot({ lines, notEvaluated }: Subject): string {
  const unknown = lines.filter((line) => !isModelled(line));
  if (unknown.length === 0) return notEvaluated ?? "no data was found that shows it";
  const names = unknown.map(({ namespace, metricName }) => `${namespace} ${metricName}`);
  return `nothing is known of the values of ${[...new Set(names)].join(", ")}`;
}

function byStream(answer: "yes" | "no", stream: readonly Step[]): Verdict {
  return { answer, by: "stream", stream };
}

function nothingProved(why: string): Reachability {
  const open: Verdict = { answer: "not proved", why };
  return { crossed: open, canFire: open, alwaysFires: open, firesOnSilence: false };
}
