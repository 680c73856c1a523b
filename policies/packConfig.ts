import { nearest } from "../parity/render/nearest";
import type { ConfigSchema, Rule } from "./rules/rule";
import { contradictions } from "./rules/support/configuredFacts";
import { SETTINGS_FILES } from "./sharedSettings";

/** Configuration that every policy of the pack takes, as JSON schema; CrossGuard has none for a whole pack. */
export const SHARED_CONFIG = {
  program: {
    type: "string",
    description:
      "Folder of the program's Pulumi.yaml, absolute or relative to where the run starts. Default: the nearest one of the project's name at or above the pack's folder, else at or above that one.",
  },
  parityFile: {
    type: "string",
    description:
      "Path of the parity file, absolute or relative to the program. Default: policies/parity.yaml, else parity.yaml, of the program.",
  },
  settings: {
    type: "string",
    description: `Path of a YAML file with keys of any policies, absolute or relative to the program; each policy takes from it the keys that it has, and its own configuration wins. Default: ${SETTINGS_FILES.join(", else ")}, of the program.`,
  },
  answers: {
    type: "string",
    description:
      "Path of a file of real answers for look-ups and outputs, as for check --answers, absolute or relative to the program. Default: none.",
  },
  states: {
    type: "string",
    description:
      "Folder with the other stacks' exports, <stack>.json each (pulumi stack export), absolute or relative to the program; alarm-parity compares with them where the program cannot be rendered. Default: none.",
  },
} as const satisfies ConfigSchema;

/** Every key that the policy takes. */
export function configSchemaOf(rule: Rule): Record<string, Record<string, unknown>> {
  return { ...SHARED_CONFIG, ...rule.configSchema };
}

/** A policy's own configuration over what the settings file says for its keys. */
export function configOf(
  given: Readonly<Record<string, unknown>>,
  settings: Readonly<Record<string, unknown>>,
  schema: ConfigSchema,
): Record<string, unknown> {
  const shared = Object.entries(settings).filter(([key]) => key in schema);
  return { ...(Object.fromEntries(shared) as Record<string, unknown>), ...given };
}

/** What is wrong with a policy's configuration that no JSON schema tells an engine, a sentence each. */
export function configProblems(
  policy: string,
  given: Readonly<Record<string, unknown>>,
  schema: ConfigSchema,
): string[] {
  const known = Object.keys(schema);
  const unknown = Object.keys(given)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const meant = nearest(key, known);
      return `unknown key "${key}"; ${meant === undefined ? `its keys are ${known.join(", ")}` : `did you mean "${meant}"?`}`;
    });
  return [...unknown, ...contradictions(given)].map((problem) => `configuration of ${policy}: ${problem}`);
}
