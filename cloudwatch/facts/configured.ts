import type { MetricRow } from "./table";

/** What a team says of a metric of its own, or holds against AWS's page and our overrides. */
export interface ConfiguredFact {
  namespace: string;
  metric: string;
  /** Basic statistics; `pNN` stands for all percentiles. So in all three lists. */
  allow?: readonly string[];
  /** An advice (`alarm-statistic-recommended`), never an error. */
  discourage?: readonly string[];
  /** An error (`alarm-statistic-allowed`). */
  forbid?: readonly string[];
  /** When the metric has data. @default as the table says, else not known */
  reported?: NonNullable<MetricRow["reported"]>;
  /** Least and greatest value of one sample, null where there is no bound. @default as the table says, else not known */
  sampleRange?: readonly [number | null, number | null];
  /** A clause, for messages. */
  reason: string;
  /** Where the reason comes from: a page, a runbook, an incident. */
  source: string;
}

/** The row of a metric that AWS's pages do not have: nothing but its name is known. */
export function rowOf({ namespace, metric, reason, source }: ConfiguredFact): MetricRow {
  return {
    ...{ namespace, metric, unit: null, dimensionSets: null },
    ...{ usefulStatistics: [], avoidStatistics: [], avoidBasis: null },
    ...{ sampleRange: [null, null], reported: null, constantOne: [], recommendedAlarm: null },
    ...{ note: reason, source },
  };
}
