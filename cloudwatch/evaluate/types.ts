import type { Samples } from "../samples";

/** The states of an alarm, as CloudWatch names them. */
export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/** What one line of the alarm published in the current step: `""` names the metric of a single-metric alarm, else the line's id. */
export type ReadLine = (line: string) => Samples;

/** What the documents leave open about an evaluation, and where it starts. */
export interface EvaluationOptions {
  /**
   * How many data points CloudWatch retrieves (the evaluation range); at least N. AWS does not say the number: the
   * guide's examples use 5 for N = 3. @default N + 2; N for an alarm with a wall-clock window
   */
  evaluationRange?: number;
  /** Seconds since 1970 at which the first step begins; a multiple of 60. Hours of the day and wall-clock windows follow it. @default 0 */
  start?: number;
  /** What a metric without a value counts for in metric math (`MathOptions`). @default "zero" */
  missingInput?: "zero" | "noValue";
}

/** One alarm that is evaluated step by step. Pure: it reads no clock. Starts in INSUFFICIENT_DATA. */
export interface AlarmEvaluator {
  /** Seconds that one step spans: 60, or 10 where a period is shorter than a minute. */
  readonly step: number;
  /** Takes what was published in the next step; tells the alarm's state at the step's end. */
  advance(read: ReadLine): AlarmState;
  /** The newest data point that the threshold is held against; undefined where it is missing. For plots and margins. */
  readonly value: number | undefined;
}

/** Why an alarm cannot be evaluated exactly: one sentence that names the alarm's field or function. */
export interface Refusal {
  readonly refused: string;
}
