import { AGENT_NAMESPACE } from "../../cloudwatch/agent";
import type { Metric } from "../../cloudwatch/alarm";
import { dimensionSetsExact, findMetric } from "../../cloudwatch/facts";
import { hasUnknown, isUnknown } from "../../cloudwatch/unknown";
import { OWN_NAME } from "../compare";
import type { Emitter } from "./incident/types";
import type { ReplayStack } from "./stacks";

/**
 * Whether an alarm's metric is one that this emitter publishes: same namespace, metric and unit, and exactly one of the
 * sets of dimensions under which it is published. (CloudWatch matches dimensions exactly.)
 */
export function sees(metric: Metric, emitter: Emitter, stack: ReplayStack): boolean {
  if (metric.namespace !== emitter.namespace || metric.metricName !== emitter.metric) return false;
  if (metric.unit !== undefined && metric.unit !== unitOf(emitter)) return false;
  const { dimensions = {} } = metric;
  if (isUnknown(dimensions)) return false;
  const names = Object.keys(dimensions);
  if (!publishedSets(emitter, stack).some((set) => sameNames(set, names))) return false;
  return names.every((name) => dimensions[name] === valueIn(emitter, name, stack));
}

/** Whether it cannot be told what the metric is, since a part of it is known only after deploying. */
export function isUnknownMetric({ namespace, metricName, dimensions }: Metric): boolean {
  return hasUnknown([namespace, metricName, dimensions]);
}

/**
 * Every set of dimension names that an emitter's samples are published under: those that the file gives; for metrics of
 * the CloudWatch agent what the stack's own configuration says; else each set that AWS's page lists and whose names the
 * emitter has, with its own whole set where the page's list is not complete.
 */
export function publishedSets(emitter: Emitter, stack: ReplayStack): readonly (readonly string[])[] {
  const own = Object.keys(emitter.source);
  if (emitter.sets !== undefined) return emitter.sets;
  const { namespace, metric } = emitter;
  const isWithin = (set: readonly string[]): boolean => set.every((name) => own.includes(name));
  const configured = namespace === AGENT_NAMESPACE ? stack.agentSets.get(metric) : undefined;
  if (configured !== undefined) return configured.filter(isWithin);
  const known = namespace === AGENT_NAMESPACE ? undefined : findMetric(namespace, metric)?.dimensionSets;
  if (known == null) return [own];
  const sets = known.filter(isWithin);
  return dimensionSetsExact(namespace, metric) ? sets : [...sets, own];
}

/** An emitter's value of a dimension in this stack; `<stack>` in it is the stack's name. */
export function valueIn(emitter: Emitter, name: string, stack: ReplayStack): string | undefined {
  return emitter.source[name]?.replaceAll(OWN_NAME, stack.name);
}

function unitOf({ namespace, metric, unit }: Emitter): string {
  return unit ?? findMetric(namespace, metric)?.unit ?? "None";
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}
