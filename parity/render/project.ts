import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { z } from "zod";
import { InputError } from "./inputError";
import { YamlFile } from "./yamlFile";

/** A Pulumi project: its `Pulumi.yaml` and where its stack files lie. */
export interface Project {
  /** Absolute folder of `Pulumi.yaml`. */
  dir: string;
  name: string;
  /** `nodejs`, `python`, … */
  runtime: string;
  runtimeOptions: Record<string, unknown>;
  /** The program's entry or folder, relative to `dir`; absent means `dir` itself. */
  main?: string;
  /** The `config:` block: declared types and defaults, by full key. */
  declared: Record<string, DeclaredConfig>;
  /** Stacks that have a file, sorted by name; where none has, those that were named to `check`. */
  stacks: string[];
  /** Whether any stack has a file. */
  hasStackFiles: boolean;
  /** Folder of the stack files, absolute. */
  stackConfigDir: string;
}

/** One key of the `config:` block. */
export interface DeclaredConfig {
  default?: unknown;
  secret: boolean;
}

const projectSchema = z.looseObject({
  name: z.string().min(1),
  runtime: z.union([
    z.string(),
    z.looseObject({ name: z.string(), options: z.record(z.string(), z.unknown()).nullish() }),
  ]),
  main: z.string().optional(),
  // As text it is the old name of stackConfigDir.
  config: z.union([z.string(), z.record(z.string(), z.unknown())]).nullish(),
  stackConfigDir: z.string().optional(),
});

const declaration = z.looseObject({
  default: z.unknown().optional(),
  value: z.unknown().optional(),
  type: z.string().optional(),
  secret: z.boolean().optional(),
});

/**
 * Reads the project in `dir`.
 * @throws InputError where there is no project, its file does not parse, or a key is wrong.
 */
export function readProject(dir: string): Project {
  const given = resolve(dir);
  if (!existsSync(given)) throw new InputError(`${dir}: no such folder; give the one that holds Pulumi.yaml`);
  // Places of resources are real paths: through a link they would not lie in the folder.
  const root = realpathSync(given);
  if (!statSync(root).isDirectory())
    throw new InputError(`${dir}: it is a file; give the folder that holds Pulumi.yaml`);
  const file = ["Pulumi.yaml", "Pulumi.yml"].map((name) => join(root, name)).find((path) => existsSync(path));
  if (file === undefined)
    throw new InputError(`${dir}: no Pulumi.yaml in this folder; give the one that holds it`);
  const parsed = projectSchema.safeParse(openYaml(file, basename(file)).data ?? {});
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InputError(
      `${basename(file)}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not valid"}`,
    );
  }
  const { name, runtime, main, config } = parsed.data;
  const stackConfigDir = parsed.data.stackConfigDir ?? (typeof config === "string" ? config : undefined);
  const stackDir = stackConfigDir === undefined ? root : resolve(root, stackConfigDir);
  if (!existsSync(stackDir) || !statSync(stackDir).isDirectory()) {
    throw new InputError(
      `${basename(file)}: stackConfigDir: there is no folder ${relative(root, stackDir)}; make it, or remove the key`,
    );
  }
  const stacks = findStacks(stackDir);
  return {
    dir: root,
    name,
    runtime: typeof runtime === "string" ? runtime : runtime.name,
    runtimeOptions: typeof runtime === "string" ? {} : (runtime.options ?? {}),
    main,
    declared: readDeclared(name, typeof config === "object" ? (config ?? {}) : {}),
    stacks,
    hasStackFiles: stacks.length > 0,
    stackConfigDir: stackDir,
  };
}

/** The nearest folder at or above `from` that holds a `Pulumi.yaml`. */
export function findProjectDir(from: string): string | undefined {
  let dir = resolve(from);
  for (;;) {
    if (existsSync(join(dir, "Pulumi.yaml")) || existsSync(join(dir, "Pulumi.yml"))) return dir;
    const parent = dirname(dir);
    if (parent === dir) return undefined;
    dir = parent;
  }
}

/** A YAML file; `shown` is its name in messages. @throws InputError with file and line where it does not parse. */
export function openYaml(path: string, shown: string): YamlFile {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new InputError(`${shown}: cannot be read (${(error as NodeJS.ErrnoException).code ?? "error"})`);
  }
  return new YamlFile(text, shown);
}

/** The namespace of a key without one is the project's name. */
export function fullKey(project: string, key: string): string {
  return key.includes(":") ? key : `${project}:${key}`;
}

function findStacks(dir: string): string[] {
  const names = readdirSync(dir).map((name) => /^Pulumi\.(.+)\.ya?ml$/.exec(name)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

function readDeclared(project: string, config: Record<string, unknown>): Record<string, DeclaredConfig> {
  const declared: Record<string, DeclaredConfig> = {};
  for (const [key, value] of Object.entries(config)) {
    const parsed = declaration.safeParse(value);
    const known = parsed.success ? parsed.data : { default: value, value: undefined, secret: undefined };
    declared[fullKey(project, key)] = {
      default: known.value ?? known.default,
      secret: known.secret ?? false,
    };
  }
  return declared;
}
