import { isAbsolute, resolve } from "node:path";
import { statSync } from "node:fs";
import { findParityFile, loadParityFile, type ParityFile } from "../parity/compare";
import { InputError } from "../parity/render/inputError";
import { parseUrn } from "../parity/render/urn";
import { exportsIn } from "./exports";
import { findProgram } from "./program";
import { rendersFromFile, rendersOf, type RendersAnswer } from "./renders";
import type { RuleContext } from "./rules/rule";

/** Where a pack runs. */
export interface Place {
  /** The folders in which the run may have started, the likeliest first. */
  startDirs: readonly string[];
  /** The pack's own folder. */
  packDir: string;
  /** JSON file of ProjectRenders that `check` hands over; absent when the engine runs the pack. */
  rendersFile?: string;
}

/** Makes the context that rules judge in. */
export interface Contexts {
  /** Without renders of our own, which take seconds: a resource is judged by what it shows. */
  forResource(urn: string, config: Record<string, unknown>): Promise<RuleContext>;
  forStack(urn: string, config: Record<string, unknown>): Promise<RuleContext>;
}

const NO_RENDERS = "a resource is judged by itself; what takes a render is judged with the stack";

/** Contexts for every stack that this host is asked about. */
export function makeContexts(place: Place): Contexts {
  const make = async (
    urn: string,
    config: Record<string, unknown>,
    withRenders: boolean,
  ): Promise<RuleContext> => {
    const { stack, project } = parseUrn(urn);
    const answer = await rendersFor(place, project, config, withRenders);
    return {
      stack,
      project,
      today: new Date().toISOString().slice(0, 10),
      config,
      ...parityOf(place, answer, config),
      renders: answer.renders,
      rendersError: answer.error,
      ...(withRenders ? exportsFor(place, answer, config, project, stack) : {}),
    };
  };
  return {
    forResource: (urn, config) => make(urn, config, false),
    forStack: (urn, config) => make(urn, config, true),
  };
}

async function rendersFor(
  place: Place,
  project: string,
  config: Record<string, unknown>,
  withRenders: boolean,
): Promise<RendersAnswer> {
  if (place.rendersFile !== undefined) return rendersFromFile(place.rendersFile);
  const program = findProgram(place, project, config.program);
  if ("error" in program) return { error: program.error };
  return withRenders ? rendersOf(program.project) : { dir: program.project.dir, error: NO_RENDERS };
}

/** Exports stand in for renders, which show more: what is about to be deployed. */
function exportsFor(
  place: Place,
  { dir, renders }: RendersAnswer,
  { states }: Record<string, unknown>,
  project: string,
  stack: string,
): Pick<RuleContext, "exports"> {
  if (renders !== undefined || typeof states !== "string" || states === "") return {};
  const folder = resolve(dir ?? place.startDirs[0] ?? place.packDir, states);
  return { exports: exportsIn(folder, project, stack) };
}

function parityOf(
  place: Place,
  { dir: projectDir, parityFile: told }: RendersAnswer,
  config: Record<string, unknown>,
): Pick<RuleContext, "parity" | "parityError"> {
  const parityFile = config.parityFile ?? told;
  const base = projectDir ?? place.startDirs[0] ?? place.packDir;
  const path =
    typeof parityFile === "string" && parityFile !== ""
      ? resolve(base, parityFile)
      : projectDir === undefined
        ? undefined
        : findParityFile(projectDir);
  return path === undefined ? {} : loadOnce(path);
}

const loaded = new Map<string, Pick<RuleContext, "parity" | "parityError">>();

function loadOnce(path: string): Pick<RuleContext, "parity" | "parityError"> {
  const key = `${path} ${statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? "none"}`;
  let answer = loaded.get(key);
  if (answer === undefined) {
    answer = load(path);
    loaded.set(key, answer);
  }
  return answer;
}

function load(path: string): { parity: ParityFile } | { parityError: string } {
  try {
    return { parity: loadParityFile(path) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { parityError: error.message };
  }
}

/** The place that this process runs in, from its environment. */
export function placeOf(packDir: string, env: NodeJS.ProcessEnv): Place {
  const startDirs = [env.PWD, env.INIT_CWD].filter(
    (dir): dir is string => dir !== undefined && isAbsolute(dir),
  );
  const rendersFile = env.ALARM_PARITY_RENDERS;
  return { startDirs, packDir, ...(rendersFile === undefined || rendersFile === "" ? {} : { rendersFile }) };
}
