import { findParityFile, loadParityFile, shownPath, type ParityFile } from "./compare";
import { readStackFiles, toProjectRenders, type FileKind, type FileProject } from "./files";
import { findProjectDir, readProject } from "./render";
import { InputError } from "./render/inputError";
import type { ProjectRenders } from "./render/types";

/** Files of a project's stacks, in place of its program. */
export interface StackFiles {
  kind: FileKind;
  /** One a stack. */
  paths: readonly string[];
  /** Folder of the program that they are of, for its parity file. @default the current one, where it is that program's */
  program?: string;
  /** The parity file. @default that of the program; without a program none */
  parityFile?: string;
}

/** The stacks of files, ready to be judged. */
export interface OpenedFiles {
  renders: ProjectRenders;
  parity?: ParityFile;
  /** Stacks that the parity file lists and no file is given for. */
  absent: string[];
}

/**
 * Reads the files and finds the parity file that goes with them.
 * @throws InputError naming the file or flag that is wrong
 */
export function openStackFiles(files: StackFiles): OpenedFiles {
  const read = readStackFiles(files.paths, files.kind);
  const dir = programOf(files, read);
  const path = files.parityFile ?? (dir === undefined ? undefined : findParityFile(dir));
  const parity = path === undefined ? undefined : loadParityFile(path);
  const listed = parity?.stacks ?? [];
  const given = read.stacks.map(({ stack }) => stack);
  if (parity !== undefined && !given.some((stack) => listed.includes(stack))) {
    throw new InputError(
      `--${files.kind}: ${shownPath(parity.path)} lists ${listed.join(", ")}, and none of these is among the files (${given.join(", ")})`,
    );
  }
  const place = ({ stack }: { stack: string }): number =>
    listed.includes(stack) ? listed.indexOf(stack) : listed.length;
  const ordered = [...read.stacks].sort((a, b) => place(a) - place(b));
  return {
    renders: toProjectRenders({ ...read, stacks: ordered }, parity, dir),
    parity,
    absent: listed.filter((stack) => !given.includes(stack)),
  };
}

function programOf({ program, kind }: StackFiles, { project }: FileProject): string | undefined {
  if (program !== undefined) {
    const { name, dir } = readProject(program);
    if (name === project) return dir;
    throw new InputError(
      `--program ${program}: it is project ${name}, and the files of --${kind} are of ${project}; give the folder of ${project}, or leave --program out`,
    );
  }
  const found = findProjectDir(".");
  if (found === undefined) return undefined;
  const { name, dir } = readProject(found);
  return name === project ? dir : undefined;
}
