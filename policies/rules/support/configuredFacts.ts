import { tableWith, type ConfiguredFact, type FactTable } from "../../../cloudwatch/facts";
import { BASIC_STATISTICS } from "../../../cloudwatch/statistic";

const statistics = (verdict: string) => ({
  type: "array",
  items: { enum: [...BASIC_STATISTICS, "pNN"] },
  description: `Statistics that are ${verdict}; pNN stands for all percentiles.`,
});

/** The pack's configuration of what is known of metrics, as JSON schema. */
export const FACTS_SCHEMA = {
  facts: {
    type: "array",
    description:
      "Metrics of your own, and what you hold against the table: laid over AWS's pages and our overrides. Default: none.",
    items: {
      type: "object",
      required: ["namespace", "metric", "reason", "source"],
      additionalProperties: false,
      properties: {
        namespace: { type: "string", minLength: 1 },
        metric: { type: "string", minLength: 1 },
        allow: statistics("right"),
        discourage: statistics("not advised"),
        forbid: statistics("ruled out"),
        reported: { enum: ["always", "nonzero", "when traffic"], description: "When the metric has data." },
        sampleRange: {
          type: "array",
          items: { anyOf: [{ type: "number" }, { type: "null" }] },
          minItems: 2,
          maxItems: 2,
          description: "Least and greatest value of one sample, null where there is no bound.",
        },
        reason: { type: "string", minLength: 1, description: "A clause, for messages." },
        source: { type: "string", minLength: 1, description: "A page, a runbook, an incident." },
      },
    },
  },
} as const;

const tables = new WeakMap<readonly ConfiguredFact[], FactTable>();

/** The table with the configured facts over it; undefined where there are none. */
export function configuredFacts({ facts }: Record<string, unknown>): FactTable | undefined {
  if (!isFacts(facts)) return undefined;
  let table = tables.get(facts);
  if (table === undefined) {
    table = tableWith(facts);
    tables.set(facts, table);
  }
  return table;
}

/** What the facts say both ways, and ranges that hold no value, a sentence each: JSON schema cannot tell it. */
export function contradictions({ facts }: Record<string, unknown>): string[] {
  if (!isFacts(facts)) return [];
  const ruled = new Map<string, string>();
  const empty = facts.flatMap(({ namespace, metric, sampleRange: [low, high] = [null, null] }) =>
    low === null || high === null || low <= high
      ? []
      : [`facts: sampleRange of ${namespace} ${metric} is [${low}, ${high}]: write the least value first`],
  );
  const bothWays = facts.flatMap(({ namespace, metric, allow = [], discourage = [], forbid = [] }) =>
    Object.entries({ allow, discourage, forbid }).flatMap(([list, names]) =>
      names.flatMap((statistic) => {
        const key = `${statistic} of ${namespace} ${metric}`;
        const before = ruled.get(key);
        ruled.set(key, list);
        return before === undefined || before === list
          ? []
          : [`facts: ${key} is under both ${before} and ${list}`];
      }),
    ),
  );
  return [...empty, ...bothWays];
}

/** The engine and `check` hold the configuration to its schema before a policy sees it. */
function isFacts(facts: unknown): facts is readonly ConfiguredFact[] {
  return Array.isArray(facts) && facts.length > 0;
}
