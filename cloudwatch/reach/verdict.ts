import type { MetricFact } from "../facts";
import type { Reach } from "./interval";
import type { Stream } from "./stream";

/** An answer with its proof: a stream on which the real evaluator does it, or the model of what can be published. */
export type Verdict =
  | { readonly answer: "yes" | "no"; readonly by: "stream"; readonly stream: Stream }
  | { readonly answer: "yes" | "no"; readonly by: "model" }
  | { readonly answer: "not proved"; readonly why: string };

/** One metric of an alarm, under one statistic, and where its data points lie. */
export interface LineReach {
  /** Empty for the alarm's own metric, else the id of its query. */
  readonly id: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly statistic: string;
  /** What is known of the metric; undefined: it is in no table. */
  readonly fact: MetricFact | undefined;
  readonly reach: Reach;
}

/** What the threshold is held against: where it lies, and of which metrics it is made. */
export interface PointReach {
  readonly reach: Reach;
  readonly lines: readonly LineReach[];
  /** The expression of metric math, as written; absent where the threshold is held against a metric itself. */
  readonly expression?: string;
}

/** What an alarm can do, with its proofs. Every answer holds for each evaluation range that CloudWatch may use. */
export interface Reachability {
  /** Whether a data point with a value can breach the threshold: yes by a stream, no by the model. */
  readonly crossed: Verdict;
  /** Whether the alarm can go to ALARM, by data points or because they are missing: yes by a stream, no by the model. */
  readonly canFire: Verdict;
  /**
   * Whether every data point breaches, so that the alarm is in ALARM whenever it has data: yes by the model, no by a
   * stream. No too where silence is what takes it out of ALARM: `missing` or `notBreaching` on a metric that is reported
   * only when it is not zero, and on SampleCount, whose zero is a missing point.
   */
  readonly alwaysFires: Verdict;
  /**
   * Whether the alarm fires when nothing happens: missing data breaches, its metrics are reported only when they are not
   * zero, and a zero would not breach.
   */
  readonly firesOnSilence: boolean;
  /** Absent where no metric is held against a threshold, or it is not known against which. */
  readonly points?: PointReach;
}
