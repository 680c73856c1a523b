import type { MetricQuery } from "../alarm";
import type { Refusal } from "../evaluate/types";
import { planMath, type MathMetric, type MathPlan } from "./plan";
import { finite, SeriesCompiler, type MissingInput, type Point } from "./points";

export interface MathOptions {
  /**
   * What arithmetic, and SUM of an array, make of a time at which some of their series have no value. `"zero"`: it counts
   * as 0. So says the user guide ("Basic arithmetic functions", the same in copies of 2018, 2019 and 2023), and so it was
   * seen (compiler-explorer/infra#1661). `"noValue"`: there is none then, as accounts of users have it; nor of MAX, MIN
   * and STDDEV. Where none of them has a value there is none in both readings. Comparisons, AND, OR, IF and AVG have
   * rules of their own in the guide, which hold in both. @default "zero"
   */
  missingInput?: MissingInput;
}

/** The math of an alarm, ready to be computed. */
export interface MathProgram {
  /** The metrics that the returned line depends on, and no other. */
  readonly metrics: readonly MathMetric[];
  /**
   * The returned line's value at a time; undefined where it has none. `read` gives a metric's value by its id, undefined
   * where it has none; `at`: seconds since 1970 at which the data point begins, which HOUR, DAY and the like go by.
   */
  evaluate(read: ReadMetric, at: number): number | undefined;
}

export type ReadMetric = (id: string) => number | undefined;

/**
 * Compiles the lines of a metric math alarm; or says in one sentence, with the line's id, why they are not evaluated: an
 * expression that does not parse, a function that depends on what AWS does not say, a value known only after deploying.
 */
export function compileMath(
  queries: readonly MetricQuery[],
  options: MathOptions = {},
): MathProgram | Refusal {
  const plan = planMath(queries);
  return "refused" in plan ? plan : programOf(plan, options.missingInput ?? "zero");
}

function programOf({ metrics, slots, returned }: MathPlan, missingInput: MissingInput): MathProgram {
  const values = new Float64Array(slots.length);
  const compiler = new SeriesCompiler(values, missingInput);
  const steps = slots.map((slot) => ("metric" in slot ? slot.metric : compiler.series(slot.series)));
  return {
    metrics,
    evaluate(read, at) {
      for (let index = 0; index < steps.length; index++) {
        const step = steps[index] as string | Point;
        values[index] = finite(typeof step === "string" ? (read(step) ?? NaN) : step(at));
      }
      const value = values[returned] as number;
      return Number.isNaN(value) ? undefined : value;
    },
  };
}
