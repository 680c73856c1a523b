import type { Alarm } from "../alarm";
import { statisticOf, type Refusal } from "../evaluate";
import { isRefusal } from "../evaluate/refusal";
import type { FactTable } from "../facts";
import { isModelled, lineReach, lineSamples, lineValue } from "./line";
import { mathSubject } from "./mathSubject";
import type { Aim } from "./samples";
import type { Step } from "./stream";
import type { LineReach, PointReach } from "./verdict";

/** What a threshold is held against: one metric, or an expression on several. */
export interface Subject extends PointReach {
  /** The data point where every line is zero; undefined where there is none. */
  readonly atZero: number | undefined;
  /** What to publish in a period to take the data point up or down past `threshold`: guesses within the model. */
  steps(aim: Aim, threshold: number): Iterable<Step>;
  /** Why no data can be shown, where a statistic is not evaluated. */
  readonly notEvaluated?: string;
  /** The data point of a period in which `step` was published. */
  valueOf(step: Step): number | undefined;
}

/** The subject of an alarm on metrics, or why it is not judged. */
export function subjectOf(alarm: Alarm, facts?: FactTable): Subject | Refusal {
  if (alarm.kind === "math") return mathSubject(alarm, facts);
  if (alarm.kind !== "metric") return { refused: `an alarm of kind ${alarm.kind} is not judged` };
  const line = alarm.metric === undefined ? undefined : lineReach("", alarm.metric, facts);
  if (line === undefined) return { refused: "namespace, metricName or statistic is left out or not known" };
  return onMetric(line);
}

function onMetric(line: LineReach): Subject {
  const statistic = statisticOf(line.statistic);
  return {
    lines: [line],
    reach: line.reach,
    atZero: 0,
    notEvaluated: isRefusal(statistic) ? statistic.refused : undefined,
    steps: (aim, threshold) =>
      isModelled(line) ? lineSamples(line, aim, threshold).map((samples) => ({ "": samples })) : [],
    valueOf: (step) => lineValue(line, step[""]),
  };
}
