import { readFileSync } from "node:fs";
import { z } from "zod";
import { YamlFile } from "../render/yamlFile";
import { InputError } from "../render/inputError";
import { configurationProblem } from "./problem";
import type { EnforcementLevel, PackInfo, PolicyConfig } from "./types";

const LEVELS = ["advisory", "mandatory", "remediate", "disabled"] as const satisfies EnforcementLevel[];
const level = z.enum(LEVELS, `is no level; write ${LEVELS.slice(0, -1).join(", ")} or disabled`);
const keys = z.looseObject({ enforcementLevel: level.optional() });

/** A file as `pulumi --policy-pack-config` takes it, read; YAML is taken too. */
export class PackConfigFile {
  readonly config: Readonly<Record<string, PolicyConfig>>;
  /** What of the file has no effect here. */
  readonly notes: string[];
  private readonly yaml: YamlFile;

  /**
   * @param path the file: policy name → level, or → `{enforcementLevel, …keys}`; `all` for the level of every policy
   * @throws InputError naming file and line: not JSON or YAML, a level that is none
   */
  constructor(readonly path: string) {
    this.yaml = new YamlFile(textOf(path), path);
    const data = this.yaml.data;
    if (data === null) {
      [this.config, this.notes] = [{}, []];
      return;
    }
    if (typeof data !== "object" || Array.isArray(data))
      throw this.yaml.error([], "must be a map of policies to levels or keys");
    const { environments, ...policies } = data as Record<string, unknown>;
    const shape = Object.fromEntries(
      Object.entries(policies).map(([name, value]) => [name, typeof value === "string" ? level : keys]),
    );
    const read = this.yaml.read(z.object({ ...shape, environments: z.array(z.string()).optional() }));
    const names = environments === undefined ? [] : (read.environments ?? []);
    this.notes = names.map(
      (name) => `environment ${name} of ${path} is not opened: Pulumi ESC cannot be read without a login`,
    );
    this.config = Object.fromEntries(
      Object.keys(policies).map((name) => [name, policyConfig(Reflect.get(read, name))]),
    );
  }

  /** @throws InputError naming file and line, for what the pack does not take */
  hold(info: PackInfo): void {
    const problem = configurationProblem(info, this.config);
    if (problem !== undefined) throw this.yaml.errorAtKey(problem.path, problem.message);
  }
}

function policyConfig(value: unknown): PolicyConfig {
  const read = z.union([level, keys]).parse(value);
  if (typeof read === "string") return { enforcementLevel: read };
  const { enforcementLevel, ...properties } = read;
  return { ...(enforcementLevel === undefined ? {} : { enforcementLevel }), properties };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "error";
    throw new InputError(`--policy-pack-config ${path}: cannot be read (${code})`);
  }
}
