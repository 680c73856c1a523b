/** What AWS's pages say about metrics and their statistics, with our overrides over them: the one source of it. */
export type { ConfiguredFact } from "./facts/configured";
export { judgeStatistic, type Judgement } from "./facts/judge";
export { nearMetrics, type NearMetric } from "./facts/near";
export type { Override } from "./facts/overrides";
export type { SampleModel } from "./facts/sampleModel";
export {
  allMetrics,
  dimensionNames,
  dimensionSetsExact,
  findMetric,
  knownNamespace,
  metricsOf,
  requiredDimensions,
  tableWith,
  type Basis,
  type FactTable,
  type MetricFact,
  type RecommendedAlarm,
  type Ruling,
} from "./facts/table";
