import { closest, distance } from "fastest-levenshtein";

/** How much data an alarm retrieves is more than N, and not said (CloudWatch user guide, "Metric math", AVG). */
export const DEPENDS_ON_RANGE = "depends on how much data CloudWatch retrieves, which AWS does not say";

/** Functions that metric math has and an evaluation of ours has not. */
const REFUSED: Readonly<Record<string, string>> = {
  ANOMALY_DETECTION_BAND: "is a trained model, so it is not evaluated here",
  DATAPOINT_COUNT: DEPENDS_ON_RANGE,
  DIFF: DEPENDS_ON_RANGE,
  DIFF_TIME: DEPENDS_ON_RANGE,
  INSIGHT_RULE_METRIC: "reads a Contributor Insights rule, which no signal holds",
  RATE: DEPENDS_ON_RANGE,
  REMOVE_EMPTY: DEPENDS_ON_RANGE,
  RUNNING_SUM: DEPENDS_ON_RANGE,
  SEARCH: "is not allowed in an alarm",
  SERVICE_QUOTA: "reads the account's quota, which no signal holds",
  SLICE: "takes a part of a sorted array, and sorting " + DEPENDS_ON_RANGE,
  SORT: DEPENDS_ON_RANGE,
};

/** Why a function that is not evaluated is refused; the nearest name where metric math has none like it. */
export function refusedFunction(name: string, evaluated: readonly string[]): string {
  if (Object.hasOwn(REFUSED, name)) return `${name} ${REFUSED[name]}`;
  const known = [...evaluated, ...Object.keys(REFUSED)];
  const near = closest(name.toUpperCase(), known);
  const isNear = distance(name.toUpperCase(), near) <= Math.max(1, Math.floor(name.length / 3));
  return `metric math has no function ${name}${isNear ? `: ${near} is meant?` : ""}`;
}
