import { hasValue, NO_VALUE, type Reach } from "../reach/interval";
import { intervalOf, type Interval } from "./interval";
import { zeroWhereMissing } from "./missing";
import type { ArrayFunction } from "./series";

/** Beyond it a square is more than a number can hold. */
const SQUARES = 2 ** 500;
/** The mean of equal numbers is not always that number. */
const ROUNDING = 2 ** -40;

/**
 * Where what an array function makes of independent members lies, whether a missing member counts for 0 or for nothing:
 * of MAX, MIN and STDDEV the user guide does not say it.
 */
export function joinReach(name: ArrayFunction, members: readonly Reach[]): Reach {
  if (!members.some(hasValue)) return NO_VALUE;
  const whole = members.filter(({ missing }) => missing === "never");
  const filled = members.map(zeroWhereMissing);
  const { low, high, tight, drops } = interval(name, whole, filled);
  const isThere = name === "AVG" ? whole.length > 0 : whole.length === members.length;
  return {
    low,
    high,
    missing: isThere && !drops ? "never" : "possible",
    exact: tight && filled.every(({ exact }) => exact),
  };
}

function interval(name: ArrayFunction, whole: readonly Reach[], filled: readonly Reach[]): Interval {
  const lows = filled.map(({ low }) => low);
  const highs = filled.map(({ high }) => high);
  const isWhole = whole.length === filled.length;
  switch (name) {
    case "SUM":
      return intervalOf([sum(lows), sum(highs)]);
    case "AVG":
      return intervalOf([sum(lows) / lows.length, sum(highs) / highs.length]);
    case "MAX": {
      // What is always there bounds the greatest from below, whatever else is missing.
      const low = whole.length > 0 ? Math.max(...whole.map((reach) => reach.low)) : Math.min(...lows);
      return { ...intervalOf([low, Math.max(...highs)]), tight: isWhole };
    }
    case "MIN": {
      const high = whole.length > 0 ? Math.min(...whole.map((reach) => reach.high)) : Math.max(...highs);
      return { ...intervalOf([Math.min(...lows), high]), tight: isWhole };
    }
    case "STDDEV": {
      const [low, high] = [Math.min(...lows), Math.max(...highs)];
      const size = Math.max(Math.abs(low), Math.abs(high));
      const spread = intervalOf([0, high - low + size * ROUNDING]);
      return { ...spread, tight: false, drops: spread.drops || size > SQUARES };
    }
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
