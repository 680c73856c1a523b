import { OPERATORS } from "./arithmetic";
import type { Operator } from "./syntax";

/** From `low` to `high`, both finite. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  /** Whether both ends are reached where those of the operands are. */
  readonly tight: boolean;
  /** Whether some values yield no number, which is dropped: by a division by zero, or beyond what a number can hold. */
  readonly drops: boolean;
}

/** An interval of values, as an operator takes it. */
export type Ends = Pick<Interval, "low" | "high">;

/** `Math.pow` and `Math.log` are right to within a unit in the last place, and not always monotone there. */
const LAST_PLACES = 2 ** -48;

/** Where what an arithmetic operator makes of two independent values lies; undefined where that is never a number. */
export function arithmeticInterval(operator: Operator, left: Ends, right: Ends): Interval | undefined {
  switch (operator) {
    case "+":
      return intervalOf([left.low + right.low, left.high + right.high]);
    case "-":
      return intervalOf([left.low - right.high, left.high - right.low]);
    case "*":
      return intervalOf(corners("*", left, right));
    case "/":
      return quotient(left, right);
    default:
      return power(left, right);
  }
}

/** Which of 1 (true) and 0 (false) a comparison or logical operator can be. */
export function truthInterval(operator: Operator, left: Ends, right: Ends): Interval {
  const [canHold, canFail] = truths(operator, left, right);
  // Inside the ends not every value need be reached, so that two can be equal, or one zero, is not sure.
  const isSure = canHold !== canFail || ["<", "<=", ">", ">="].includes(operator);
  return { low: canFail ? 0 : 1, high: canHold ? 1 : 0, tight: isSure, drops: false };
}

/** The interval of logarithms; undefined where no value has one. */
export function logarithmInterval(log: (value: number) => number, { low, high }: Ends): Interval | undefined {
  if (high <= 0) return undefined;
  const least = Math.max(low, Number.MIN_VALUE);
  return { ...outward(intervalOf([log(least), log(high)])), drops: low <= 0 };
}

/** The interval with each end beyond what a number can hold drawn in. */
export function intervalOf(values: readonly number[]): Interval {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const drops = !Number.isFinite(low) || !Number.isFinite(high);
  const largest = Number.MAX_VALUE;
  return { low: Math.max(low, -largest), high: Math.min(high, largest), tight: !drops, drops };
}

function truths(operator: Operator, left: Ends, right: Ends): [canHold: boolean, canFail: boolean] {
  const [l, r] = [truth(left), truth(right)];
  switch (operator) {
    case "<":
      return [left.low < right.high, left.high >= right.low];
    case "<=":
      return [left.low <= right.high, left.high > right.low];
    case ">":
    case ">=": {
      const [canFail, canHold] = truths(operator === ">" ? "<=" : "<", left, right);
      return [canHold, canFail];
    }
    case "AND":
      return [l.canHold && r.canHold, l.canFail || r.canFail];
    case "OR":
      return [l.canHold || r.canHold, l.canFail && r.canFail];
    default: {
      const canEqual = left.low <= right.high && right.low <= left.high;
      const canDiffer = left.low !== left.high || right.low !== right.high || !canEqual;
      return operator === "==" ? [canEqual, canDiffer] : [canDiffer, canEqual];
    }
  }
}

/** Whether a condition can be true (not 0), and false (0). */
export function truth({ low, high }: Ends): { canHold: boolean; canFail: boolean } {
  return { canHold: low !== 0 || high !== 0, canFail: low <= 0 && high >= 0 };
}

/** For an operator that is monotone in each of its operands while the other stays: the ends lie at the corners. */
function corners(operator: Operator, left: Ends, right: Ends): number[] {
  const apply = OPERATORS[operator];
  return [left.low, left.high].flatMap((one) => [right.low, right.high].map((other) => apply(one, other)));
}

function quotient(left: Ends, right: Ends): Interval | undefined {
  if (right.low === 0 && right.high === 0) return undefined;
  const isConstant = right.low === right.high;
  if (right.low > 0 || right.high < 0) return { ...intervalOf(corners("/", left, right)), tight: isConstant };
  const sides: Ends[] = [];
  if (right.high > 0) sides.push({ low: Number.MIN_VALUE, high: right.high });
  if (right.low < 0) sides.push({ low: right.low, high: -Number.MIN_VALUE });
  return { ...intervalOf(sides.flatMap((side) => corners("/", left, side))), tight: false, drops: true };
}

function power(base: Ends, exponent: Ends): Interval {
  const constant = exponent.low === exponent.high ? exponent.low : undefined;
  if (constant !== undefined && constant >= 0 && Number.isInteger(constant)) {
    const ends = [base.low ** constant, base.high ** constant];
    return outward(intervalOf(constant % 2 === 0 && base.low < 0 && base.high > 0 ? [...ends, 0] : ends));
  }
  if (base.low > 0 || (base.low === 0 && exponent.low >= 0)) {
    const ends = corners("^", base, exponent);
    // 0 to the power 0 is 1, to any other 0.
    return outward(intervalOf(base.low === 0 ? [...ends, 0, 1] : ends));
  }
  const all = { low: -Number.MAX_VALUE, high: Number.MAX_VALUE };
  return { ...all, tight: false, drops: true };
}

function outward(interval: Interval): Interval {
  const { low, high, drops } = interval;
  const wide = intervalOf([low - Math.abs(low) * LAST_PLACES, high + Math.abs(high) * LAST_PLACES]);
  return { ...wide, tight: false, drops };
}
