import type { MetricFact } from "../facts";
import { statisticForm } from "../statistic";
import { between, NO_VALUE, type Reach } from "./interval";

/** What one sample of a metric can be, in numbers. */
export interface SampleBounds {
  /** Least value of one sample; `-Infinity`: not known, or none. */
  readonly low: number;
  /** Greatest value of one sample; `Infinity`: not known, or none. */
  readonly high: number;
  /** Whether data comes only where one sample at least is not zero. */
  readonly nonzero: boolean;
  /** Whether every sample is a whole number, so that the least one above zero is 1. */
  readonly whole: boolean;
}

/** Whether anything is known of a metric's samples, and what. */
export function sampleBounds(fact: MetricFact | undefined): SampleBounds {
  const [low, high] = fact?.sampleModel?.range ?? [null, null];
  return {
    low: low ?? -Infinity,
    high: high ?? Infinity,
    nonzero: fact?.reported === "nonzero",
    whole: fact !== undefined && isWhole(fact),
  };
}

/** Counts and bytes come in whole numbers; capacity units are shares of an hour. */
function isWhole({ namespace, metric, unit, sampleModel }: MetricFact): boolean {
  if (sampleModel?.basis === "configured") return false;
  return (unit === "Count" || unit === "Bytes" || namespace === "WAF") && !metric.includes("LCU");
}

/**
 * Where a statistic can lie, given what one sample can be. A period without samples has no data point, so a point stands
 * for one sample at least (CloudWatch user guide, "CloudWatch statistics definitions"). Undefined for what is no
 * statistic of CloudWatch.
 */
export function statisticReach(statistic: string, samples: SampleBounds): Reach | undefined {
  const { low, high } = samples;
  switch (statistic) {
    case "SampleCount":
      return between(1, Infinity, "possible");
    case "Sum":
      return above(samples, low < 0 ? -Infinity : low, high > 0 ? Infinity : high);
    case "Maximum":
      return above(samples, low, high);
    case "Average":
    case "Minimum":
      return { ...between(low, high, "possible"), exact: !samples.nonzero || low !== 0 };
  }
  const form = statisticForm(statistic);
  switch (form) {
    case "percentile":
      // A period with a negative sample has no percentiles (same page).
      if (high < 0) return NO_VALUE;
      return Number(statistic.slice(1)) === 100
        ? above(samples, Math.max(0, low), high)
        : loose(Math.max(0, low), high);
    case "trimmedMean":
    case "winsorizedMean":
      return loose(low, high);
    case "trimmedCount":
      return loose(0, Infinity);
    case "trimmedSum":
      return loose(low < 0 ? -Infinity : 0, high > 0 ? Infinity : 0);
    case "percentileRank":
      return loose(0, 100);
    case "basic":
    case undefined:
      return undefined;
  }
}

/** From `low` to `high`, and at least the least sample above zero where there is none without one. */
function above({ nonzero, whole }: SampleBounds, low: number, high: number): Reach {
  if (!nonzero || low < 0 || low > 0) return between(low, high, "possible");
  return { ...between(whole ? 1 : 0, high, "possible"), exact: whole };
}

function loose(low: number, high: number): Reach {
  return { ...between(low, high, "possible"), exact: false };
}
