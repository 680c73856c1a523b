import type { ArrayFunction, ClockFunction, PointFunction } from "./series";
import type { Operator } from "./syntax";

const DAY = 86_400;
/** 1 January 1970 was a Thursday, the fourth day of a week that begins on Monday. */
const FIRST_DAY = 3;

/**
 * What an operator makes of two numbers; of a comparison 1 or 0. A division by zero, and all that is no finite number,
 * is no value.
 */
export const OPERATORS: Readonly<Record<Operator, (left: number, right: number) => number>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "^": (left, right) => left ** right,
  "==": (left, right) => (left === right ? 1 : 0),
  "!=": (left, right) => (left !== right ? 1 : 0),
  "<": (left, right) => (left < right ? 1 : 0),
  "<=": (left, right) => (left <= right ? 1 : 0),
  ">": (left, right) => (left > right ? 1 : 0),
  ">=": (left, right) => (left >= right ? 1 : 0),
  AND: (left, right) => (left !== 0 && right !== 0 ? 1 : 0),
  OR: (left, right) => (left !== 0 || right !== 0 ? 1 : 0),
};

/** Whether an operator is arithmetic, not a comparison and not logical. */
export function isArithmetic(operator: Operator): boolean {
  return ["+", "-", "*", "/", "^"].includes(operator);
}

export const POINT_FUNCTIONS: Readonly<Record<PointFunction, (value: number) => number>> = {
  ABS: Math.abs,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
  LOG: Math.log,
  LOG10: Math.log10,
};

/** What an array function makes of the values at one time; at least one. */
export const ARRAY_FUNCTIONS: Readonly<Record<ArrayFunction, (values: readonly number[]) => number>> = {
  AVG: (values) => sum(values) / values.length,
  MAX: (values) => Math.max(...values),
  MIN: (values) => Math.min(...values),
  STDDEV: standardDeviation,
  SUM: sum,
};

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Of the whole, not of a sample: AWS does not say which. */
function standardDeviation(values: readonly number[]): number {
  const mean = sum(values) / values.length;
  return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / values.length);
}

/**
 * What a clock function makes of a time in seconds since 1970, in UTC. HOUR is 0 to 23 and DAY 1 (Monday) to 7 (AWS blog,
 * "Enhance CloudWatch metrics with metric math functions"); DATE and MONTH begin at 1; EPOCH is the time itself.
 */
export const CLOCK_FUNCTIONS: Readonly<Record<ClockFunction, (at: number) => number>> = {
  MINUTE: (at) => Math.floor(at / 60) % 60,
  HOUR: (at) => Math.floor(at / 3600) % 24,
  DAY: (at) => ((Math.floor(at / DAY) + FIRST_DAY) % 7) + 1,
  DATE: (at) => new Date(at * 1000).getUTCDate(),
  MONTH: (at) => new Date(at * 1000).getUTCMonth() + 1,
  YEAR: (at) => new Date(at * 1000).getUTCFullYear(),
  EPOCH: (at) => at,
};
