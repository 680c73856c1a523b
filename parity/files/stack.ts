import type { z } from "zod";
import { InputError } from "../render/inputError";
import type { Rendered, RenderedResource } from "../render/types";
import { parseUrn } from "../render/urn";

/** One stack as a file shows it. */
export interface FileStack {
  file: string;
  /** `update` for what is deployed, `preview` for what a preview shows. */
  shape: "update" | "preview";
  config: Record<string, string>;
  resources: RenderedResource[];
  notes: string[];
}

/** The data in the form of `schema`. @throws InputError naming file and place */
export function check<T>(schema: z.ZodType<T>, data: unknown, file: string): T {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InputError(
    `${file}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not valid"}; it is not as Pulumi writes it`,
  );
}

/** Project and stack that all resources of a file are of. @throws InputError where they are of several, or there is none */
export function ownerOf({ file, resources }: FileStack): { project: string; stack: string } {
  const [first] = resources;
  if (first === undefined) {
    throw new InputError(`${file}: it shows no resource, so there is nothing to judge; leave the file out`);
  }
  const { stack, project } = parseUrn(first.urn);
  const other = resources.find(
    ({ urn }) => parseUrn(urn).stack !== stack || parseUrn(urn).project !== project,
  );
  if (other === undefined) return { stack, project };
  throw new InputError(
    `${file}: ${other.urn} is of another stack or project than ${first.urn}; a file holds one stack`,
  );
}

/** The stack in the form of a render. */
export function toRender(stack: string, project: string, file: FileStack): Rendered {
  const { shape, config, resources, notes } = file;
  return { ok: true, stack, shape, project, config, resources, references: {}, notes };
}
