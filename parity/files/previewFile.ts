import { z } from "zod";
import { InputError } from "../render/inputError";
import type { Properties, RenderedResource } from "../render/types";
import { COMMANDS } from "./readJson";
import { isDefaultProvider, resourceSchema, toRendered } from "./resource";
import { check, type FileStack } from "./stack";

const stepSchema = z.object({
  op: z.string(),
  urn: z.string(),
  newState: resourceSchema.nullish(),
  oldState: resourceSchema.nullish(),
});

/** Pulumi's display.PreviewDigest. */
const previewSchema = z.object({
  config: z.record(z.string(), z.string()).nullish(),
  steps: z.array(stepSchema).nullish(),
  diagnostics: z.array(z.object({ severity: z.string().nullish(), message: z.string().nullish() })).nullish(),
  changeSummary: z.record(z.string(), z.number()).nullish(),
});

type Step = z.infer<typeof stepSchema>;

/** Steps after which the resource is not there. */
const ENDS: ReadonlySet<string> = new Set(["delete", "delete-replaced", "discard", "discard-replaced"]);

/**
 * The stack as `pulumi preview --json` says that it will be.
 * @throws InputError naming the file: another kind of file, a preview that failed, one that leaves unchanged
 * resources out
 */
export function readPreview(file: string, data: unknown): FileStack {
  refuseState(file, data);
  const { config, steps, diagnostics, changeSummary } = check(previewSchema, data, file);
  if (steps == null) throw new InputError(`${file}: it is no preview; write it with ${COMMANDS.preview}`);
  const failure = diagnostics?.find(({ severity }) => severity === "error");
  if (failure !== undefined) {
    const [line = ""] = (failure.message ?? "").trim().split("\n");
    throw new InputError(`${file}: the preview failed, so it does not show the whole stack: ${line}`);
  }
  refuseHidden(file, steps, changeSummary ?? {});
  const last = new Map<string, RenderedResource>();
  for (const step of steps) {
    if (step.newState != null && !ENDS.has(step.op) && !isDefaultProvider(step.newState))
      last.set(step.urn, ofStep(step.op, step.newState, step.oldState ?? undefined));
  }
  return { file, shape: "preview", config: config ?? {}, resources: [...last.values()], notes: [] };
}

type State = NonNullable<Step["newState"]>;

/** A preview shows the new arguments; what the resource is called stays with it, unless it is replaced. */
function ofStep(op: string, state: State, old: State | undefined): RenderedResource {
  const known: Properties = op.includes("replace") ? {} : (old?.outputs ?? {});
  const id = op === "same" || op === "update" ? old?.id : state.id;
  const rendered = toRendered({ ...state, id: state.id ?? id }, known);
  // Of what is updated the old outputs hold old arguments too.
  return op === "same" ? rendered : { ...rendered, outputs: { ...rendered.outputs, ...rendered.inputs } };
}

function refuseHidden(file: string, steps: readonly Step[], summary: Readonly<Record<string, number>>): void {
  const hidden = (summary.same ?? 0) - steps.filter(({ op }) => op === "same").length;
  if (hidden <= 0) return;
  throw new InputError(
    `${file}: it leaves out ${hidden} resources that stay the same, so it does not show the whole stack; write it with ${COMMANDS.preview}`,
  );
}

function refuseState(file: string, data: unknown): void {
  if (typeof data !== "object" || data === null || Array.isArray(data)) {
    throw new InputError(`${file}: it is no preview; write it with ${COMMANDS.preview}`);
  }
  if ("deployment" in data || "checkpoint" in data) {
    throw new InputError(`${file}: it is a state (it has a deployment), not a preview; give it with --state`);
  }
}
