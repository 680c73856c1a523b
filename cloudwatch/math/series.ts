import type { Operator } from "./syntax";

/** A function that changes each value by itself. */
export type PointFunction = "ABS" | "CEIL" | "FLOOR" | "LOG" | "LOG10";

/** A function that makes one series of an array of series, time by time. */
export type ArrayFunction = "AVG" | "MAX" | "MIN" | "STDDEV" | "SUM";

/** A function of the time of a data point alone, in UTC. */
export type ClockFunction = "MINUTE" | "HOUR" | "DAY" | "DATE" | "MONTH" | "YEAR" | "EPOCH";

/** A series, or a number that is the same at all times. */
export type Operand = Series | number;

/** A time series, one value or none at a time, with ids and functions resolved. */
export type Series =
  /** A metric's own data points, or another line's. */
  | { readonly op: "slot"; readonly slot: number }
  | { readonly op: "constant"; readonly value: number }
  /** No value at any time. */
  | { readonly op: "empty" }
  | { readonly op: "negate"; readonly of: Series }
  /** At least one of the two is a series. */
  | { readonly op: "binary"; readonly operator: Operator; readonly left: Operand; readonly right: Operand }
  | { readonly op: "point"; readonly name: PointFunction; readonly of: Series }
  | { readonly op: "join"; readonly name: ArrayFunction; readonly members: readonly Series[] }
  | { readonly op: "fill"; readonly of: Series; readonly with: Operand }
  | {
      readonly op: "if";
      readonly condition: Series;
      readonly then: Operand;
      /** Undefined: where the condition is false there is no value. */
      readonly otherwise: Operand | undefined;
    }
  | { readonly op: "clock"; readonly name: ClockFunction };

/** What an expression is: a scalar, a series, or an array of series (the guide's S, TS, TS[]). */
export type MathValue = Operand | readonly Series[];

export function isArray(value: MathValue): value is readonly Series[] {
  return Array.isArray(value);
}
