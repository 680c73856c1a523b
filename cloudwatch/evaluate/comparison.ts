import type { Refusal } from "./types";

/** Whether a data point breaches a threshold. */
export type Breaches = (value: number, threshold: number) => boolean;

const COMPARISONS: ReadonlyMap<string, Breaches> = new Map<string, Breaches>([
  ["GreaterThanThreshold", (value, threshold) => value > threshold],
  ["GreaterThanOrEqualToThreshold", (value, threshold) => value >= threshold],
  ["LessThanThreshold", (value, threshold) => value < threshold],
  ["LessThanOrEqualToThreshold", (value, threshold) => value <= threshold],
]);

/** A comparison operator of PutMetricAlarm with a static threshold; those on anomaly bands are refused. */
export function comparisonOf(operator: string): Breaches | Refusal {
  return COMPARISONS.get(operator) ?? { refused: `comparisonOperator ${operator} is not evaluated` };
}
