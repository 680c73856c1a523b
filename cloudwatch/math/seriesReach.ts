import { hasValue, hull, NO_VALUE, only, type Reach } from "../reach/interval";
import { isArithmetic, POINT_FUNCTIONS } from "./arithmetic";
import { arithmeticInterval, logarithmInterval, truth, truthInterval, type Interval } from "./interval";
import { joinReach } from "./joinReach";
import { zeroWhereMissing } from "./missing";
import type { ClockFunction, Operand, PointFunction, Series } from "./series";

/** The last time that a JavaScript `Date` holds. */
const LAST_SECOND = 8.64e12;
const LAST_YEAR = 275_760;

const CLOCKS: Readonly<Record<ClockFunction, [low: number, high: number]>> = {
  MINUTE: [0, 59],
  HOUR: [0, 23],
  DAY: [1, 7],
  DATE: [1, 31],
  MONTH: [1, 12],
  YEAR: [1970, LAST_YEAR],
  EPOCH: [0, LAST_SECOND],
};

/** Where a series' values lie, given where those of the slots before it do. Ends are finite. */
export function seriesReach(series: Series, slots: readonly Reach[]): Reach {
  const inner = (operand: Operand): Reach =>
    typeof operand === "number" ? only(operand) : seriesReach(operand, slots);
  switch (series.op) {
    case "slot":
      return slots[series.slot] ?? NO_VALUE;
    case "constant":
      return only(series.value);
    case "empty":
      return NO_VALUE;
    case "negate": {
      const of = inner(series.of);
      return hasValue(of) ? { ...of, low: 0 - of.high, high: 0 - of.low } : NO_VALUE;
    }
    case "binary":
      return binaryReach(series, inner);
    case "point":
      return pointReach(series.name, inner(series.of));
    case "join":
      return joinReach(series.name, series.members.map(inner));
    case "fill":
      return fillReach(inner(series.of), inner(series.with));
    case "if":
      return ifReach(
        inner(series.condition),
        inner(series.then),
        series.otherwise === undefined ? NO_VALUE : inner(series.otherwise),
      );
    case "clock": {
      const [low, high] = CLOCKS[series.name];
      return { low, high, missing: "never", exact: false };
    }
  }
}

function binaryReach(
  { operator, left, right }: Extract<Series, { op: "binary" }>,
  inner: (operand: Operand) => Reach,
): Reach {
  const [one, other] = [inner(left), inner(right)];
  const isPair = typeof left !== "number" && typeof right !== "number";
  const isMissing = isPair
    ? !hasValue(one) && !hasValue(other)
    : (typeof left !== "number" && !hasValue(one)) || (typeof right !== "number" && !hasValue(other));
  if (isMissing) return NO_VALUE;
  const [l, r] = isPair ? [zeroWhereMissing(one), zeroWhereMissing(other)] : [one, other];
  const interval = isArithmetic(operator)
    ? arithmeticInterval(operator, l, r)
    : truthInterval(operator, l, r);
  if (interval === undefined) return NO_VALUE;
  const canMiss = [one, other].map(({ missing }) => missing !== "never");
  // Arithmetic is read in two ways where one of a pair is missing; a comparison in one.
  const missing = isPair && !isArithmetic(operator) ? canMiss.every(Boolean) : canMiss.some(Boolean);
  return reachOf(interval, missing, l.exact && r.exact);
}

function pointReach(name: PointFunction, of: Reach): Reach {
  if (!hasValue(of)) return NO_VALUE;
  const change = POINT_FUNCTIONS[name];
  if (name === "CEIL" || name === "FLOOR") return { ...of, low: change(of.low), high: change(of.high) };
  if (name === "ABS") {
    const ends = [Math.abs(of.low), Math.abs(of.high)];
    const spansZero = of.low < 0 && of.high > 0;
    const low = spansZero ? 0 : Math.min(...ends);
    return { ...of, low, high: Math.max(...ends), exact: of.exact && !spansZero };
  }
  const interval = logarithmInterval(change, of);
  return interval === undefined ? NO_VALUE : reachOf(interval, of.missing !== "never", of.exact);
}

function fillReach(of: Reach, by: Reach): Reach {
  if (of.missing === "never") return of;
  if (!hasValue(of)) return by;
  const isInside = !hasValue(by) || (by.low >= of.low && by.high <= of.high);
  const missing = by.missing === "never" ? "never" : "possible";
  return { ...hull(of, by), missing, exact: of.exact && isInside };
}

function ifReach(condition: Reach, then: Reach, otherwise: Reach): Reach {
  if (!hasValue(condition)) return NO_VALUE;
  const { canHold, canFail } = truth(condition);
  const held = zeroWhereMissing(then);
  const reach = canHold && canFail ? { ...hull(held, otherwise), exact: false } : canHold ? held : otherwise;
  if (!hasValue(reach)) return NO_VALUE;
  if (condition.missing === "never") return reach;
  return { ...reach, missing: "possible", exact: reach.exact && condition.exact };
}

function reachOf({ low, high, tight, drops }: Interval, canMiss: boolean, exact: boolean): Reach {
  return { low, high, missing: canMiss || drops ? "possible" : "never", exact: exact && tight };
}
