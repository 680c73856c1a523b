import { hasValue, only, type Reach } from "../reach/interval";

/** The reach of values for which a missing one counts as 0. */
export function zeroWhereMissing(reach: Reach): Reach {
  if (reach.missing === "never") return reach;
  if (!hasValue(reach)) return only(0);
  const [low, high] = [Math.min(reach.low, 0), Math.max(reach.high, 0)];
  // Read in the other way a 0 that no value reaches is not reached at all.
  return { low, high, missing: "never", exact: reach.exact && low === reach.low && high === reach.high };
}
