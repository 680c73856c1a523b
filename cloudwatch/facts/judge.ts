import { statisticForm } from "../statistic";
import { rulingKey, type Basis, type MetricFact, type Ruling } from "./table";

/** What the facts say about one statistic of one metric. */
export interface Judgement {
  /**
   * `forbidden`: AWS's page rules it out, or our override. `discouraged`: AWS advises another, or we infer that it
   * misleads. `unknown`: nothing is known, which is no pass and no error.
   */
  verdict: Ruling["verdict"] | "unknown";
  /** The layer that the verdict rests on; absent for `unknown` and for what the table simply lists as useful. */
  basis?: Basis;
  /** One clause or more: why. */
  reason: string;
  /** A page under docs.aws.amazon.com, or what our override rests on. */
  source: string;
  /** What to use instead, best first; empty where no statistic of this metric makes a good alarm. */
  use: readonly string[];
}

/**
 * Holds `statistic` to what it means for this metric. Our overrides win over the table, both ways. Percentiles, trimmed
 * statistics and the rest lie between Minimum and Maximum, so they fall with both; means fall with an Average that an
 * override forbids.
 */
export function judgeStatistic(fact: MetricFact, statistic: string): Judgement {
  const { use } = fact;
  const ruling = fact.rulings.get(rulingKey(statistic)) ?? betweenExtremes(fact, statistic);
  if (ruling !== undefined) return { ...ruling, use };
  return {
    verdict: "unknown",
    reason: `nothing is known about ${statistic} of ${fact.metric}`,
    source: fact.source,
    use,
  };
}

/** The ruling on a statistic that no list names, from those on Minimum, Maximum and Average. */
function betweenExtremes(fact: MetricFact, statistic: string): Ruling | undefined {
  const form = statisticForm(statistic);
  if (form === undefined || form === "basic") return undefined;
  const average = fact.rulings.get("Average");
  const isMean = form === "trimmedMean" || form === "winsorizedMean";
  if (isMean && average?.verdict === "forbidden" && isOurWord(average)) return average;

  const minimum = fact.rulings.get("Minimum");
  const maximum = fact.rulings.get("Maximum");
  if (minimum === undefined || maximum === undefined) return undefined;
  if (minimum.verdict === "allowed" || maximum.verdict === "allowed") return undefined;
  // The weaker of the two carries the verdict.
  const carrier = maximum.verdict === "discouraged" ? maximum : minimum;
  return {
    ...carrier,
    reason: `${statistic} lies between Minimum and Maximum, and both are ruled out: ${carrier.reason}`,
  };
}

function isOurWord({ basis }: Ruling): boolean {
  return basis === "override" || basis === "configured";
}
