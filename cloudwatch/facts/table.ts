import { statisticForm } from "../statistic";
import json from "./metric-statistics.json";
import { OVERRIDES, type Override, type SampleModel } from "./overrides";

/** What a statement rests on: AWS's page, AWS's list of advice, our reading of the page, or our own override. */
export type Basis = "docs" | "recommendation" | "inferred" | "override";

/** One line of `metric-statistics.json`; its README says what each field means and where it comes from. */
export interface MetricRow {
  namespace: string;
  metric: string;
  unit: string | null;
  dimensionSets: string[][] | null;
  /** Best first; `pNN` stands for percentiles. */
  usefulStatistics: string[];
  avoidStatistics: string[];
  avoidBasis: Exclude<Basis, "override"> | null;
  /** What one sample can be; a Sum is not bound by it. */
  sampleRange: [number | null, number | null];
  reported: "always" | "nonzero" | "when traffic" | null;
  /** Statistics that the page says always are 1. */
  constantOne: string[];
  recommendedAlarm: RecommendedAlarm | null;
  note: string;
  source: string;
}

/** AWS's own recommended alarm; a null threshold depends on the load, any other null is not said. */
export interface RecommendedAlarm {
  statistic: string | null;
  threshold: number | null;
  comparison: string;
  /** Seconds. */
  period: number;
  evaluationPeriods: number;
  datapointsToAlarm: number;
  treatMissingData: string | null;
}

/** What is said about one statistic of one metric, and the layer that says it. */
export interface Ruling {
  verdict: "allowed" | "forbidden" | "discouraged";
  /** Absent where the table simply lists the statistic as useful. */
  basis?: Basis;
  reason: string;
  source: string;
}

/** A metric as AWS's pages describe it, with our overrides laid over. */
export interface MetricFact extends Omit<MetricRow, "usefulStatistics" | "avoidStatistics" | "avoidBasis"> {
  /** By statistic, `pNN` for percentiles. A statistic that is not in here: nothing known. */
  rulings: ReadonlyMap<string, Ruling>;
  /** The statistics to use, best first, after the overrides. */
  use: readonly string[];
  /** How a sample was observed to look, where the page does not say. */
  sampleModel?: SampleModel;
  overrides: readonly Override[];
}

const EXACT_NAMESPACES: ReadonlySet<string> = new Set([
  "AWS/ApplicationELB",
  "AWS/NetworkELB",
  "AWS/GatewayELB",
  "AWS/DynamoDB",
  "AWS/Route53",
  "AWS/Kinesis",
]);

/** The table as AWS's pages have it, without our overrides; for the generator and its tests. */
// The cast: the compiler widens JSON's literals; `npm run facts` validates every row.
export const METRIC_ROWS = json as MetricRow[];

let byNamespace: ReadonlyMap<string, ReadonlyMap<string, MetricFact>> | undefined;

/** All facts by namespace and metric; built on first use. */
function table(): ReadonlyMap<string, ReadonlyMap<string, MetricFact>> {
  if (byNamespace !== undefined) return byNamespace;
  const built = new Map<string, Map<string, MetricFact>>();
  for (const row of METRIC_ROWS) {
    const facts = built.get(row.namespace) ?? new Map<string, MetricFact>();
    built.set(row.namespace, facts.set(row.metric, merge(row)));
  }
  byNamespace = built;
  return built;
}

function merge(row: MetricRow): MetricFact {
  const { usefulStatistics, avoidStatistics, avoidBasis, ...rest } = row;
  const overrides = OVERRIDES.filter((o) => o.namespace === row.namespace && o.metrics.includes(row.metric));
  const rulings = new Map<string, Ruling>();
  const { note: reason, source } = row;
  for (const statistic of usefulStatistics) rulings.set(statistic, { verdict: "allowed", reason, source });
  for (const statistic of avoidStatistics) {
    const verdict = avoidBasis === "docs" ? "forbidden" : "discouraged";
    rulings.set(statistic, { verdict, basis: avoidBasis ?? "inferred", reason, source });
  }
  for (const override of overrides) {
    const layer = { basis: "override", reason: override.reason, source: override.source } as const;
    for (const statistic of override.allow ?? []) rulings.set(statistic, { verdict: "allowed", ...layer });
    for (const statistic of override.discourage ?? [])
      rulings.set(statistic, { verdict: "discouraged", ...layer });
    for (const statistic of override.forbid ?? []) rulings.set(statistic, { verdict: "forbidden", ...layer });
  }
  const preferred = [...overrides.flatMap((o) => o.allow ?? []), ...usefulStatistics];
  const use = [...new Set(preferred)].filter((statistic) => rulings.get(statistic)?.verdict === "allowed");
  const sampleModel = overrides.find((o) => o.sampleModel !== undefined)?.sampleModel;
  return { ...rest, rulings, use, sampleModel, overrides };
}

/** The key under which {@link MetricFact.rulings} holds `statistic`: `pNN` for every percentile. */
export function rulingKey(statistic: string): string {
  return statisticForm(statistic) === "percentile" ? "pNN" : statistic;
}

/** What is known about a metric; letter case counts, as in CloudWatch. */
export function findMetric(namespace: string, metric: string): MetricFact | undefined {
  return table().get(namespace)?.get(metric);
}

/** Whether the table has any metric of this namespace. */
export function knownNamespace(namespace: string): boolean {
  return table().has(namespace);
}

/** Every metric of the table, in its order. */
export function allMetrics(): MetricFact[] {
  return [...table().values()].flatMap((facts) => [...facts.values()]);
}

/** The metrics of one namespace; empty where it is not in the table. */
export function metricsOf(namespace: string): MetricFact[] {
  return [...(table().get(namespace)?.values() ?? [])];
}

/**
 * Every dimension name that some metric of the namespace has. Undefined where nothing is known, and outside `AWS/…`,
 * where the table holds part of a namespace only and the agent's configuration decides.
 */
export function dimensionNames(namespace: string): ReadonlySet<string> | undefined {
  if (!namespace.startsWith("AWS/")) return undefined;
  const names = metricsOf(namespace).flatMap((fact) => fact.dimensionSets?.flat() ?? []);
  return names.length === 0 ? undefined : new Set(names);
}

/**
 * Whether a set of dimensions that the table does not have is certainly not published. In `AWS/RDS` only for the
 * metrics of RDS Proxy, so that namespace needs the metric too. A metric whose sets are null is exact nowhere.
 */
export function dimensionSetsExact(namespace: string, metric?: string): boolean {
  if (metric === undefined) return EXACT_NAMESPACES.has(namespace);
  const fact = findMetric(namespace, metric);
  if (fact?.dimensionSets == null) return false;
  return EXACT_NAMESPACES.has(namespace) || (namespace === "AWS/RDS" && fact.note.startsWith("RDS Proxy"));
}
