import type { ParityFile } from "../compare";
import { InputError } from "../render/inputError";
import type { ProjectRenders, Rendered } from "../render/types";
import { alignUnknowns } from "./align";
import { readPreview } from "./previewFile";
import { readJson, type FileKind } from "./readJson";
import { withReferences } from "./references";
import { ownerOf, toRender } from "./stack";
import { readState } from "./stateFile";

export { alignUnknowns } from "./align";
export { withoutAutoName } from "./given";
export { readJson, type FileKind } from "./readJson";

/** The stacks of a project as files show them, not yet held to a parity file. */
export interface FileProject {
  project: string;
  kind: FileKind;
  stacks: Rendered[];
}

/**
 * Reads a project's stacks from files that Pulumi wrote, one a stack.
 * @throws InputError naming the file: it is none of this kind, is damaged or incomplete, is of another project, or is
 * of a stack that another file is of
 */
export function readStackFiles(files: readonly string[], kind: FileKind): FileProject {
  const found = new Map<string, { file: string; render: Rendered }>();
  let first: { file: string; project: string } | undefined;
  for (const file of files) {
    const data = readJson(file, kind);
    const read = kind === "state" ? readState(file, data) : readPreview(file, data);
    const { project, stack } = ownerOf(read);
    first ??= { file, project };
    if (project !== first.project) {
      throw new InputError(
        `${file}: it is of project ${project}, and ${first.file} of ${first.project}; stacks of one project are compared`,
      );
    }
    const other = found.get(stack)?.file;
    if (other !== undefined)
      throw new InputError(`${file}: it is of stack ${stack}, and so is ${other}; give one file a stack`);
    found.set(stack, { file, render: toRender(stack, project, read) });
  }
  if (first === undefined) throw new InputError(`--${kind}: no file is given`);
  return { project: first.project, kind, stacks: [...found.values()].map(({ render }) => render) };
}

/** The stacks as they are judged and compared, with what differs by nature as references. */
export function toProjectRenders(
  { project, kind, stacks }: FileProject,
  parity: ParityFile | undefined,
  dir?: string,
): ProjectRenders {
  const shown = alignUnknowns(stacks.map((stack) => referenced(stack, parity)));
  return {
    project,
    ...(dir === undefined ? {} : { dir }),
    ...(parity === undefined ? {} : { parityFile: parity.path }),
    from: kind,
    stacks: shown.map((render) => ({ stack: render.stack, preview: render, update: render })),
  };
}

/** One stack with what differs by nature as references; what is listed under `elsewhere` stays as it is. */
export function referenced(stack: Rendered, parity: ParityFile | undefined): Rendered {
  const keep = new Set(parity?.elsewhere.flatMap(({ values }) => Object.values(values)));
  const { resources, notes } = withReferences(stack.resources, keep);
  return { ...stack, resources, notes: [...stack.notes, ...notes] };
}
