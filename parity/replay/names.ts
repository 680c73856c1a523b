import { allMetrics, findMetric, knownNamespace, nearMetrics } from "../../cloudwatch/facts";
import { linesOf } from "../../cloudwatch/evaluate";
import { escapeRegExp } from "../render/escapeRegExp";
import { nearest } from "../render/nearest";
import { showPath } from "../render/yamlFile";
import type { Incident } from "./incident/types";
import type { ReplayStack } from "./stacks";

/**
 * Holds the names in an incident against the alarms that there are.
 * @throws InputError naming file and line of an alarm, a metric or a stack that is none, with the nearest name
 */
export function checkNames(incident: Incident, stacks: readonly ReplayStack[]): void {
  const alarms = [...new Set(stacks.flatMap((stack) => [...stack.alarms.keys()]))];
  const { expect, had, silent, error } = incident;
  const named = [
    ...expect.map(({ alarm }, index) => ({ name: alarm, path: ["expect", index, "alarm"] })),
    ...had.map(({ like }, index) => ({ name: like, path: ["had", index, "like"] })),
    ...silent.map((name, index) => ({ name, path: ["silent", index] })),
  ];
  for (const { name, path } of named) {
    if (alarms.some(isNamed(path[0] === "silent" ? name : { exactly: name }))) continue;
    throw error(path, `${showPath(path)}: no stack has an alarm "${name}"${hint(name, alarms)}`);
  }
  checkStacks(incident, stacks);
  checkMetrics(incident, stacks);
}

/** Whether a name is meant by a pattern, in which `*` stands for any text. */
export function isNamed(pattern: string | { exactly: string }): (name: string) => boolean {
  if (typeof pattern !== "string") return (name) => name === pattern.exactly;
  const form = new RegExp(`^${pattern.split("*").map(escapeRegExp).join(".*")}$`);
  return (name) => form.test(name);
}

/** Stacks that were not given may be named too, so only a near miss is surely wrong. */
function checkStacks({ in: about = [], had, error }: Incident, stacks: readonly ReplayStack[]): void {
  const known = stacks.map(({ name }) => name);
  const lists = [
    { names: about, path: ["in"] },
    ...had.map(({ only = [] }, index) => ({ names: only, path: ["had", index, "only"] })),
  ];
  for (const { names, path } of lists) {
    for (const [index, name] of names.entries()) {
      const meant = known.includes(name)
        ? undefined
        : nearest(
            name,
            known.filter((one) => !names.includes(one)),
          );
      if (meant !== undefined)
        throw error(
          [...path, index],
          `${showPath(path)}: there is no stack "${name}"; did you mean "${meant}"?`,
        );
    }
  }
}

/** A metric that some alarm watches by the same name is left to the policies. */
function checkMetrics({ emitters, error }: Incident, stacks: readonly ReplayStack[]): void {
  const watched = new Set(
    stacks.flatMap(({ alarms }) =>
      [...alarms.values()].flatMap((alarm) =>
        [...linesOf(alarm).values()].map(
          ({ namespace, metricName }) => `${namespace ?? ""} ${metricName ?? ""}`,
        ),
      ),
    ),
  );
  for (const { namespace, metric, signal } of emitters) {
    if (findMetric(namespace, metric) !== undefined || watched.has(`${namespace} ${metric}`)) continue;
    const meant = nearestMetric(namespace, metric, [...watched]);
    if (meant === undefined) continue;
    throw error(
      ["signals", signal, "metric"],
      `signals[${signal}].metric: there is no metric "${namespace} ${metric}"; did you mean "${meant}"?`,
    );
  }
}

function nearestMetric(namespace: string, metric: string, watched: readonly string[]): string | undefined {
  const [near] = nearMetrics(namespace, metric);
  if (near !== undefined) return `${near.namespace} ${near.metric}`;
  if (namespace.startsWith("AWS/") && !knownNamespace(namespace)) {
    const own = allMetrics().filter((fact) => fact.metric === metric);
    const meant = nearest(namespace, [...new Set(own.map((fact) => fact.namespace))]);
    if (meant !== undefined) return `${meant} ${metric}`;
  }
  return nearest(`${namespace} ${metric}`, watched);
}

function hint(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  if (meant !== undefined) return `; did you mean "${meant}"?`;
  return known.length === 0
    ? "; there is no alarm at all"
    : `; there are ${known.slice(0, 5).join(", ")}${known.length > 5 ? ", …" : ""}`;
}
