import { ARRAY_FUNCTIONS, CLOCK_FUNCTIONS, isArithmetic, OPERATORS, POINT_FUNCTIONS } from "./arithmetic";
import type { Operand, Series } from "./series";
import type { Operator } from "./syntax";

/** A series' value at a time, NaN where it has none. */
export type Point = (at: number) => number;

/** What arithmetic makes of a series that has no value where another has one. */
export type MissingInput = "zero" | "noValue";

/** No data point is infinite (PutMetricData refuses such values). */
export function finite(value: number): number {
  return Number.isFinite(value) ? value : NaN;
}

/** Compiles series to functions of the time, which read the slots' values out of `values`. */
export class SeriesCompiler {
  constructor(
    private readonly values: Float64Array,
    private readonly missingInput: MissingInput,
  ) {}

  series(series: Series): Point {
    const { values } = this;
    switch (series.op) {
      case "slot": {
        const { slot } = series;
        return () => values[slot] as number;
      }
      case "constant":
        return always(series.value);
      case "empty":
        return always(NaN);
      case "negate": {
        const of = this.series(series.of);
        return (at) => -of(at);
      }
      case "binary":
        return this.binary(series.operator, series.left, series.right);
      case "point": {
        const [of, change] = [this.series(series.of), POINT_FUNCTIONS[series.name]];
        return (at) => finite(change(of(at)));
      }
      case "join":
        return this.join(series);
      case "fill": {
        const [of, by] = [this.series(series.of), this.operand(series.with)];
        return (at) => {
          const value = of(at);
          return Number.isNaN(value) ? by(at) : value;
        };
      }
      case "if":
        return this.conditional(series);
      case "clock":
        return CLOCK_FUNCTIONS[series.name];
    }
  }

  private operand(operand: Operand): Point {
    return typeof operand === "number" ? always(operand) : this.series(operand);
  }

  private binary(operator: Operator, left: Operand, right: Operand): Point {
    const apply = OPERATORS[operator];
    if (typeof left === "number") {
      const of = this.operand(right);
      return (at) => withValue(of(at), (value) => apply(left, value));
    }
    if (typeof right === "number") {
      const of = this.series(left);
      return (at) => withValue(of(at), (value) => apply(value, right));
    }
    const [one, other] = [this.series(left), this.series(right)];
    const isStrict = this.missingInput === "noValue" && isArithmetic(operator);
    return (at) => {
      const [a, b] = [one(at), other(at)];
      const [noA, noB] = [Number.isNaN(a), Number.isNaN(b)];
      if (isStrict ? noA || noB : noA && noB) return NaN;
      return finite(apply(noA ? 0 : a, noB ? 0 : b));
    };
  }

  /** Of MAX, MIN and STDDEV the guide does not say what a missing member counts for: here, nothing. */
  private join({ name, members }: Extract<Series, { op: "join" }>): Point {
    const points = members.map((member) => this.series(member));
    const join = ARRAY_FUNCTIONS[name];
    const needsAll = this.missingInput === "noValue" && name !== "AVG";
    const countsAsZero = name === "AVG";
    return (at) => {
      const all = points.map((point) => point(at));
      const present = all.filter((value) => !Number.isNaN(value));
      if (present.length === 0 || (needsAll && present.length < all.length)) return NaN;
      return finite(join(countsAsZero ? all.map((value) => (Number.isNaN(value) ? 0 : value)) : present));
    };
  }

  /** The guide's tables: no condition, no value; a true one, and no value to take: 0; a false one, and none: none. */
  private conditional({ condition, then, otherwise }: Extract<Series, { op: "if" }>): Point {
    const holds = this.series(condition);
    const [yes, no] = [this.operand(then), otherwise === undefined ? always(NaN) : this.operand(otherwise)];
    return (at) => {
      const held = holds(at);
      if (Number.isNaN(held)) return NaN;
      if (held === 0) return no(at);
      const value = yes(at);
      return Number.isNaN(value) ? 0 : value;
    };
  }
}

function always(value: number): Point {
  return () => value;
}

function withValue(value: number, change: (value: number) => number): number {
  return Number.isNaN(value) ? NaN : finite(change(value));
}
