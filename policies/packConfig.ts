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
  states: {
    type: "string",
    description:
      "Folder with the other stacks' exports, <stack>.json each (pulumi stack export), absolute or relative to the program; alarm-parity compares with them where the program cannot be rendered. Default: none.",
  },
} as const satisfies Record<string, Record<string, unknown>>;

/** A policy's configuration over the defaults of its `schema`, which a host may or may not have filled in. */
export function configOf(
  given: object,
  schema: Readonly<Record<string, Record<string, unknown>>>,
): Record<string, unknown> {
  const defaults = Object.entries(schema).flatMap(([key, one]) =>
    "default" in one ? [[key, one.default]] : [],
  );
  return { ...(Object.fromEntries(defaults) as Record<string, unknown>), ...given };
}
