import type { Alarm, Metric } from "../alarm";
import { NO_SAMPLES, type Samples } from "../samples";
import { isUnknown } from "../unknown";
import { isRefusal } from "./refusal";
import type { Evaluation } from "./evaluation";
import { countOf, samplesNeeded, statisticOf, type StatisticOf } from "./statistic";
import type { ReadLine, Refusal } from "./types";

/** What an alarm's threshold is held against, over a period that slides with the steps. */
export interface Measure {
  /** Takes what was published in the next step. */
  add(read: ReadLine): void;
  /** The data point of the period that ends with the last step; undefined where it is missing. */
  value(periodStart: number): number | undefined;
  /** Whether the alarm is to ignore that point, since a percentile in it has too few samples. */
  hasFewSamples(): boolean;
}

/** The measure of an alarm on one metric, or on metric math. */
export function measureOf(alarm: Alarm, evaluation: Evaluation): Measure | Refusal {
  const ignoresFew = alarm.evaluateLowSampleCountPercentiles === "ignore";
  if (isUnknown(alarm.evaluateLowSampleCountPercentiles))
    return { refused: "evaluateLowSampleCountPercentiles is known only after deploying" };
  if (alarm.metric === undefined) return { refused: "it has no metric" };
  return lineOf("", alarm.metric, evaluation, ignoresFew);
}

function lineOf(id: string, metric: Metric, evaluation: Evaluation, ignoresFew: boolean): Line | Refusal {
  const { statistic } = metric;
  if (statistic === undefined) return { refused: "statistic is left out" };
  if (isUnknown(statistic)) return { refused: "statistic is known only after deploying" };
  const of = statisticOf(statistic);
  if (isRefusal(of)) return of;
  return new Line(id, of, evaluation.period / evaluation.step, ignoresFew ? samplesNeeded(statistic) : 0);
}

/** One statistic of one metric. */
class Line implements Measure {
  private readonly steps: Samples[];
  private next = 0;

  constructor(
    readonly id: string,
    private readonly of: StatisticOf,
    length: number,
    private readonly needed: number,
  ) {
    this.steps = new Array<Samples>(length).fill(NO_SAMPLES);
  }

  add(read: ReadLine): void {
    this.steps[this.next] = read(this.id);
    this.next = (this.next + 1) % this.steps.length;
  }

  value(): number | undefined {
    return this.of(this.steps);
  }

  hasFewSamples(): boolean {
    return this.needed > 0 && countOf(this.steps) < this.needed;
  }
}
