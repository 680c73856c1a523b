import { BREACHES, type ThresholdOperator } from "../evaluate/comparison";

/** Where the data points of a line can lie, and whether they can be missing. */
export interface Reach {
  /** The least value; `-Infinity`: none. Above `high` only where no point ever has a value. */
  readonly low: number;
  /** The greatest value; `Infinity`: none. */
  readonly high: number;
  /** Whether a point can have no value. `"always"`: none ever has one, and `low` and `high` say nothing. */
  readonly missing: Missing;
  /**
   * Whether the interval is tight: each finite end is a value that a point can have, and towards an infinite end values
   * grow without bound. Not whether everything between is reached. False: some of it may never be reached.
   */
  readonly exact: boolean;
}

export type Missing = "never" | "possible" | "always";

/** The reach of a line that never has a value. */
export const NO_VALUE: Reach = { low: Infinity, high: -Infinity, missing: "always", exact: true };

/** The reach of any number at all, of which nothing is proved. */
export const ANY_VALUE: Reach = { low: -Infinity, high: Infinity, missing: "possible", exact: false };

/** The reach of one value that is always there. */
export function only(value: number): Reach {
  return { low: value, high: value, missing: "never", exact: true };
}

/** The reach of values from `low` to `high`, both reached (`±Infinity`: without bound). */
export function between(low: number, high: number, missing: Missing = "never"): Reach {
  return low <= high ? { low, high, missing, exact: true } : NO_VALUE;
}

/** Whether some point can have a value. */
export function hasValue(reach: Reach): boolean {
  return reach.missing !== "always" && reach.low <= reach.high;
}

/** The reach of a line that is now one, now the other. */
export function hull(a: Reach, b: Reach): Reach {
  const missing = a.missing === b.missing ? a.missing : "possible";
  if (!hasValue(a)) return { ...b, missing };
  if (!hasValue(b)) return { ...a, missing };
  return {
    low: Math.min(a.low, b.low),
    high: Math.max(a.high, b.high),
    missing,
    exact: a.exact && b.exact,
  };
}

/** Whether `value` lies in the reach; a missing point (undefined) where it can be missing. */
export function contains(reach: Reach, value: number | undefined): boolean {
  if (value === undefined) return reach.missing !== "never";
  return hasValue(reach) && reach.low <= value && value <= reach.high;
}

/**
 * Whether a point with a value can breach the threshold. False is proved; true only where the reach is exact. Missing
 * points are not looked at: what they count for is the alarm's `treatMissingData`.
 */
export function canBreach(reach: Reach, operator: ThresholdOperator, threshold: number): boolean {
  if (!hasValue(reach)) return false;
  return BREACHES[operator](reach.low, threshold) || BREACHES[operator](reach.high, threshold);
}

/** Whether every point with a value breaches the threshold; false where none ever has one. True is proved. */
export function alwaysBreaches(reach: Reach, operator: ThresholdOperator, threshold: number): boolean {
  if (!hasValue(reach)) return false;
  return BREACHES[operator](reach.low, threshold) && BREACHES[operator](reach.high, threshold);
}
