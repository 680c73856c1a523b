/** What an alarm can do, proved from what its metrics can publish. */
export * from "./interval";
export { silenceIsZero } from "./line";
export { reachOf } from "./reach";
export { ruleReach, type RuleReach } from "./rule";
export { sampleBounds, statisticReach, type SampleBounds } from "./statistic";
export { statesOver, type Step, type Stream } from "./stream";
export type { LineReach, PointReach, Reachability, Verdict } from "./verdict";
