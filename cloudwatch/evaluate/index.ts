/** CloudWatch's alarm evaluation as pure functions: samples → data points → states → actions. */
export { comparisonOf, type Breaches } from "./comparison";
export { decide, type Decision, type Point, type PointAt } from "./decide";
export { evaluatorOf } from "./evaluator";
export { samplesNeeded, statisticOf, type StatisticOf } from "./statistic";
export type { AlarmEvaluator, AlarmState, EvaluationOptions, ReadLine, Refusal } from "./types";
