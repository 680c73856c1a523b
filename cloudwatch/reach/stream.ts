import type { Alarm } from "../alarm";
import { evaluatorOf, type AlarmState, type Refusal } from "../evaluate";
import type { Evaluation } from "../evaluate/evaluation";
import { isRefusal } from "../evaluate/refusal";
import { NO_SAMPLES, type Samples } from "../samples";

/** What each line of an alarm published in one step; a line that is not in here published nothing. */
export type Step = Readonly<Record<string, Samples>>;

/** What was published, one entry a step of the evaluator. */
export type Stream = readonly Step[];

const SILENT: Step = {};

/** The evaluator's states over a stream, one a step. */
export function statesOver(alarm: Alarm, stream: Iterable<Step>): AlarmState[] | Refusal {
  const evaluator = evaluatorOf(alarm);
  if (isRefusal(evaluator)) return evaluator;
  return Array.from(stream, (step) => evaluator.advance((line) => step[line] ?? NO_SAMPLES));
}

/** The shortest stream of `step` once a period on which the alarm goes to ALARM; undefined where it does not. */
export function firingStream(alarm: Alarm, evaluation: Evaluation, step: Step): Stream | undefined {
  const evaluator = evaluatorOf(alarm);
  if (isRefusal(evaluator)) return undefined;
  const stream: Step[] = [];
  for (const next of repeated(evaluation, step, 2)) {
    stream.push(next);
    if (evaluator.advance((line) => next[line] ?? NO_SAMPLES) === "ALARM") return stream;
  }
  return undefined;
}

/** A stream of `step` once a period that leaves the alarm out of ALARM; undefined where it does not. */
export function quietStream(alarm: Alarm, evaluation: Evaluation, step: Step): Stream | undefined {
  const stream = [...repeated(evaluation, step, 0)];
  const states = statesOver(alarm, stream);
  return isRefusal(states) || states.at(-1) === "ALARM" ? undefined : stream;
}

/** N periods and `more`, the time until the next evaluation, and the warm-up; what is published comes at each period's beginning. */
function* repeated(
  { period, step, ...evaluation }: Evaluation,
  published: Step,
  more: number,
): Generator<Step> {
  const { evaluationPeriods, alignment, warmUp } = evaluation;
  const perPeriod = period / step;
  const steps = (evaluationPeriods + more) * perPeriod + (alignment + warmUp) / step;
  for (let at = 0; at < steps; at++) yield at % perPeriod === 0 ? published : SILENT;
}
