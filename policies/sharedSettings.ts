import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { shownPath } from "../parity/compare";
import { YamlFile } from "../parity/render/yamlFile";
import { InputError } from "../parity/render/inputError";
import type { ConfigSchema, Rule } from "./rules/rule";
import { contradictions } from "./rules/support/configuredFacts";

/** Where a project's settings file is looked for, relative to its program. */
export const SETTINGS_FILES = ["policies/alarm-parity.yaml", "alarm-parity.yaml"] as const;

/** What concerns several policies, by key; an `error` names file and line, and then there are no values. */
export interface Settings {
  values: Readonly<Record<string, unknown>>;
  error?: string;
}

const NONE: Settings = { values: {} };

/** Reads settings files, each once for as long as it does not change. */
export class SettingsReader {
  private readonly read = new Map<string, Settings>();
  private readonly schema: z.ZodType<Record<string, unknown>>;

  /** @param rules whose own keys a settings file may hold */
  constructor(rules: readonly Rule[]) {
    const properties: ConfigSchema = Object.fromEntries(
      rules.flatMap(({ configSchema = {} }) => Object.entries(configSchema)),
    );
    this.schema = recordOf({ type: "object", additionalProperties: false, properties });
  }

  /** The settings in `path` (relative to `programDir`), else in the project's own file; none where there is none. */
  settings(programDir: string, path: unknown): Settings {
    const file =
      typeof path === "string" && path !== ""
        ? resolve(programDir, path)
        : SETTINGS_FILES.map((name) => join(programDir, name)).find((name) => existsSync(name));
    if (file === undefined) return NONE;
    const key = `${file} ${statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? "none"}`;
    let settings = this.read.get(key);
    if (settings === undefined) {
      settings = this.load(file);
      this.read.set(key, settings);
    }
    return settings;
  }

  private load(file: string): Settings {
    const shown = shownPath(file);
    try {
      const yaml = new YamlFile(textOf(file, shown), shown);
      const values = yaml.data === null ? {} : yaml.read(this.schema);
      const [wrong] = contradictions(values);
      if (wrong !== undefined) throw yaml.error(["facts"], wrong);
      return { values };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { values: {}, error: error.message };
    }
  }
}

function recordOf(schema: Parameters<typeof z.fromJSONSchema>[0]): z.ZodType<Record<string, unknown>> {
  // The library types what it makes of a schema as unknown; an object schema gives an object.
  return z.fromJSONSchema(schema) as z.ZodType<Record<string, unknown>>;
}

function textOf(file: string, shown: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "error";
    throw new InputError(
      `${shown}: cannot be read (${code}); it is named as "settings" in the pack's configuration`,
    );
  }
}
