import type { Samples } from "../samples";
import { statisticForm, suggestStatistic } from "../statistic";
import type { Refusal } from "./types";

/**
 * The statistic of one period from what each step of it published, in any order; undefined where nothing was published,
 * which is a missing data point.
 */
export type StatisticOf = (steps: readonly Samples[]) => number | undefined;

/**
 * A statistic by CloudWatch's definitions (user guide, "CloudWatch statistics definitions"): the five basic ones and
 * percentiles. A percentile is the smallest sample that at least so many percent of all are not above (nearest rank);
 * the guide does not say how it interpolates, and CloudWatch itself keeps samples in bins, so its value may differ by
 * the width of one. Percentiles of a period with a negative sample are not available (same page), so they are missing.
 */
export function statisticOf(statistic: string): StatisticOf | Refusal {
  switch (statistic) {
    case "SampleCount":
      return (steps) => orMissing(countOf(steps));
    case "Sum":
      return (steps) => (countOf(steps) === 0 ? undefined : sumOf(steps));
    case "Average":
      return averageOf;
    case "Minimum":
      return (steps) => extreme(steps, (value, best) => value < best);
    case "Maximum":
      return (steps) => extreme(steps, (value, best) => value > best);
  }
  const form = statisticForm(statistic);
  if (form === "percentile") return percentileOf(Number(statistic.slice(1)));
  if (form !== undefined)
    return { refused: `${statistic} is not evaluated here: of the extended statistics only percentiles are` };
  const meant = suggestStatistic(statistic);
  return {
    refused: `${statistic} is no statistic of CloudWatch${meant === undefined ? "" : `; did you mean ${meant}?`}`,
  };
}

/**
 * How few samples of a percentile's period are too few: 10 / (1 − p) from p50 on, 10 / p below it (CloudWatch user
 * guide, "Percentile-based CloudWatch alarms and low data samples"). 0 for every other statistic, and for p0 and p100,
 * where the guide gives no number.
 */
export function samplesNeeded(statistic: string): number {
  if (statisticForm(statistic) !== "percentile") return 0;
  const percent = Number(statistic.slice(1));
  if (percent <= 0 || percent >= 100) return 0;
  return 1000 / (percent >= 50 ? 100 - percent : percent);
}

/** How many samples these steps published. */
export function countOf(steps: readonly Samples[]): number {
  let count = 0;
  for (const samples of steps) for (const group of samples) count += group.count;
  return count;
}

function orMissing(count: number): number | undefined {
  return count === 0 ? undefined : count;
}

function sumOf(steps: readonly Samples[]): number {
  let sum = 0;
  for (const samples of steps) for (const { value, count } of samples) sum += value * count;
  return sum;
}

/** Of equal samples exactly their value, whatever the sum rounds to: an average lies between the extremes. */
function averageOf(steps: readonly Samples[]): number | undefined {
  const least = extreme(steps, (value, best) => value < best);
  const most = extreme(steps, (value, best) => value > best);
  if (least === undefined || most === undefined) return undefined;
  return Math.min(most, Math.max(least, sumOf(steps) / countOf(steps)));
}

function extreme(
  steps: readonly Samples[],
  isBetter: (value: number, best: number) => boolean,
): number | undefined {
  let best: number | undefined;
  for (const samples of steps)
    for (const { value } of samples) if (best === undefined || isBetter(value, best)) best = value;
  return best;
}

function percentileOf(percent: number): StatisticOf {
  return (steps) => {
    const groups = steps.flat().sort((a, b) => a.value - b.value);
    if (groups[0] === undefined || groups[0].value < 0) return undefined;
    // p95 of 20 is the 19th, whatever the product rounds to.
    const rank = Math.max(1, Math.ceil((percent * countOf(steps)) / 100 - 1e-9));
    let seen = 0;
    return groups.find(({ count }) => (seen += count) >= rank)?.value;
  };
}
