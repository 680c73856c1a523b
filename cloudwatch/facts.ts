/** What AWS's pages say about metrics and their statistics, with our overrides over them: the one source of it. */
export { judgeStatistic, type Judgement } from "./facts/judge";
export { nearMetrics, type NearMetric } from "./facts/near";
export type { Override, SampleModel } from "./facts/overrides";
export {
  allMetrics,
  dimensionNames,
  dimensionSetsExact,
  findMetric,
  knownNamespace,
  metricsOf,
  type Basis,
  type MetricFact,
  type RecommendedAlarm,
  type Ruling,
} from "./facts/table";
