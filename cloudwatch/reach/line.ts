import type { Metric } from "../alarm";
import { statisticOf } from "../evaluate";
import { isRefusal } from "../evaluate/refusal";
import { findMetric, type FactTable } from "../facts";
import { NO_SAMPLES, type Samples } from "../samples";
import { samplesBeyond, type Aim } from "./samples";
import { sampleBounds, statisticReach } from "./statistic";
import type { LineReach } from "./verdict";

/** The line of one metric, where all that decides about its reach is there and known. */
export function lineReach(id: string, metric: Metric, facts?: FactTable): LineReach | undefined {
  const { namespace, metricName, statistic } = metric;
  if (namespace === undefined || metricName === undefined || statistic === undefined) return undefined;
  const fact = findMetric(namespace, metricName, facts);
  const reach = statisticReach(statistic, sampleBounds(fact));
  return reach === undefined ? undefined : { id, namespace, metricName, statistic, fact, reach };
}

/** Whether the model says anything of the line's values: those of a SampleCount are known of every metric. */
export function isModelled({ statistic, fact }: LineReach): boolean {
  return fact?.sampleModel !== undefined || statistic === "SampleCount" || statistic.startsWith("PR");
}

/** Samples of one period that take the line towards `threshold` and past it, as the model lets them. */
export function lineSamples({ statistic, fact }: LineReach, aim: Aim, threshold: number): Samples[] {
  return samplesBeyond(statistic, sampleBounds(fact), aim, threshold);
}

/** The line's data point of one period; undefined where it is missing, or its statistic is not evaluated. */
export function lineValue({ statistic }: LineReach, samples: Samples = NO_SAMPLES): number | undefined {
  const of = statisticOf(statistic);
  return isRefusal(of) ? undefined : of([samples]);
}

/** Whether a period without data says that nothing happened. */
export function silenceIsZero({ statistic, fact }: LineReach): boolean {
  return statistic === "SampleCount" || fact?.reported === "nonzero";
}
