import { samplesNeeded } from "../evaluate";
import type { SampleGroup, Samples } from "../samples";
import { statisticForm } from "../statistic";
import type { SampleBounds } from "./statistic";

/** Which way a data point is to lie from a threshold. */
export type Aim = "high" | "low";

/**
 * Samples of one period, within what a sample can be, that take a statistic beyond `threshold` where anything does: as
 * far up or down as the bounds let it, and past the threshold where there is no bound. Several guesses, best first;
 * whoever asks tries them. Empty where a sample has no value that a number can hold.
 */
export function samplesBeyond(
  statistic: string,
  bounds: SampleBounds,
  aim: Aim,
  threshold: number,
): Samples[] {
  const guesses =
    aim === "high" ? highest(statistic, bounds, threshold) : lowest(statistic, bounds, threshold);
  return guesses.filter((samples) => samples.every(isSample));
}

function isSample({ value, count }: SampleGroup): boolean {
  return Number.isFinite(value) && Number.isFinite(count) && count >= 1;
}

function highest(statistic: string, bounds: SampleBounds, threshold: number): Samples[] {
  const value = bounds.high === Infinity ? Math.max(beyond(threshold), bounds.low) : bounds.high;
  switch (statistic) {
    case "SampleCount":
      return [[{ value: someSample(bounds), count: countOver(threshold) }]];
    case "Sum":
      return [[{ value, count: bounds.high === Infinity || value <= 0 ? 1 : countOver(threshold / value) }]];
    default:
      return [[{ value, count: enoughFor(statistic) }]];
  }
}

function lowest(statistic: string, bounds: SampleBounds, threshold: number): Samples[] {
  const floor = statisticForm(statistic) === "percentile" ? Math.max(0, bounds.low) : bounds.low;
  const value = floor === -Infinity ? Math.min(-beyond(threshold), bounds.high) : floor;
  const least = leastAlone(bounds, value, threshold);
  switch (statistic) {
    case "SampleCount":
      return [[{ value: someSample(bounds), count: 1 }]];
    case "Sum":
      return [
        [{ value: least, count: floor === -Infinity || least >= 0 ? 1 : countOver(threshold / least) }],
      ];
    case "Maximum":
      return [[{ value: least, count: 1 }]];
    default:
      return least === value
        ? [[{ value, count: enoughFor(statistic) }]]
        : [mostly(statistic, value, least), [{ value: least, count: enoughFor(statistic) }]];
  }
}

/** `value`, but for one sample that is not zero. */
function mostly(statistic: string, value: number, other: number): Samples {
  const percent = Number(statistic.slice(1));
  const share = statisticForm(statistic) === "percentile" && percent < 100 ? percent / (100 - percent) : 1000;
  return [
    { value, count: Math.ceil(share) + enoughFor(statistic) },
    { value: other, count: 1 },
  ];
}

/** The least sample that can stand alone: where data comes only for what is not zero, the least one above it. */
function leastAlone({ nonzero, whole, high }: SampleBounds, least: number, threshold: number): number {
  if (!nonzero || least !== 0) return least;
  if (whole) return 1;
  return Math.min(threshold > 0 ? threshold / 2 : 1, high);
}

/** A number well over `threshold`, whichever sign it has; a whole one. */
function beyond(threshold: number): number {
  return Math.ceil(Math.abs(threshold)) * 2 + 1;
}

function someSample({ low, high, nonzero }: SampleBounds): number {
  const least = low === -Infinity ? Math.min(0, high) : low;
  return nonzero && least === 0 ? Math.min(1, high) : least;
}

/** How many it takes to be over `threshold`. */
function countOver(threshold: number): number {
  return Math.max(1, Math.floor(threshold) + 1);
}

function enoughFor(statistic: string): number {
  return Math.max(1, Math.ceil(samplesNeeded(statistic)));
}
