import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { InputError } from "../inputError";
import type { Project } from "../project";
import { runTool } from "../runTool";
import { findExecutable } from "./executable";
import { mainFolder } from "./mainFolder";

const TOOLCHAINS = ["pip", "poetry", "uv"] as const;
type Toolchain = (typeof TOOLCHAINS)[number];

/** An interpreter or tool that takes longer to start hangs. */
export const TOOL_SECONDS = 30;

/** Where a program's Python lies. */
export interface PythonEnvironment {
  /** The interpreter, absolute. */
  python: string;
  /** The virtual environment; absent for the Python of this machine. */
  virtualenv?: string;
  /** What to type where a package is missing. */
  install: string;
}

/**
 * The program's own environment, as Pulumi's Python host finds it, but for one thing: nothing is made or installed.
 * @throws InputError where it is not there, with what to run
 */
export async function findPython(project: Project): Promise<PythonEnvironment> {
  const { virtualenv } = project.runtimeOptions;
  if (virtualenv !== undefined && typeof virtualenv !== "string") {
    throw new InputError(
      "Pulumi.yaml: runtime: options: virtualenv: give the folder of the environment as text",
    );
  }
  const given = virtualenv === undefined || virtualenv === "" ? undefined : resolve(project.dir, virtualenv);
  const folder = mainFolder(project);
  switch (chooseToolchain(project, folder)) {
    case "uv":
      return inFolder(project, given ?? uvFolder(folder), `uv sync`);
    case "poetry":
      return inFolder(project, await poetryFolder(project, folder), "poetry install");
    case "pip": {
      if (given === undefined) return onPath();
      const shown = shownFrom(project, given);
      const pip = `${join(shown, bin(), "pip")} install -r requirements.txt`;
      return { ...inFolder(project, given, `python3 -m venv ${shown} && ${pip}`), install: pip };
    }
  }
}

/** As Pulumi: the option, else the lock file that lies nearest, else pip. */
function chooseToolchain(project: Project, folder: string): Toolchain {
  const { toolchain } = project.runtimeOptions;
  if (toolchain === undefined) {
    if (searchUp(folder, "uv.lock") !== undefined) return "uv";
    return searchUp(folder, "poetry.lock") === undefined ? "pip" : "poetry";
  }
  const known = TOOLCHAINS.find((name) => name === toolchain);
  if (known === undefined) {
    throw new InputError(
      `Pulumi.yaml: runtime: options: toolchain: ${JSON.stringify(toolchain)} is none; it is one of ${TOOLCHAINS.join(", ")}`,
    );
  }
  return known;
}

function inFolder(project: Project, virtualenv: string, install: string): PythonEnvironment {
  const python = join(virtualenv, bin(), "python");
  if (!existsSync(python)) {
    throw new InputError(
      `${project.dir}: there is no virtual environment at ${shownFrom(project, virtualenv)}; run ${install} in that folder`,
    );
  }
  return { python, virtualenv, install };
}

function onPath(): PythonEnvironment {
  const python = findExecutable("python3") ?? findExecutable("python");
  if (python === undefined) {
    throw new InputError(
      "runtime: python: there is no python3 on the PATH; install Python, or name the program's environment in Pulumi.yaml (runtime: options: virtualenv)",
    );
  }
  return { python, install: "pip install -r requirements.txt" };
}

function uvFolder(folder: string): string {
  return join(searchUp(folder, "uv.lock") ?? searchUp(folder, "pyproject.toml") ?? folder, ".venv");
}

async function poetryFolder(project: Project, folder: string): Promise<string> {
  const poetry = findExecutable("poetry");
  if (poetry === undefined) {
    throw new InputError(
      `${project.dir}: its environment is Poetry's, and there is no poetry on the PATH; install Poetry and run poetry install in that folder`,
    );
  }
  // Poetry is this machine's tool and not the program: it finds its environments by our variables.
  const { code, stdout } = await runTool(poetry, ["env", "info", "--path"], {
    cwd: folder,
    env: process.env,
    timeoutSeconds: TOOL_SECONDS,
  });
  if (code !== 0 || stdout.trim() === "") {
    throw new InputError(
      `${project.dir}: Poetry has made no environment for it; run poetry install in that folder`,
    );
  }
  return stdout.trim();
}

/** The nearest folder at or above `from` that holds `file`. */
function searchUp(from: string, file: string): string | undefined {
  if (existsSync(join(from, file))) return from;
  return dirname(from) === from ? undefined : searchUp(dirname(from), file);
}

function shownFrom(project: Project, path: string): string {
  const shown = relative(project.dir, path);
  return shown.startsWith("..") || isAbsolute(shown) ? path : shown;
}

function bin(): string {
  return process.platform === "win32" ? "Scripts" : "bin";
}
