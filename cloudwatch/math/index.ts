/** Metric math of alarms: expressions → values, and where those can lie. */
export { compileMath, type MathOptions, type MathProgram, type ReadMetric } from "./compile";
export type { MathMetric } from "./plan";
export { mathReach } from "./reach";
