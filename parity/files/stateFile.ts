import { z } from "zod";
import { InputError } from "../render/inputError";
import { COMMANDS } from "./readJson";
import { configOf, isDefaultProvider, resourceSchema, toRendered } from "./resource";
import { check, type FileStack } from "./stack";

/** The versions of a deployment that have the form read here (Pulumi's apitype.DeploymentSchemaVersion*). */
const VERSIONS: readonly unknown[] = [3, 4];

const deploymentSchema = z.object({
  resources: z.array(resourceSchema).nullish(),
  pending_operations: z.array(z.unknown()).nullish(),
});

const exportSchema = z.object({ version: z.unknown(), deployment: z.unknown() });
const checkpointSchema = z.object({
  version: z.unknown(),
  checkpoint: z.object({ latest: z.unknown() }),
});

/**
 * The stack that `pulumi stack export` wrote, or that lies in a file backend (`.pulumi/stacks/…json`).
 * @throws InputError naming the file: another kind of file or version, no deployment, no resource
 */
export function readState(file: string, data: unknown): FileStack {
  const { version, deployment } = partsOf(file, data);
  if (!VERSIONS.includes(version)) {
    throw new InputError(
      `${file}: its deployment has version ${String(version)}, and versions 3 and 4 are read; export the stack with a Pulumi of today`,
    );
  }
  const { resources, pending_operations: pending } = check(deploymentSchema, deployment ?? {}, file);
  const all = resources ?? [];
  if (all.length === 0) {
    throw new InputError(
      `${file}: the stack has no resource, so nothing is deployed; leave the file out, or deploy the stack`,
    );
  }
  // What waits for its deletion, or is deleted and waits to be made again, is no part of the stack.
  const present = all.filter((one) => one.delete !== true && one.pendingReplacement !== true);
  const gone = all.filter((one) => one.pendingReplacement === true && one.delete !== true);
  return {
    file,
    shape: "update",
    config: Object.assign({}, ...all.filter(isDefaultProvider).map(configOf)) as Record<string, string>,
    resources: present.filter((one) => !isDefaultProvider(one)).map((one) => toRendered(one)),
    notes: [
      ...gone.map(({ urn }) => `${urn} is deleted and waits to be made again; run pulumi up`),
      ...(pending != null && pending.length > 0
        ? [`its last update was interrupted (${pending.length} operations are pending); run pulumi refresh`]
        : []),
    ],
  };
}

function partsOf(file: string, data: unknown): { version: unknown; deployment: unknown } {
  const checkpoint = checkpointSchema.safeParse(data);
  if (checkpoint.success) {
    return { version: checkpoint.data.version, deployment: checkpoint.data.checkpoint.latest };
  }
  if (isPreview(data)) {
    throw new InputError(`${file}: it is a preview (it has steps), not a state; give it with --preview`);
  }
  const parsed = exportSchema.safeParse(data);
  if (!parsed.success || parsed.data.version === undefined) {
    throw new InputError(`${file}: it is no export of a stack; write it with ${COMMANDS.state}`);
  }
  return parsed.data;
}

function isPreview(data: unknown): boolean {
  return typeof data === "object" && data !== null && ("steps" in data || "changeSummary" in data);
}
