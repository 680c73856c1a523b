import { alarmShapesDiffer, findParityFile, loadParityFile, shownPath, type ParityFile } from "./compare";
import type { FileKind } from "./files";
import { loadAnswersFile, readProject, renderProject, type Project } from "./render";
import { InputError } from "./render/inputError";
import type { ProjectRenders, Render } from "./render/types";
import { openStackFiles } from "./stackFiles";

/** Where the stacks come from. */
export interface SourceOptions {
  /** Folder of the Pulumi program. @default the current one */
  program?: string;
  /** Files of the stacks in place of the program, one a stack. */
  files?: { kind: FileKind; paths: readonly string[] };
  /** The parity file. @default that of the program */
  parityFile?: string;
  /** Stacks whose findings are wanted; their siblings are rendered all the same. @default all */
  stacks?: readonly string[];
  /** File of real answers for what the program asks of a cloud. @default none */
  answers?: string;
  /** Called with one short sentence whenever a part is done. */
  onProgress?: (done: string) => void;
}

/** What is checked: a project's stacks, from its program or from files. */
export interface Source {
  project: string;
  /** Stacks whose findings are wanted. */
  wanted: readonly string[];
  parity?: ParityFile;
  renders: (timeoutSeconds: number) => Promise<ProjectRenders>;
  /** What a reader must know of it. */
  notes: { stack: string; note: string }[];
}

/** Opens the source. @throws InputError for a program, file, parity file or stack name that is wrong */
export function openSource(options: SourceOptions): Source {
  const { files } = options;
  return files === undefined ? programSource(options) : fileSource(files, options);
}

function programSource({
  program = ".",
  stacks,
  answers: path,
  parityFile,
  onProgress,
}: SourceOptions): Source {
  const project = withStacks(readProject(program), stacks);
  const wanted = chooseStacks(project, stacks);
  const answers = path === undefined ? undefined : loadAnswersFile(path, project.stacks);
  const parityPath = parityFile ?? findParityFile(project.dir);
  const parity = parityPath === undefined ? undefined : loadParityFile(parityPath);
  refuseMissingStacks(project, parity?.stacks ?? [], parityPath);
  const renders = async (timeoutSeconds: number): Promise<ProjectRenders> => ({
    ...(await renderProject(project, {
      stacks: inOrder(project.stacks, parity?.stacks ?? []),
      timeoutSeconds,
      answers,
      needsThird: alarmShapesDiffer,
      onProgress: (render) => onProgress?.(describe(render)),
    })),
    ...(parityFile === undefined || parity === undefined ? {} : { parityFile: parity.path }),
  });
  return { project: project.name, wanted, parity, renders, notes: [] };
}

function fileSource(files: NonNullable<SourceOptions["files"]>, options: SourceOptions): Source {
  const { program, parityFile } = options;
  const { renders, parity, absent } = openStackFiles({ ...files, program, parityFile });
  const names = renders.stacks.map(({ stack }) => stack);
  const unknown = options.stacks?.find((stack) => !names.includes(stack));
  if (unknown !== undefined)
    throw new InputError(`--stack ${unknown}: no file is of this stack; there are ${names.join(", ")}`);
  return {
    project: renders.project,
    wanted: options.stacks ?? names,
    parity,
    renders: () => Promise.resolve(renders),
    notes: absent.map((stack) => ({
      stack,
      note: `${shownPath(parity?.path)} lists it and no file is given for it, so the others were not compared with it`,
    })),
  };
}

/** What Pulumi takes for the name of a stack. */
const STACK_NAME = /^[\w.-]{1,100}$/;

/** Where no stack has a file, `--stack` names them: all then have the defaults of Pulumi.yaml. */
function withStacks(project: Project, named: readonly string[] = []): Project {
  if (project.hasStackFiles) return project;
  const wrong = named.find((name) => !STACK_NAME.test(name));
  if (wrong !== undefined) {
    throw new InputError(
      `--stack ${wrong}: a stack's name has letters, digits, hyphens, underscores and periods only`,
    );
  }
  return { ...project, stacks: [...new Set(named)] };
}

function chooseStacks(project: Project, wanted: readonly string[] | undefined): readonly string[] {
  if (project.stacks.length === 0) {
    throw new InputError(
      `${project.stackConfigDir}: no Pulumi.<stack>.yaml, so there is no stack to check: add one, or name the stacks with --stack NAME…`,
    );
  }
  const unknown = wanted?.find((stack) => !project.stacks.includes(stack));
  if (unknown !== undefined) {
    throw new InputError(
      `--stack ${unknown}: there is no such stack; there are ${project.stacks.join(", ")}`,
    );
  }
  return wanted ?? project.stacks;
}

/** A stack that parity.yaml lists and that nobody can render would be left out of every comparison. */
function refuseMissingStacks(
  project: Project,
  listed: readonly string[],
  parityPath: string | undefined,
): void {
  const missing = listed.find((stack) => !project.stacks.includes(stack));
  if (missing === undefined) return;
  throw new InputError(
    `Pulumi.${missing}.yaml is missing, but ${shownPath(parityPath)} lists the stack ${missing}: add the file, or take ${missing} out of \`stacks\``,
  );
}

/** As parity.yaml lists them, which is how changes travel; then the others. */
function inOrder(stacks: readonly string[], listed: readonly string[]): string[] {
  return [...listed, ...stacks.filter((stack) => !listed.includes(stack))];
}

function describe(render: Render): string {
  return `${render.stack} (${render.shape}) ${render.ok ? "rendered" : "cannot be rendered"}`;
}
