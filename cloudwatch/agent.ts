/**
 * The CloudWatch agent's configuration: where it stands in user data, and under which dimensions it publishes.
 * (CloudWatch user guide, "Manually create or edit the CloudWatch agent configuration file"; the agent's source.)
 */
import { isRecord } from "./record";

/** The namespace of an agent that names none. */
export const AGENT_NAMESPACE = "CWAgent";

/** Where a line of base64 goes on in the next, and text long enough to be worth decoding. */
const WRAP = /(?<=[A-Za-z0-9+/]{40})\r?\n[ \t]*(?=[A-Za-z0-9+/])/g;
const BASE64 = /[A-Za-z0-9+/]{40,}={0,2}/g;

/**
 * The agent's configuration inside user data: in a heredoc, a cloud-init file, or as the whole text, plain or base64.
 * Undefined where there is none, also where it is fetched elsewhere (`-c ssm:NAME`: give this that parameter's value).
 */
export function findAgentConfig(userData: string): unknown {
  const plain = configIn(userData);
  if (plain !== undefined) return plain;
  for (const [token] of userData.replace(WRAP, "").matchAll(BASE64)) {
    const decoded = configIn(Buffer.from(token, "base64").toString("utf8"));
    if (decoded !== undefined) return decoded;
  }
  return undefined;
}

/** The first JSON object in `text` that collects metrics. */
function configIn(text: string): unknown {
  // Only an object that begins before this key and ends after it can be one.
  const key = text.indexOf('"metrics_collected"');
  for (let start = text.indexOf("{"); start >= 0 && start < key; start = text.indexOf("{", start + 1)) {
    const end = closingBrace(text, start);
    if (end === undefined || end < key) continue;
    const value = parseJson(text.slice(start, end + 1));
    if (metricsSection(value) !== undefined) return value;
  }
  return undefined;
}

/** The index of the brace that closes the one at `start`, minding strings. */
function closingBrace(text: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let index = start; index < text.length; index++) {
    const char = text[index];
    if (inString) {
      if (char === "\\") index++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === "{") depth++;
    else if (char === "}" && --depth === 0) return index;
  }
  return undefined;
}

function parseJson(text: string): unknown {
  // In an unquoted heredoc the shell takes a backslash away before `$` and a backtick: `\${aws:InstanceId}`.
  for (const candidate of [text, text.replace(/\\([$`])/g, "$1")]) {
    try {
      return JSON.parse(candidate) as unknown;
    } catch {
      continue;
    }
  }
  return undefined;
}

function metricsSection(config: unknown): Record<string, unknown> | undefined {
  const metrics = isRecord(config) ? config["metrics"] : undefined;
  return isRecord(metrics) && isRecord(metrics["metrics_collected"]) ? metrics : undefined;
}

/** The namespace that this configuration publishes in. */
export function agentNamespace(config: unknown): string {
  const namespace = metricsSection(config)?.["namespace"];
  return typeof namespace === "string" ? namespace : AGENT_NAMESPACE;
}

/** Dimensions that a plugin gives each metric by itself, on Linux (`mode` of disk is dropped by the agent). */
const PLUGIN_DIMENSIONS: Readonly<Record<string, readonly string[]>> = {
  cpu: ["cpu"],
  disk: ["device", "fstype", "path"],
  diskio: ["name"],
  mem: [],
  net: ["interface"],
  netstat: [],
  processes: [],
  swap: [],
};

/**
 * Every set of dimensions (names sorted) under which each metric is published. Metrics of plugins whose dimensions are
 * not known here (procstat, statsd, collectd, Windows objects …) are not in the map: about them nothing is said.
 *
 * A set is the plugin's own dimensions and its `append_dimensions`, with the global `append_dimensions`, or with `host`
 * where there are none (unless `agent.omit_hostname`). `aggregation_dimensions` adds each rollup that holds only names
 * of that set and fewer of them: one that is the whole set adds nothing.
 */
export function agentDimensionSets(config: unknown): Map<string, string[][]> {
  const sets = new Map<string, string[][]>();
  const metrics = metricsSection(config);
  if (metrics === undefined) return sets;
  const global = globalDimensions(config, metrics);
  const rollups = listOfLists(metrics["aggregation_dimensions"]);
  for (const [plugin, section] of Object.entries(asRecord(metrics["metrics_collected"]))) {
    const own = PLUGIN_DIMENSIONS[plugin];
    if (own === undefined || !isRecord(section)) continue;
    const kept =
      plugin === "disk" && section["drop_device"] === true ? own.filter((name) => name !== "device") : own;
    const original = sorted([...kept, ...global, ...Object.keys(asRecord(section["append_dimensions"]))]);
    const rolled = rollups.filter(
      (r) => r.length < original.length && r.every((name) => original.includes(name)),
    );
    const dropped = texts(section["drop_original_metrics"]);
    for (const metric of measurements(plugin, section["measurement"])) {
      const keepsOriginal = !dropped.some((name) => metric.names.includes(name));
      const published = keepsOriginal ? [original, ...rolled] : rolled;
      sets.set(metric.published, [...(sets.get(metric.published) ?? []), ...published]);
    }
  }
  return sets;
}

function globalDimensions(config: unknown, metrics: Record<string, unknown>): string[] {
  const appended = Object.keys(asRecord(metrics["append_dimensions"]));
  if (appended.length > 0) return appended;
  const agent = isRecord(config) ? asRecord(config["agent"]) : {};
  return agent["omit_hostname"] === true ? [] : ["host"];
}

/** What a `measurement` list publishes: its name in CloudWatch, and the names that the configuration may call it by. */
function measurements(plugin: string, list: unknown): { published: string; names: string[] }[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown) => {
    const name = isRecord(item) ? item["name"] : item;
    if (typeof name !== "string") return [];
    const full = name.startsWith(`${plugin}_`) ? name : `${plugin}_${name}`;
    const rename = isRecord(item) ? item["rename"] : undefined;
    const published = typeof rename === "string" && rename !== "" ? rename : full;
    return [{ published, names: [full, full.slice(plugin.length + 1), published] }];
  });
}

function asRecord(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function listOfLists(value: unknown): string[][] {
  return Array.isArray(value) ? value.filter(Array.isArray).map((list) => sorted(texts(list))) : [];
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
