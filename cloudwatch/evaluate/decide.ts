import type { AlarmState } from "./types";

/** What a data point is to the alarm. `fewSamples`: a percentile of too few samples, which the alarm is to ignore. */
export type Point = "breaching" | "notBreaching" | "missing" | "fewSamples";

/** What an alarm makes of missing data (PutMetricAlarm, `TreatMissingData`). */
export const TREATMENTS = ["missing", "ignore", "breaching", "notBreaching"] as const;

/** Whether a value is one of {@link TREATMENTS}. */
export function isTreatment(value: unknown): value is (typeof TREATMENTS)[number] {
  return TREATMENTS.some((treatment) => treatment === value);
}

/** How an alarm turns data points into a state. */
export interface Decision {
  /** N: how many of the newest points decide; at least 1. */
  evaluationPeriods: number;
  /** M: how many of these must breach; 1 … N. */
  datapointsToAlarm: number;
  /** How many points CloudWatch retrieves; at least N. */
  evaluationRange: number;
  treatMissingData: (typeof TREATMENTS)[number];
}

/** The data point of `age` periods ago; 0 is the newest. */
export type PointAt = (age: number) => Point;

/**
 * The state after one evaluation (CloudWatch user guide, "Configuring how CloudWatch alarms treat missing data", edition
 * of June 2023). The N newest points decide where none of them is missing; else the N newest real ones of the range;
 * else all real ones, with as many missing ones filled in as N needs.
 *
 * Where prose and tables leave a case open or disagree:
 * - Under `missing`, real points that are fewer than N, all breaching and fewer than M are ALARM once the oldest is at
 *   least M periods old ("premature alarm state"). The prose lacks "and no point of the range is within the threshold";
 *   without it the table's `0 - X - -` (M = 2) could not be OK. Under `ignore` the same points keep the state.
 * - Younger than that (`- - - - X`, M = 3), the prose says only "not immediately ALARM". Since `missing` leads to
 *   INSUFFICIENT_DATA "if all data points in the evaluation range are missing", and one is not, it is OK under
 *   `missing`: fewer than M breach. The edition of 2019 had this row as INSUFFICIENT_DATA; the newer ones dropped it.
 * - Points with too few samples for their percentile: an evaluation that needs one keeps the state.
 */
export function decide(pointAt: PointAt, rule: Decision, state: AlarmState): AlarmState {
  const { evaluationPeriods: n, datapointsToAlarm: m, evaluationRange, treatMissingData } = rule;
  let real = 0;
  let breaching = 0;
  let oldest = 0;
  for (let age = 0; age < evaluationRange && real < n; age++) {
    const point = pointAt(age);
    if (point === "fewSamples") return state;
    if (point === "missing") continue;
    real++;
    if (point === "breaching") breaching++;
    oldest = age + 1;
  }
  if (real >= n || breaching >= m) return breaching >= m ? "ALARM" : "OK";
  if (treatMissingData === "breaching") return breaching + (n - real) >= m ? "ALARM" : "OK";
  if (treatMissingData === "notBreaching") return "OK";
  if (treatMissingData === "ignore") return real > breaching ? "OK" : state;
  if (real === 0) return "INSUFFICIENT_DATA";
  return real === breaching && oldest >= m ? "ALARM" : "OK";
}
