import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { z } from "zod";
import { passphraseDecrypter, type Decrypt } from "./decrypt";
import { InputError } from "./inputError";
import { fullKey, openYaml, type Project } from "./project";
import { encryptedPlaceholder, isSecure, seal } from "./sealed";
import type { YamlFile } from "./yamlFile";

/** A stack's configuration as a program gets it. */
export interface StackConfig {
  /** The file's path relative to the project, for messages; of a stack without one, the name that it would have. */
  file: string;
  /** Whether the stack has a file. */
  hasFile: boolean;
  /** Full key → text, as in `PULUMI_CONFIG`; objects are JSON. */
  values: Record<string, string>;
  /** The same with a placeholder for each secret: what a render keeps. */
  shown: Record<string, string>;
  secretKeys: string[];
  /** Keys whose value is encrypted and could not be read: a placeholder stands for it in `values` too. */
  encryptedKeys: string[];
  /** Why they could not be read, and what would help. */
  whyEncrypted: string;
  /** Secrets that were read → their placeholders. */
  revealed: Record<string, string>;
  /** `file:line` of a key, as far as it stands in the file. */
  placeOf: (key: string) => string;
}

/** Full key → text, decrypted: how the engine hands a pack the configuration of the stack that it deploys. */
export type EngineConfig = Readonly<Record<string, string>>;

const stackFile = z
  .looseObject({
    config: z.record(z.string(), z.unknown()).nullish(),
    environment: z.unknown().optional(),
    encryptionsalt: z.string().optional(),
  })
  .nullable();

type StackFile = z.infer<typeof stackFile>;

/**
 * Reads a stack's file over the project's defaults. Encrypted values are read with the stack's passphrase, where the
 * environment has it, else `encryptedPlaceholder` stands for them. A stack without a file has the defaults, where no
 * stack of the project has one.
 * @param given the engine's own values, which count before the file's
 * @throws InputError where the file is missing, does not parse, or takes values from Pulumi ESC that were not given.
 */
export function readStackConfig(project: Project, stack: string, given?: EngineConfig): StackConfig {
  const path = [".yaml", ".yml"]
    .map((extension) => join(project.stackConfigDir, `Pulumi.${stack}${extension}`))
    .find((candidate) => existsSync(candidate));
  if (path === undefined && project.hasStackFiles && given === undefined) {
    throw new InputError(
      `Pulumi.${stack}.yaml: no such stack file (there are: ${project.stacks.join(", ")})`,
    );
  }
  const file = relative(project.dir, path ?? join(project.stackConfigDir, `Pulumi.${stack}.yaml`));
  const yaml = path === undefined ? undefined : openYaml(path, file);
  const parsed = stackFile.safeParse(yaml?.data ?? null);
  if (!parsed.success) throw new InputError(`${file}: ${whatIsWrong(parsed.error)}`);
  if (parsed.data?.environment !== undefined && given === undefined) {
    throw new InputError(
      `${file}:${yaml?.lineOfKey([], "environment") ?? 1}: environment: its values come from Pulumi ESC and cannot be read offline; write what the program needs under config:`,
    );
  }
  const config: StackConfig = {
    file,
    hasFile: path !== undefined,
    ...{ values: {}, shown: {}, secretKeys: [], encryptedKeys: [], whyEncrypted: "", revealed: {} },
    placeOf: placesIn(file, project.name, yaml),
  };
  addDefaults(config, project);
  addFile(config, project, parsed.data, given);
  if (given !== undefined) addGiven(config, parsed.data?.environment !== undefined, given);
  return config;
}

function whatIsWrong({ issues: [issue] }: z.ZodError): string {
  return issue?.path[0] === "encryptionsalt"
    ? "encryptionsalt: must be text"
    : "config: must be a map of keys to values";
}

function placesIn(file: string, project: string, yaml: YamlFile | undefined): StackConfig["placeOf"] {
  return (key) => {
    const written = [key, ...(key.startsWith(`${project}:`) ? [key.slice(project.length + 1)] : [])];
    const line = written
      .map((name) => yaml?.lineOfKey(["config"], name))
      .find((found) => found !== undefined);
    return line === undefined ? file : `${file}:${line}`;
  };
}

function addDefaults(config: StackConfig, project: Project): void {
  for (const [key, declared] of Object.entries(project.declared)) {
    if (declared.default !== undefined) put(config, key, asText(declared.default));
    if (declared.secret) config.secretKeys.push(key);
  }
}

function addFile(config: StackConfig, project: Project, data: StackFile, given?: EngineConfig): void {
  const values = Object.entries(data?.config ?? {});
  const decrypt = given === undefined ? decrypterOf(config, data) : undefined;
  for (const [name, value] of values) {
    const key = fullKey(project.name, name);
    const engines = given?.[key];
    const sealed = seal(value, key, decrypt, engines);
    put(config, key, asText(sealed.plain), asText(sealed.shown));
    if (sealed.isSecret) config.secretKeys.push(key);
    if (sealed.isUnread) config.encryptedKeys.push(key);
    Object.assign(config.revealed, sealed.revealed);
  }
}

/** What the engine gives beside the file: from ESC, where the file takes values from it, any may be a secret. */
function addGiven(config: StackConfig, fromEsc: boolean, given: EngineConfig): void {
  for (const [key, value] of Object.entries(given)) {
    if (fromEsc && !(key in config.values)) {
      const placeholder = encryptedPlaceholder(key);
      put(config, key, value, placeholder);
      config.secretKeys.push(key);
      config.revealed[value] = placeholder;
    } else if (!config.secretKeys.includes(key)) {
      put(config, key, value);
    } else {
      config.values[key] = value;
    }
  }
}

function decrypterOf(config: StackConfig, data: StackFile): Decrypt | undefined {
  if (!Object.values(data?.config ?? {}).some(hasSecure)) return undefined;
  const salt = data?.encryptionsalt;
  const decrypt = salt === undefined ? undefined : passphraseDecrypter(salt, process.env);
  if (decrypt !== undefined || salt === undefined) return decrypt;
  const { PULUMI_CONFIG_PASSPHRASE: text, PULUMI_CONFIG_PASSPHRASE_FILE: file } = process.env;
  config.whyEncrypted =
    text === undefined && file === undefined
      ? "without PULUMI_CONFIG_PASSPHRASE"
      : "the passphrase is not this stack's";
  return undefined;
}

function hasSecure(value: unknown): boolean {
  if (isSecure(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasSecure);
}

function put(config: StackConfig, key: string, value: string, shown = value): void {
  config.values[key] = value;
  config.shown[key] = shown;
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? "");
}
