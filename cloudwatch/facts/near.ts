import { distance } from "fastest-levenshtein";
import { allMetrics, findMetric, knownNamespace, metricsOf, type FactTable } from "./table";

/** A metric that the author may have meant. */
export interface NearMetric {
  namespace: string;
  metric: string;
}

/**
 * Metrics that are so near to one that does not exist that it is surely a mistake: the same name in other namespaces,
 * and in its own namespace every name that differs in letter case or, failing that, by one edit with the digits equal
 * (`HTTPCode_ELB_501_Count` may well exist). Empty where the metric is known, where its namespace is not in the table,
 * or outside `AWS/…`: the table cannot be complete.
 */
export function nearMetrics(namespace: string, metric: string, table?: FactTable): NearMetric[] {
  if (!namespace.startsWith("AWS/") || !knownNamespace(namespace, table)) return [];
  if (findMetric(namespace, metric, table) !== undefined) return [];
  const edits = metricsOf(namespace, table)
    .map((fact) => ({ fact, edits: distance(fact.metric.toLowerCase(), metric.toLowerCase()) }))
    .filter(({ fact, edits }) => edits <= 1 && digits(fact.metric) === digits(metric));
  const nearest = Math.min(...edits.map((near) => near.edits));
  const own = edits.filter((near) => near.edits === nearest).map((near) => near.fact);
  const elsewhere = allMetrics(table).filter((fact) => fact.metric === metric);
  return [...own, ...elsewhere].map((fact) => ({ namespace: fact.namespace, metric: fact.metric }));
}

function digits(text: string): string {
  return text.replace(/\D/g, "");
}
