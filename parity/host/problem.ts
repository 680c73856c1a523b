import { z } from "zod";
import { nearest } from "../render/nearest";
import type { PackInfo, PolicyConfig } from "./types";

/** What is wrong with a pack's configuration, and where: the path of the key or value in it. */
export interface ConfigurationProblem {
  path: (string | number)[];
  message: string;
}

/** The first thing in `config` that the pack does not take; a pack's host would take it in silence. */
export function configurationProblem(
  { name: pack, policies }: PackInfo,
  config: Readonly<Record<string, PolicyConfig>>,
): ConfigurationProblem | undefined {
  const names = policies.map(({ name }) => name);
  for (const [name, { properties = {} }] of Object.entries(config)) {
    const policy = policies.find((one) => one.name === name);
    if (policy === undefined && name !== "all") {
      const message = `configuration of pack ${pack}: it has no policy "${name}"; ${meant(name, ["all", ...names])}`;
      return { path: [name], message };
    }
    // Of `all` the engine takes the level alone, and drops the rest.
    const schema = policy?.configSchema ?? {};
    for (const [key, value] of Object.entries(properties)) {
      const of = `configuration of ${name === "all" ? "all policies" : `policy ${name}`}`;
      if (!(key in schema)) {
        const hint = meant(key, ["enforcementLevel", ...Object.keys(schema)]);
        return { path: [name, key], message: `${of}: unknown key "${key}"; ${hint}` };
      }
      const wrong = valueProblem(schema[key], value, key);
      if (wrong !== undefined)
        return { path: [name, key, ...wrong.path], message: `${of}: ${wrong.message}` };
    }
  }
  return undefined;
}

/** A near miss alone where there is one, else all that there is. */
function meant(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  return near === undefined ? `there are ${known.join(", ")}` : `did you mean "${near}"?`;
}

function valueProblem(schema: unknown, value: unknown, key: string): ConfigurationProblem | undefined {
  const result = schemaOf(schema).safeParse(value);
  const [issue] = result.success ? [] : result.error.issues;
  if (issue === undefined) return undefined;
  const path = issue.path.filter((step) => typeof step !== "symbol");
  const shown = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");
  return { path, message: `${key}${shown}: ${issue.message}` };
}

function schemaOf(schema: unknown): z.ZodType {
  try {
    return z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
  } catch {
    // A pack of somebody else may use what the library does not know; the pack itself then judges the value.
    return z.unknown();
  }
}
