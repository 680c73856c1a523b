import { readFileSync, statSync } from "node:fs";
import { alarmShapesDiffer } from "../parity/compare";
import { loadAnswersFile, renderProject, type Project, type RenderOptions } from "../parity/render";
import { InputError } from "../parity/render/inputError";
import type { ProjectRenders, StackRenders } from "../parity/render/types";

/** Renders of a project, or why there are none. */
export interface RendersAnswer {
  /** The program's folder, where it is known. */
  dir?: string;
  /** The parity file, where `check` was told of one. */
  parityFile?: string;
  renders?: ProjectRenders;
  error?: string;
}

let fromFile: { key: string; answer: RendersAnswer } | undefined;

/** The renders that `check` wrote for us; read again when the file has changed. */
export function rendersFromFile(file: string): RendersAnswer {
  const written = statSync(file, { throwIfNoEntry: false });
  if (written === undefined) return { error: `${file}: there are no renders; run the pack by npm run check` };
  const key = `${file} ${written.mtimeMs} ${written.size}`;
  if (fromFile?.key !== key) {
    const renders = withPreviews(JSON.parse(readFileSync(file, "utf8")) as WrittenRenders);
    fromFile = { key, answer: { dir: renders.dir, parityFile: renders.parityFile, renders } };
  }
  return fromFile.answer;
}

/** As `check` writes them: a stack that was read from a file has its preview left out. */
type WrittenRenders = Omit<ProjectRenders, "stacks"> & {
  stacks: (Omit<StackRenders, "preview"> & Partial<Pick<StackRenders, "preview">>)[];
};

function withPreviews(written: WrittenRenders): ProjectRenders {
  const stacks = written.stacks.map((one) => ({ ...one, preview: one.preview ?? one.update }));
  return { ...written, stacks };
}

const rendering = new Map<string, Promise<RendersAnswer>>();

/** With what the pack renders. */
export interface Rendering {
  /** The stack that the engine deploys; it may have no file. */
  engine: RenderOptions["engine"];
  /** Path of a file of real answers. */
  answers: string | undefined;
}

/** Renders the project's stacks, once in the life of this process, which is one run of the engine. */
export function rendersOf(project: Project, options: Rendering): Promise<RendersAnswer> {
  let answer = rendering.get(project.dir);
  if (answer === undefined) {
    answer = render(project, options);
    rendering.set(project.dir, answer);
  }
  return answer;
}

async function render(project: Project, { engine, answers }: Rendering): Promise<RendersAnswer> {
  const { dir } = project;
  const own = engine === undefined || project.stacks.includes(engine.stack) ? [] : [engine.stack];
  const stacks = [...project.stacks, ...own];
  try {
    return {
      dir,
      renders: await renderProject(project, {
        stacks,
        engine,
        answers: answers === undefined ? undefined : loadAnswersFile(answers, stacks),
        needsThird: alarmShapesDiffer,
      }),
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { dir, error: error.message };
  }
}
