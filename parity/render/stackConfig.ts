import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { z } from "zod";
import { InputError } from "./inputError";
import { fullKey, readYaml, type Project } from "./project";

/** A stack's configuration as a program gets it. */
export interface StackConfig {
  /** The file's path relative to the project, for messages. */
  file: string;
  /** Full key → text, as in `PULUMI_CONFIG`; objects are JSON. */
  values: Record<string, string>;
  secretKeys: string[];
  /** Keys whose value is encrypted: a placeholder stands for it. */
  encryptedKeys: string[];
}

const stackFile = z
  .looseObject({
    config: z.record(z.string(), z.unknown()).nullish(),
    environment: z.unknown().optional(),
  })
  .nullable();

/**
 * Reads a stack's file over the project's defaults. An encrypted value cannot be read without the
 * stack's key: `encryptedPlaceholder` stands for it.
 * @throws InputError where the file is missing, does not parse, or takes values from Pulumi ESC.
 */
export function readStackConfig(project: Project, stack: string): StackConfig {
  const path = [".yaml", ".yml"]
    .map((extension) => join(project.stackConfigDir, `Pulumi.${stack}${extension}`))
    .find((candidate) => existsSync(candidate));
  if (path === undefined) {
    const has = project.stacks.length === 0 ? "there are none" : `there are: ${project.stacks.join(", ")}`;
    throw new InputError(`Pulumi.${stack}.yaml: no such stack file (${has})`);
  }
  const file = relative(project.dir, path);
  const parsed = stackFile.safeParse(readYaml(path, file) ?? null);
  if (!parsed.success) throw new InputError(`${file}: config: must be a map of keys to values`);
  if (parsed.data?.environment !== undefined) {
    throw new InputError(
      `${file}: environment: its values come from Pulumi ESC and cannot be read offline; write what the program needs under config:`,
    );
  }

  const config: StackConfig = { file, values: {}, secretKeys: [], encryptedKeys: [] };
  for (const [key, declared] of Object.entries(project.declared)) {
    if (declared.default !== undefined) config.values[key] = asText(declared.default);
    if (declared.secret) config.secretKeys.push(key);
  }
  for (const [given, value] of Object.entries(parsed.data?.config ?? {})) {
    const key = fullKey(project.name, given);
    if (hasSecure(value)) {
      config.encryptedKeys.push(key);
      config.secretKeys.push(key);
    }
    config.values[key] = asText(decryptedStandIn(value, key));
  }
  return config;
}

/** What a program gets for an encrypted value; it shows where the value came from. */
export function encryptedPlaceholder(key: string): string {
  return `\${secret ${key}}`;
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? "");
}

function isSecure(value: unknown): value is { secure: string } {
  return typeof value === "object" && value !== null && Object.keys(value).join() === "secure";
}

function hasSecure(value: unknown): boolean {
  if (isSecure(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasSecure);
}

function decryptedStandIn(value: unknown, key: string): unknown {
  if (isSecure(value)) return encryptedPlaceholder(key);
  if (Array.isArray(value)) return value.map((item) => decryptedStandIn(item, key));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, decryptedStandIn(item, key)]),
    );
  }
  return value;
}
