import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AnswersFile } from "./answers/answersFile";
import { Declarations } from "./answers/declarations";
import { outputsOf, unusedAnswers } from "./answers/given";
import { howToAnswer } from "./answers/missing";
import { findLauncher } from "./launchers";
import type { Project } from "./project";
import { renderStack as renderOne, type RenderJob } from "./renderStack";
import type { EngineConfig } from "./stackConfig";
import type { ProjectRenders, Render, Rendered, Shape, StackRenders } from "./types";
import { findHoles } from "./wire";

export { loadAnswersFile, type AnswersFile } from "./answers/answersFile";
export { findProjectDir, readProject, type Project } from "./project";
export { showReferences } from "./references";

/** How long a program may take, in seconds, unless told otherwise. */
export const DEFAULT_TIMEOUT_SECONDS = 60;

/** More programs at once only take memory: two cores are busy with three. */
const AT_ONCE = 8;

export interface RenderOptions {
  /** Which stacks; default all that have a file. */
  stacks?: readonly string[];
  /** Time limit of one run of the program, in seconds; default 60. */
  timeoutSeconds?: number;
  /** Whether the two shapes differ so that a third render must decide; default never. */
  needsThird?: (preview: Rendered, update: Rendered) => boolean;
  /** Real answers for what programs ask of a cloud; default none: all are made up. */
  answers?: AnswersFile;
  /** The engine's own configuration of the stack that it deploys, in place of that stack's file. */
  engine?: { stack: string; config: EngineConfig };
  /** Called when a render has ended. */
  onProgress?: (render: Render) => void;
}

/**
 * Renders the project's stacks in both shapes, all at once.
 * @throws InputError where the project as a whole cannot be rendered; a stack that cannot is in the answer.
 */
export async function renderProject(project: Project, options: RenderOptions = {}): Promise<ProjectRenders> {
  return withJob(project, options, async (job) => {
    const limited = limit(AT_ONCE);
    const one = async (stack: string, shape: Shape): Promise<Render> => {
      const render = await limited(() => renderOne(job, stack, shape));
      options.onProgress?.(render);
      return render;
    };
    const stacks = await Promise.all(
      (options.stacks ?? project.stacks).map(async (stack): Promise<StackRenders> => {
        const [preview, update] = await Promise.all([one(stack, "preview"), one(stack, "update")]);
        const whole = withoutHoles(preview, update);
        if (!preview.ok || !whole.ok || options.needsThird?.(preview, whole) !== true) {
          return { stack, preview, update: whole };
        }
        return { stack, preview, update: whole, previewKnown: await one(stack, "preview-known") };
      }),
    );
    return { project: project.name, dir: project.dir, stacks, notes: notesOn(job, stacks) };
  });
}

/** Renders one stack in one shape. @throws InputError as {@link renderProject}. */
export async function renderStack(
  project: Project,
  stack: string,
  shape: Shape,
  options: Pick<RenderOptions, "timeoutSeconds"> = {},
): Promise<Render> {
  return withJob(project, options, (job) => renderOne(job, stack, shape));
}

async function withJob<T>(
  project: Project,
  { timeoutSeconds = DEFAULT_TIMEOUT_SECONDS, engine, answers }: RenderOptions,
  use: (job: RenderJob) => Promise<T>,
): Promise<T> {
  const launcher = findLauncher(project);
  const workDir = mkdtempSync(join(tmpdir(), "alarm-parity-"));
  const remove = () => {
    rmSync(workDir, { recursive: true, force: true });
  };
  process.once("exit", remove);
  try {
    const launch = await launcher(project, workDir);
    const declarations = new Declarations(project.dir);
    const job = { project, launch, declarations, timeoutSeconds, engine, answers };
    return await use({ ...job, usedAnswers: new Set() });
  } finally {
    process.off("exit", remove);
    remove();
  }
}

function notesOn({ answers, usedAnswers }: RenderJob, stacks: readonly StackRenders[]): string[] {
  if (answers === undefined) return [];
  const whole = stacks.filter(({ update }) => update.ok);
  return unusedAnswers(answers, usedAnswers, namesOf(whole), namesOf(stacks));
}

function namesOf(stacks: readonly StackRenders[]): string[] {
  return stacks.map(({ stack }) => stack);
}

/** An output that could not be answered makes what depends on it worthless: such a stack is not judged. */
function withoutHoles(preview: Render, update: Render): Render {
  if (!preview.ok || !update.ok) return update;
  const before = new Map(preview.resources.map((resource) => [resource.urn, resource]));
  for (const resource of update.resources) {
    const [hole] = findHoles(before.get(resource.urn)?.inputs ?? {}, resource.inputs);
    if (hole === undefined) continue;
    const [urn] = resource.propertyDependencies[hole.split(/[.[]/)[0] ?? ""] ?? [];
    const owner = update.resources.find((one) => one.urn === urn);
    const answer =
      owner === undefined ? "" : `; or ${howToAnswer(update.stack, outputsOf(owner.type, owner.name), "…")}`;
    const place = resource.source === undefined ? "" : ` (${resource.source.file}:${resource.source.line})`;
    return {
      ok: false,
      stack: update.stack,
      shape: update.shape,
      error: `${resource.name}${place}: ${hole} comes from an output that could not be answered offline, so it would be judged as left out; give the resource that it comes from this property, or use another of its outputs${answer}`,
    };
  }
  return update;
}

function limit(atOnce: number): <T>(job: () => Promise<T>) => Promise<T> {
  let free = atOnce;
  const waiting: (() => void)[] = [];
  return async (job) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await job();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    }
  };
}
