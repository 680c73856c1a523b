import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { stackOutputsBelow } from "./answers/stackOutputs";
import { InputError } from "./inputError";
import type { Project } from "./project";
import { SourceMaps } from "./sourceMaps";
import { findEntry, resolveFrom, transpile } from "./transpile";
import type { Shape } from "./types";

/** One run of a program: what the launcher needs to know beside the project. */
export interface Run {
  stack: string;
  shape: Shape;
  /** Address of monitor and engine. */
  address: string;
  /** `PULUMI_CONFIG` and `PULUMI_CONFIG_SECRET_KEYS`. */
  config: Record<string, string>;
  secretKeys: string[];
  organization: string;
}

/** A command to start, with its whole environment. */
export interface Command {
  command: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
}

/** A project made ready to run, once for all its stacks. */
export interface Launch {
  command: (run: Run) => Command;
  /** For programs that were transpiled here; empty otherwise. */
  sourceMaps: SourceMaps;
  /** Names of the outputs that the program asks of other stacks, as far as they stand in it as text. */
  stackOutputs: readonly string[];
}

/** How the programs of one runtime are started; `workDir` is a temporary folder for what it makes. */
export type Launcher = (project: Project, workDir: string) => Promise<Launch>;

/** One row a `runtime:` of Pulumi.yaml. */
export const launchers: Readonly<Record<string, Launcher>> = { nodejs: launchNode };

/** @throws InputError where the runtime is not among {@link launchers}. */
export function findLauncher(project: Project): Launcher {
  const launcher = launchers[project.runtime];
  if (launcher === undefined) {
    throw new InputError(
      `Pulumi.yaml: runtime: ${project.runtime} programs cannot be rendered; this version renders ${Object.keys(launchers).join(", ")}`,
    );
  }
  return launcher;
}

async function launchNode(project: Project, workDir: string): Promise<Launch> {
  const programDir = project.dir;
  const runner = resolveFrom(programDir, "@pulumi/pulumi/cmd/run");
  if (runner === undefined) {
    throw new InputError(
      `${programDir}: @pulumi/pulumi is not installed there; run npm ci (or the project's own package manager) in that folder`,
    );
  }
  const entry = findEntry(programDir, project.main);
  if (entry === undefined) {
    throw new InputError(
      `Pulumi.yaml: main: there is no program at ${project.main ?? "index.ts or index.js"} in ${programDir}`,
    );
  }
  const transpiled = join(workDir, "program.json");
  const typescript = project.runtimeOptions.typescript !== false;
  const made = typescript ? await transpile(entry, programDir, transpiled) : undefined;
  const ready = made !== undefined;
  const nodeargs =
    typeof project.runtimeOptions.nodeargs === "string" ? project.runtimeOptions.nodeargs.split(/\s+/) : [];
  const command = (run: Run): Command => ({
    command: process.execPath,
    args: [
      ...nodeargs,
      "-r",
      preload(),
      runner,
      ...["--monitor", run.address, "--engine", run.address, "--project", project.name, "--stack", run.stack],
      ...[
        "--organization",
        run.organization,
        "--root-directory",
        programDir,
        "--parallel",
        "16",
        "--pwd",
        programDir,
      ],
      ...(run.shape === "update" ? [] : ["--dry-run"]),
      ready ? entry : (project.main ?? "."),
    ],
    cwd: programDir,
    env: {
      ...bareEnvironment(),
      ...configEnvironment(run),
      PULUMI_NODEJS_TYPESCRIPT: String(typescript && !ready),
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      // What loads ES modules asks ts-node itself, and types take ten times as long to check as the rest.
      TS_NODE_TRANSPILE_ONLY: "true",
      // Then TypeScript complains of the SDK's own compiler options: deprecated, or not made for nodenext.
      TS_NODE_IGNORE_DIAGNOSTICS: "5107,5109,5110",
      ...(ready
        ? { ALARM_PARITY_TRANSPILED: transpiled, ALARM_PARITY_ESBUILD: require.resolve("esbuild") }
        : {}),
    },
  });
  return {
    command,
    sourceMaps: made?.sourceMaps ?? new SourceMaps(),
    stackOutputs: made?.stackOutputs ?? stackOutputsBelow(programDir),
  };
}

/** What is loaded into Node programs and hosts first; the bundle of preload.ts lies beside the bundle that this file is in. */
export function preload(): string {
  const beside = join(__dirname, "preload.js");
  return existsSync(beside) ? beside : join(dirname(dirname(__dirname)), "dist", "preload.js");
}

/** A program sees no more of this machine than it needs, so that its variables cannot steer a render. */
function bareEnvironment(): Record<string, string> {
  const { PATH = "", HOME = "" } = process.env;
  return { PATH, HOME, NO_COLOR: "1" };
}

function configEnvironment(run: Run): Record<string, string> {
  return {
    PULUMI_CONFIG: JSON.stringify(run.config),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(run.secretKeys),
  };
}
