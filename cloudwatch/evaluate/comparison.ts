/** The comparison operators of an alarm with a fixed threshold (PutMetricAlarm, `ComparisonOperator`). */
export const THRESHOLD_OPERATORS = [
  "GreaterThanThreshold",
  "GreaterThanOrEqualToThreshold",
  "LessThanThreshold",
  "LessThanOrEqualToThreshold",
] as const;

/** One of {@link THRESHOLD_OPERATORS}. */
export type ThresholdOperator = (typeof THRESHOLD_OPERATORS)[number];

/** Whether a data point breaches a threshold, by operator. */
export const BREACHES: Readonly<Record<ThresholdOperator, (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/** How an operator is written in texts. */
export const SIGNS: Readonly<Record<ThresholdOperator, string>> = {
  GreaterThanThreshold: ">",
  GreaterThanOrEqualToThreshold: ">=",
  LessThanThreshold: "<",
  LessThanOrEqualToThreshold: "<=",
};

/** Whether `operator` compares with a fixed threshold; the others compare with an anomaly band. */
export function isThresholdOperator(operator: unknown): operator is ThresholdOperator {
  return THRESHOLD_OPERATORS.some((name) => name === operator);
}
