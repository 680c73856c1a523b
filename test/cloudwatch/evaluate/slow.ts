import type { AlarmState, Decision, Point } from "../../../cloudwatch/evaluate";

/**
 * The same as `decide`, slow and obvious: written from the guide's prose, tables and CLOUDWATCH.md alone, sentence by
 * sentence, without a look at it.
 * @param range the points of the evaluation range, oldest first
 */
export function slowly(range: readonly Point[], rule: Decision, current: AlarmState): AlarmState {
  const { evaluationPeriods: n, datapointsToAlarm: m, treatMissingData } = rule;
  const count = (points: readonly Point[], kind: Point): number => points.filter((p) => p === kind).length;
  const byCount = (points: readonly Point[]): AlarmState =>
    count(points, "breaching") >= m ? "ALARM" : "OK";

  // "If no data points in the evaluation range are missing …": the most recent N.
  const newest = range.slice(-n);
  if (count(newest, "missing") === 0) return byCount(newest);

  // "… the number of existing data points is equal to or more than Evaluation Periods": the most recent real ones.
  const real = range.filter((point) => point !== "missing");
  if (real.length >= n) return byCount(real.slice(-n));

  // "… fills in the missing data points with the result you specified", "only as few times as possible".
  const filledWith = (kind: Point): readonly Point[] => [
    ...real,
    ...new Array<Point>(n - real.length).fill(kind),
  ];
  if (treatMissingData === "breaching") return byCount(filledWith("breaching"));
  if (treatMissingData === "notBreaching") return byCount(filledWith("notBreaching"));

  // Whatever the missing ones were, enough real ones breach.
  if (count(real, "breaching") >= m) return "ALARM";
  // "ignore: the current alarm state is maintained", but the tables have OK where a real point is within the threshold.
  const isWithin = real.includes("notBreaching");
  if (treatMissingData === "ignore") return isWithin ? "OK" : current;
  // "missing: if all data points in the evaluation range are missing, the alarm goes to INSUFFICIENT_DATA".
  if (real.length === 0) return "INSUFFICIENT_DATA";
  // "Premature": the oldest breaching point at least M periods old, none of the range within the threshold.
  const age = range.length - range.indexOf("breaching");
  return !isWithin && age >= m ? "ALARM" : "OK";
}

/** A raw sample: seconds since the begin, and its value. */
export interface RawSample {
  at: number;
  value: number;
}

const STATISTICS: Readonly<Record<string, (values: readonly number[]) => number>> = {
  SampleCount: (values) => values.length,
  Sum: (values) => values.reduce((sum, value) => sum + value, 0),
  Average: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  Minimum: (values) => Math.min(...values),
  Maximum: (values) => Math.max(...values),
  // The smallest value that at least 90 % of all do not exceed.
  p90: (values) =>
    [...values]
      .sort((a, b) => a - b)
      .find((one) => values.filter((value) => value <= one).length * 10 >= values.length * 9)!,
};

/** An alarm of the slow evaluator; the threshold is exceeded by what is above it. */
export interface SlowAlarm extends Decision {
  statistic: string;
  /** Seconds. */
  period: number;
  threshold: number;
}

/** The state after each minute, each computed anew from all samples. */
export function statesSlowly(
  samples: readonly RawSample[],
  { statistic, period, threshold, ...rule }: SlowAlarm,
  minutes: number,
): AlarmState[] {
  const pointThatEndsAt = (end: number): Point => {
    const within = samples.filter(({ at }) => at >= end - period && at < end).map(({ value }) => value);
    if (within.length === 0) return "missing";
    return STATISTICS[statistic]!(within) > threshold ? "breaching" : "notBreaching";
  };
  let state: AlarmState = "INSUFFICIENT_DATA";
  return Array.from({ length: minutes }, (_, minute) => {
    const now = (minute + 1) * 60;
    const range = Array.from({ length: rule.evaluationRange }, (_, index) =>
      pointThatEndsAt(now - (rule.evaluationRange - 1 - index) * period),
    );
    state = slowly(range, rule, state);
    return state;
  });
}
