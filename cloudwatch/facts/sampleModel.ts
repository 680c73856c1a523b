import type { ConfiguredFact } from "./configured";
import type { Override } from "./overrides";
import type { MetricRow } from "./table";

/** How one raw sample of a metric looks, and what that rests on. */
export interface SampleModel {
  /** Smallest and largest value of one sample; null = no bound known. A Sum is not bound by it. */
  range: readonly [number | null, number | null];
  /**
   * `docs`: AWS's page. `inferred`: from what the metric measures. `override`: our word over the page. `observed`: a
   * team measured it, and it is not AWS's word: messages say "observed", never "always". `configured`: a team's fact.
   */
  basis: "docs" | "inferred" | "override" | "observed" | "configured";
  /** A page under docs.aws.amazon.com, or what the override or the team's fact rests on. */
  source: string;
}

/** Units of what is counted, measured or timed, which no sample has less of than none. */
const NEVER_NEGATIVE: ReadonlySet<string> = new Set([
  ...["Count", "Count/Second", "Percent", "Bytes", "Bytes/Second", "Gigabytes"],
  ...["Minutes", "Seconds", "Milliseconds", "Microseconds"],
]);

/** Metrics without a unit that count, measure or time something all the same; by namespace, which of them. */
const COUNTED: ReadonlyMap<string, RegExp> = new Map([
  // Not the forecasts: a correlation lies between -1 and 1.
  ["AWS/AutoScaling", /^(Group|WarmPool)/],
  ...[
    ...["AWS/CertificateManager", "AWS/CloudFront", "AWS/EBS", "AWS/ES", "AWS/ElastiCache"],
    ...["AWS/GatewayELB", "AWS/Logs", "AWS/NetworkELB", "AWS/RDS", "AWS/SNS", "ContainerInsights", "WAF"],
  ].map((namespace) => [namespace, /^/] as const),
]);

/**
 * What one sample of a metric can be: a team's own word, else our override, else AWS's page, else what its unit means.
 * Undefined where nothing is known.
 */
export function sampleModelOf(
  row: MetricRow,
  overrides: readonly Override[],
  configured: readonly ConfiguredFact[],
): SampleModel | undefined {
  const own = configured.findLast(({ sampleRange }) => sampleRange !== undefined);
  if (own?.sampleRange !== undefined)
    return { range: own.sampleRange, basis: "configured", source: own.source };
  const override = overrides.find(({ sampleModel }) => sampleModel !== undefined);
  if (override?.sampleModel !== undefined) return { ...override.sampleModel, source: override.source };
  const [low, high] = row.sampleRange;
  const { source } = row;
  const isCounted = neverNegative(row);
  if (low !== null || high !== null)
    return { range: [low ?? (isCounted ? 0 : null), high], basis: "docs", source };
  return isCounted ? { range: [0, null], basis: "inferred", source } : undefined;
}

function neverNegative({ namespace, metric, unit }: MetricRow): boolean {
  if (unit !== null && NEVER_NEGATIVE.has(unit)) return true;
  return COUNTED.get(namespace)?.test(metric) === true;
}
