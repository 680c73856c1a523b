import { AGENT_NAMESPACE } from "../../../cloudwatch/agent";
import {
  dimensionNames,
  dimensionSetsExact,
  findMetric,
  requiredDimensions,
} from "../../../cloudwatch/facts";
import type { Agents, AgentSets } from "./agentSets";
import type { AlarmJudgement } from "./judgeAlarms";
import type { KnownLine } from "./judgeLines";
import { either, isKnown } from "./lines";

/**
 * Names that AWS's pages have and the table lacks (lambda/latest/dg/monitoring-metrics-view,
 * eventbridge/latest/userguide/eb-monitoring).
 */
const MORE_NAMES: Readonly<Record<string, readonly string[]>> = {
  "AWS/Lambda": ["ExecutedVersion", "EventSourceMappingUUID"],
  "AWS/Events": ["EventBusName", "EventSourceName"],
};

/** Holds a line's dimension names to those of its namespace and, where the facts are exact, to the metric's sets. */
export function judgeNames(line: KnownLine): Partial<AlarmJudgement> {
  const { who, where, namespace, metricName, metric } = line;
  if (metric.dimensions !== undefined && !isKnown(metric.dimensions))
    return { unknown: [`dimensions${where}`] };
  if (namespace === AGENT_NAMESPACE) return {};
  const names = Object.keys(metric.dimensions ?? {}).sort();
  const known = dimensionNames(namespace);
  if (known === undefined) {
    return {
      unchecked: [`${who}: dimensions of ${namespace} ${metricName}${where}: the table does not have them`],
    };
  }
  const fact = findMetric(namespace, metricName);
  const sets = fact?.dimensionSets ?? undefined;
  const fix = sets === undefined ? `dimensions of ${either([...known])}` : fixFor(sets);
  const strangers = names.filter((name) => !known.has(name) && !MORE_NAMES[namespace]?.includes(name));
  // A metric that the table lacks may well have a dimension that no other has.
  if (strangers.length > 0 && (fact !== undefined || dimensionSetsExact(namespace))) {
    const message = `${who}: dimension ${either(strangers)} is none that ${namespace} has${where}, so the alarm would never see data`;
    return { findings: [{ message, fix }] };
  }
  if (sets?.some((set) => isSame(set, names))) return {};
  const lacking = requiredDimensions(namespace).filter((name) => !names.includes(name));
  if (lacking.length > 0) {
    const message = `${who}: ${notPublished(line, names)}: nothing of ${namespace} is without ${lacking.join(" and ")}, so the alarm would never see data`;
    return { findings: [{ message, fix: fixFor(sets ?? [[...requiredDimensions(namespace)]]) }] };
  }
  if (!dimensionSetsExact(namespace, metricName)) {
    return {
      unchecked: [
        `${who}: ${namespace} ${metricName}${where} under ${show(names)}: the table may lack this set`,
      ],
    };
  }
  return { findings: [{ message: `${who}: ${notPublished(line, names)}`, fix }] };
}

/** Holds a line on the CloudWatch agent's namespace to what the agents of this stack publish. */
export function judgeAgentLine(
  line: KnownLine,
  { published: agent, unread }: Agents,
): Partial<AlarmJudgement> {
  const { who, where, namespace, metricName, metric } = line;
  if (namespace !== AGENT_NAMESPACE || (metric.dimensions !== undefined && !isKnown(metric.dimensions)))
    return {};
  if (agent === undefined) {
    const why =
      unread.length > 0
        ? `${unread.join(", ")} is known only after deploying`
        : "this stack configures no agent";
    return { unchecked: [`${who}: ${namespace} ${metricName}${where}: ${why}`] };
  }
  const names = Object.keys(metric.dimensions ?? {}).sort();
  const sets = agent.sets.get(metricName) ?? [];
  if (sets.some((set) => isSame(set, names))) return {};
  const source = `the agent's configuration in ${either(agent.from)}`;
  if (sets.length === 0 && (unread.length > 0 || !isCollectable(metricName, agent))) {
    return {
      unchecked: [`${who}: ${namespace} ${metricName}${where}: nothing is known of it from ${source}`],
    };
  }
  if (sets.length === 0) {
    const message = `${who}: ${source} publishes no ${metricName}${where}, so the alarm would never see data`;
    return { findings: [{ message, fix: `add ${metricName} to "metrics_collected" there` }] };
  }
  const message = `${who}: ${notPublished(line, names)} by ${source}`;
  return {
    findings: [
      { message, fix: `${fixFor(sets)}, or add ${JSON.stringify(names)} to "aggregation_dimensions" there` },
    ],
  };
}

/** Whether the metric is of a plugin whose dimensions are known: one that is configured here, or one of the table's. */
function isCollectable(metricName: string, { sets }: AgentSets): boolean {
  const plugin = (metric: string): string => metric.replace(/_.*/s, "");
  const isConfigured = [...sets.keys()].some((metric) => plugin(metric) === plugin(metricName));
  return isConfigured || findMetric(AGENT_NAMESPACE, metricName) !== undefined;
}

function notPublished({ namespace, metricName, where }: KnownLine, names: string[]): string {
  return `${namespace} ${metricName}${where} is not published under ${show(names)}`;
}

function fixFor(sets: readonly string[][]): string {
  return `dimensions: ${either(sets.map(show))}`;
}

function show(names: readonly string[]): string {
  return names.length === 0 ? "no dimension" : `{${names.join(", ")}}`;
}

/** Both sorted. */
function isSame(set: readonly string[], names: readonly string[]): boolean {
  return set.length === names.length && set.every((name, index) => name === names[index]);
}
