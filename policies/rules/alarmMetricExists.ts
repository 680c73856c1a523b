import { dimensionNames, findMetric, knownNamespace, nearMetrics } from "../../cloudwatch/facts";
import type { Rule } from "./rule";
import { FACTS_SCHEMA } from "./support/configuredFacts";
import { judgeAlarms, type AlarmJudgement } from "./support/judgeAlarms";
import { judgeLines, type KnownLine } from "./support/judgeLines";
import { either, isKnown } from "./support/lines";

/** checkResource: what the resource shows; checkStack: what is unknown there, and what the table cannot decide. */
export const alarmMetricExists: Rule = {
  name: "alarm-metric-exists",
  description: "A metric that AWS publishes under another name or in another namespace only.",
  level: "mandatory",
  configSchema: FACTS_SCHEMA,
  // An unknown metric is rejected by alarm-statistic-allowed; here it is listed.
  ...judgeAlarms(judgeLines(judgeMetric), "list"),
};

function judgeMetric(line: KnownLine): Partial<AlarmJudgement> {
  const { who, where, namespace, metricName, facts } = line;
  if (findMetric(namespace, metricName, facts) !== undefined) return {};
  const near = nearMetrics(namespace, metricName, facts);
  const which = `metric "${metricName}" of ${namespace}${where}`;
  if (near.length === 0) {
    const table = knownNamespace(namespace, facts) ? "this metric" : "this namespace";
    return { unchecked: [`${who}: ${which}: the table of AWS's metrics does not have ${table}`] };
  }
  const own = near.filter((neighbour) => neighbour.namespace === namespace).map(({ metric }) => metric);
  const others = near
    .filter((neighbour) => neighbour.namespace !== namespace)
    .map((other) => other.namespace);
  const elsewhere = byDimensions([...new Set(others)], line);
  return {
    findings: [
      {
        message: `${who}: ${which} does not exist there, so the alarm would never see data; ${known(own, elsewhere)}`,
        fix: either([
          ...own.map((metric) => `metricName: "${metric}"${where}`),
          ...elsewhere.map((other) => `namespace: "${other}"${where}`),
        ]),
      },
    ],
  };
}

function known(own: string[], elsewhere: string[]): string {
  const parts = [
    own.length > 0 ? `AWS spells it ${either(own)}` : "",
    elsewhere.length > 0 ? `AWS publishes that name in ${either(elsewhere)}` : "",
  ];
  return parts.filter((part) => part !== "").join(", and ");
}

/** Namespaces that have all the line's dimension names first: most likely the one that is meant. */
function byDimensions(namespaces: string[], { metric }: KnownLine): string[] {
  const { dimensions } = metric;
  const names = dimensions === undefined || !isKnown(dimensions) ? [] : Object.keys(dimensions);
  const fits = (namespace: string): boolean => {
    const has = dimensionNames(namespace);
    return names.length > 0 && has !== undefined && names.every((name) => has.has(name));
  };
  return [...namespaces.filter(fits), ...namespaces.filter((namespace) => !fits(namespace))];
}
