import { statisticForm } from "../statistic";
import json from "./metric-statistics.json";
import { rowOf, type ConfiguredFact } from "./configured";
import { OVERRIDES, type Override } from "./overrides";
import { sampleModelOf, type SampleModel } from "./sampleModel";

/**
 * What a statement rests on: AWS's page, AWS's list of advice, our reading of the page, our own override, or a fact
 * that a team gave for itself.
 */
export type Basis = "docs" | "recommendation" | "inferred" | "override" | "configured";

/** One line of `metric-statistics.json`; its README says what each field means and where it comes from. */
export interface MetricRow {
  namespace: string;
  metric: string;
  unit: string | null;
  dimensionSets: string[][] | null;
  /** Best first; `pNN` stands for percentiles. */
  usefulStatistics: string[];
  avoidStatistics: string[];
  avoidBasis: Exclude<Basis, "override" | "configured"> | null;
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
  /** What one sample can be, and the layer that says it; undefined: nothing is known. */
  sampleModel?: SampleModel;
  /** What {@link MetricRow.reported} rests on. */
  reportedBy: { basis: "docs" | "configured"; source: string };
  overrides: readonly Override[];
}

/** What an override and a team's own fact have in common. */
type Layer = Pick<ConfiguredFact, "allow" | "discourage" | "forbid" | "reason" | "source">;

const EXACT_NAMESPACES: ReadonlySet<string> = new Set([
  "AWS/ApplicationELB",
  "AWS/NetworkELB",
  "AWS/GatewayELB",
  "AWS/DynamoDB",
  "AWS/Route53",
  "AWS/Kinesis",
]);

/**
 * Dimensions that every metric of a namespace is published under, whatever sets the table lacks: without the account's
 * id and the domain, `AWS/ES` returns nothing (prometheus/cloudwatch_exporter#205, cloud-custodian#1805; all sets of
 * opensearch-service/latest/developerguide/managedomains-cloudwatchmetrics hold both).
 */
const ALWAYS_UNDER: ReadonlyMap<string, readonly string[]> = new Map([
  ["AWS/ES", ["ClientId", "DomainName"]],
]);

/** The table as AWS's pages have it, without our overrides; for the generator and its tests. */
// The cast: the compiler widens JSON's literals; `npm run facts` validates every row.
export const METRIC_ROWS = json as MetricRow[];

/** Facts by namespace and metric. */
export type FactTable = ReadonlyMap<string, ReadonlyMap<string, MetricFact>>;

let standard: FactTable | undefined;

/** AWS's pages with our overrides over them; built on first use. */
function standardTable(): FactTable {
  standard ??= buildTable(METRIC_ROWS, []);
  return standard;
}

/** The same with a team's own facts over both; a metric that the table has not is added to it. */
export function tableWith(configured: readonly ConfiguredFact[]): FactTable {
  const known = standardTable();
  const added = configured.filter(({ namespace, metric }) => known.get(namespace)?.has(metric) !== true);
  return buildTable([...METRIC_ROWS, ...added.map(rowOf)], configured);
}

function buildTable(rows: readonly MetricRow[], configured: readonly ConfiguredFact[]): FactTable {
  const own = new Map<string, ConfiguredFact[]>();
  for (const fact of configured) own.set(keyOf(fact), [...(own.get(keyOf(fact)) ?? []), fact]);
  const built = new Map<string, Map<string, MetricFact>>();
  for (const row of rows) {
    const facts = built.get(row.namespace) ?? new Map<string, MetricFact>();
    built.set(row.namespace, facts.set(row.metric, merge(row, own.get(keyOf(row)) ?? [])));
  }
  return built;
}

function keyOf({ namespace, metric }: { namespace: string; metric: string }): string {
  return `${namespace} ${metric}`;
}

function merge(row: MetricRow, configured: readonly ConfiguredFact[]): MetricFact {
  const { usefulStatistics, avoidStatistics, avoidBasis, ...rest } = row;
  const overrides = OVERRIDES.filter((o) => o.namespace === row.namespace && o.metrics.includes(row.metric));
  const rulings = new Map<string, Ruling>();
  const { note: reason, source } = row;
  for (const statistic of usefulStatistics) rulings.set(statistic, { verdict: "allowed", reason, source });
  for (const statistic of avoidStatistics) {
    const verdict = avoidBasis === "docs" ? "forbidden" : "discouraged";
    rulings.set(statistic, { verdict, basis: avoidBasis ?? "inferred", reason, source });
  }
  for (const override of overrides) layOver(rulings, override, "override");
  for (const fact of configured) layOver(rulings, fact, "configured");
  const preferred = [...configured, ...overrides].flatMap(({ allow = [] }) => allow);
  const use = [...new Set([...preferred, ...usefulStatistics])].filter(
    (statistic) => rulings.get(statistic)?.verdict === "allowed",
  );
  const sampleModel = sampleModelOf(row, overrides, configured);
  const own = configured.findLast((fact) => fact.reported !== undefined);
  const reported = own?.reported ?? rest.reported;
  const reportedBy: MetricFact["reportedBy"] =
    own === undefined ? { basis: "docs", source } : { basis: "configured", source: own.source };
  return { ...rest, reported, reportedBy, rulings, use, sampleModel, overrides };
}

function layOver(
  rulings: Map<string, Ruling>,
  { allow = [], discourage = [], forbid = [], reason, source }: Layer,
  basis: "override" | "configured",
): void {
  const lists = [
    ["allowed", allow],
    ["discouraged", discourage],
    ["forbidden", forbid],
  ] as const;
  for (const [verdict, statistics] of lists) {
    for (const statistic of statistics) rulings.set(statistic, { verdict, basis, reason, source });
  }
}

/** The key under which {@link MetricFact.rulings} holds `statistic`: `pNN` for every percentile. */
export function rulingKey(statistic: string): string {
  return statisticForm(statistic) === "percentile" ? "pNN" : statistic;
}

/**
 * What is known about a metric; letter case counts, as in CloudWatch.
 * @param table @default AWS's pages with our overrides; so in all functions here
 */
export function findMetric(
  namespace: string,
  metric: string,
  table = standardTable(),
): MetricFact | undefined {
  return table.get(namespace)?.get(metric);
}

/** Whether the table has any metric of this namespace. */
export function knownNamespace(namespace: string, table = standardTable()): boolean {
  return table.has(namespace);
}

/** Every metric of the table, in its order. */
export function allMetrics(table = standardTable()): MetricFact[] {
  return [...table.values()].flatMap((facts) => [...facts.values()]);
}

/** The metrics of one namespace; empty where it is not in the table. */
export function metricsOf(namespace: string, table = standardTable()): MetricFact[] {
  return [...(table.get(namespace)?.values() ?? [])];
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

/** Dimensions without which no metric of the namespace has data; empty where none is known. */
export function requiredDimensions(namespace: string): readonly string[] {
  return ALWAYS_UNDER.get(namespace) ?? [];
}
