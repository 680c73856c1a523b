/** CloudWatch's alarm evaluation as pure functions: samples → data points → states → actions. */
export {
  BREACHES,
  isThresholdOperator,
  SIGNS,
  THRESHOLD_OPERATORS,
  type ThresholdOperator,
} from "./comparison";
export { actionsOf } from "./announce";
export { isCalled } from "./composites";
export { decide, isTreatment, TREATMENTS, type Decision, type Point, type PointAt } from "./decide";
export { evaluatorOf } from "./evaluator";
export { linesOf } from "./lines";
export { isRefusal } from "./refusal";
export type { AlarmEvent, SimulationOptions, Source, Watched } from "./event";
export { simulationOf, type Simulation } from "./simulate";
export { samplesNeeded, statisticOf, type StatisticOf } from "./statistic";
export type { AlarmEvaluator, AlarmState, EvaluationOptions, ReadLine, Refusal } from "./types";
