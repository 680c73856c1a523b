import type { RenderedOptions } from "./types";

/** The options of a resource that was given none. */
export function noOptions(): RenderedOptions {
  return {
    protect: false,
    ignoreChanges: [],
    aliases: [],
    additionalSecretOutputs: [],
    customTimeouts: {},
    retainOnDelete: false,
  };
}
