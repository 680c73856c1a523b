import { isAbsolute, resolve } from "node:path";
import { statSync } from "node:fs";
import { findParityFile, loadParityFile, type ParityFile } from "../parity/compare";
import { z } from "zod";
import { InputError } from "../parity/render/inputError";
import type { Project } from "../parity/render";
import { parseUrn } from "../parity/render/urn";
import { configOf } from "./packConfig";
import { exportsIn } from "./exports";
import { findProgram } from "./program";
import { rendersFromFile, rendersOf, type Rendering, type RendersAnswer } from "./renders";
import type { ConfigSchema, Rule, RuleContext } from "./rules/rule";
import { configuredFacts } from "./rules/support/configuredFacts";
import { SettingsReader } from "./sharedSettings";

/** Where a pack runs. */
export interface Place {
  /** The folders in which the run may have started, the likeliest first. */
  startDirs: readonly string[];
  /** The pack's own folder. */
  packDir: string;
  /** JSON file of ProjectRenders that `check` hands over; absent when the engine runs the pack. */
  rendersFile?: string;
  /** The stack that the engine deploys, and its configuration, secrets and ESC's values included. */
  engine?: { stack: string; config: Readonly<Record<string, string>> };
}

/** Makes the context that a rule judges in, from a URN and the policy's configuration with the schema of its keys. */
export interface Contexts {
  /** Without renders of our own, which take seconds: a resource is judged by what it shows. */
  forResource(urn: string, given: Record<string, unknown>, schema?: ConfigSchema): Promise<RuleContext>;
  forStack(urn: string, given: Record<string, unknown>, schema?: ConfigSchema): Promise<RuleContext>;
}

const engineConfig = z.record(z.string(), z.string());

const NO_RENDERS = "a resource is judged by itself; what takes a render is judged with the stack";

/** Contexts for every stack that this host is asked about. `rules`: those whose keys a settings file may hold. */
export function makeContexts(place: Place, rules: readonly Rule[] = []): Contexts {
  const reader = new SettingsReader(rules);
  const make = async (
    urn: string,
    given: Record<string, unknown>,
    schema: ConfigSchema,
    withRenders: boolean,
  ): Promise<RuleContext> => {
    const { stack, project } = parseUrn(urn);
    const answer = await rendersFor(place, project, given, withRenders);
    const settings = reader.settings(baseOf(place, answer.dir), given.settings);
    const config = configOf(given, settings.values, schema);
    return {
      stack,
      project,
      today: new Date().toISOString().slice(0, 10),
      config,
      settingsError: settings.error,
      facts: configuredFacts(config),
      ...parityOf(place, answer, config),
      renders: answer.renders,
      rendersError: answer.error,
      ...(withRenders ? exportsFor(place, answer, config, project, stack) : {}),
    };
  };
  return {
    forResource: (urn, given, schema = {}) => make(urn, given, schema, false),
    forStack: (urn, given, schema = {}) => make(urn, given, schema, true),
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
  return withRenders
    ? rendersOf(program.project, rendering(place, program.project, config))
    : { dir: program.project.dir, error: NO_RENDERS };
}

/** How the pack renders: the stack that is deployed as the engine sees it, its siblings as their files say. */
function rendering(place: Place, project: Project, { answers }: Record<string, unknown>): Rendering {
  const file = typeof answers === "string" && answers !== "" ? resolve(project.dir, answers) : undefined;
  return { engine: place.engine, answers: file };
}

/** What relative paths of the configuration start from. */
function baseOf(place: Place, projectDir: string | undefined): string {
  return projectDir ?? place.startDirs[0] ?? place.packDir;
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
  const folder = resolve(baseOf(place, dir), states);
  return { exports: exportsIn(folder, project, stack) };
}

function parityOf(
  place: Place,
  { dir: projectDir, parityFile: told }: RendersAnswer,
  config: Record<string, unknown>,
): Pick<RuleContext, "parity" | "parityError"> {
  const parityFile = config.parityFile ?? told;
  const path =
    typeof parityFile === "string" && parityFile !== ""
      ? resolve(baseOf(place, projectDir), parityFile)
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

/** What the engine tells a pack of the stack that it deploys; nothing of it is left to a program that is rendered. */
function engineOf({ PULUMI_NODEJS_STACK: stack, PULUMI_CONFIG: text }: NodeJS.ProcessEnv): Place["engine"] {
  if (stack === undefined || stack === "" || text === undefined) return undefined;
  try {
    return { stack, config: engineConfig.parse(JSON.parse(text)) };
  } catch {
    return undefined;
  }
}

/** The place that this process runs in, from its environment. */
export function placeOf(packDir: string, env: NodeJS.ProcessEnv): Place {
  const startDirs = [env.PWD, env.INIT_CWD].filter(
    (dir): dir is string => dir !== undefined && isAbsolute(dir),
  );
  const rendersFile = env.ALARM_PARITY_RENDERS;
  if (rendersFile !== undefined && rendersFile !== "") return { startDirs, packDir, rendersFile };
  const engine = engineOf(env);
  return { startDirs, packDir, ...(engine === undefined ? {} : { engine }) };
}
