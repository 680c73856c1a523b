import type { MetricQuery } from "../alarm";
import type { Refusal } from "../evaluate/types";
import { hasValue, NO_VALUE, type Reach } from "../reach/interval";
import { planMath, type MathPlan } from "./plan";
import { seriesReach } from "./seriesReach";
import type { Operand, Series } from "./series";

/** Beyond all that metrics take (PutMetricData: 2^360), also summed; stands for an end that is not finite. */
const BEYOND = 2 ** 400;
/** An end beyond this came from one that was not finite. */
const UNBOUNDED = 2 ** 256;

/**
 * Where the returned line's data points can lie, from where each metric's can: nothing that `compileMath` computes of
 * values inside `of(id)` lies outside, in either reading of a missing input. Not always the smallest such interval:
 * metrics are taken as independent of each other, and of the time. `exact` where each metric is used once and each step
 * keeps the ends. Refused as `compileMath` refuses.
 */
export function mathReach(queries: readonly MetricQuery[], of: (id: string) => Reach): Reach | Refusal {
  const plan = planMath(queries);
  return "refused" in plan ? plan : reachOf(plan, of);
}

function reachOf({ slots, returned }: MathPlan, metricReach: (id: string) => Reach): Reach {
  const reached: Reach[] = [];
  for (const slot of slots)
    reached.push("metric" in slot ? bounded(metricReach(slot.metric)) : seriesReach(slot.series, reached));
  const { low, high, missing, exact } = reached[returned] ?? NO_VALUE;
  if (missing === "always") return NO_VALUE;
  return {
    low: low < -UNBOUNDED ? -Infinity : low,
    high: high > UNBOUNDED ? Infinity : high,
    missing,
    exact: exact && slots.every((_, slot) => uses(slots, slot) <= 1),
  };
}

function bounded(reach: Reach): Reach {
  if (!hasValue(reach)) return NO_VALUE;
  return { ...reach, low: Math.max(reach.low, -BEYOND), high: Math.min(reach.high, BEYOND) };
}

/** How often other slots use a slot: what is used twice goes up and down together, which an interval forgets. */
function uses(slots: MathPlan["slots"], slot: number): number {
  return slots.reduce((count, one) => ("series" in one ? count + usesIn(one.series, slot) : count), 0);
}

function usesIn(operand: Operand | undefined, slot: number): number {
  if (operand === undefined || typeof operand === "number") return 0;
  if (operand.op === "slot") return operand.slot === slot ? 1 : 0;
  return partsOf(operand).reduce<number>((count, part) => count + usesIn(part, slot), 0);
}

function partsOf(series: Series): readonly (Operand | undefined)[] {
  switch (series.op) {
    case "negate":
    case "point":
      return [series.of];
    case "binary":
      return [series.left, series.right];
    case "join":
      return series.members;
    case "fill":
      return [series.of, series.with];
    case "if":
      return [series.condition, series.then, series.otherwise];
    default:
      return [];
  }
}
