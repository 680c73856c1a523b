import assert from "node:assert/strict";
import type { MetricQuery } from "../../../cloudwatch/alarm";
import { compileMath, type MathOptions, type MathProgram } from "../../../cloudwatch/math";

/** The values of a metric over time; `_` in the guide's tables is `-`. */
export type Values = readonly (number | undefined)[];

/** Lines of an alarm: a metric for each id, and the expressions, of which the last is returned. */
export function queriesOf(metrics: readonly string[], ...expressions: readonly string[]): MetricQuery[] {
  return [
    ...metrics.map((id) => ({ id, metric: { metricName: id, period: 60 }, returnData: false })),
    ...expressions.map((expression, index) => ({
      id: `e${index + 1}`,
      expression,
      returnData: index === expressions.length - 1,
    })),
  ];
}

export function compiled(queries: readonly MetricQuery[], options?: MathOptions): MathProgram {
  const program = compileMath(queries, options);
  if ("refused" in program) assert.fail(program.refused);
  return program;
}

/** What `expression` yields over time, of the metrics' values. */
export function yields(expression: string, metrics: Record<string, Values>, options?: MathOptions): Values {
  const program = compiled(queriesOf(Object.keys(metrics), expression), options);
  const length = Math.max(1, ...Object.values(metrics).map((values) => values.length));
  return Array.from({ length }, (_, index) => program.evaluate((id) => metrics[id]?.[index], index * 60));
}

export function refusal(...queries: MetricQuery[]): string {
  const program = compileMath(queries);
  return "refused" in program ? program.refused : assert.fail("it compiles");
}
