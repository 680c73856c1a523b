import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { findExecutable } from "../../parity/render/launchers/executable";
import { runTool } from "../../parity/render/runTool";

/** A first build compiles the SDK and the provider's packages. */
export const PREPARE_MS = 20 * 60_000;

/** Outlives a run, so that the second one is quick. */
const CACHE = resolve(__dirname, "../../node_modules/.cache/alarm-parity");

export const programs = resolve(__dirname, "programs");

/** A toolchain that is ready, or why it is not to be had here. */
export type Ready<T> = { ready: T } | { missing: string };

/** A virtual environment with Pulumi's SDK and AWS provider, from PyPI. */
export async function pythonEnvironment(): Promise<Ready<string>> {
  const python = findExecutable("python3");
  if (python === undefined) return { missing: "there is no python3 on the PATH" };
  const requirements = join(programs, "python/requirements.txt");
  const venv = join(CACHE, "python");
  const done = join(venv, "installed.txt");
  if (existsSync(done) && readFileSync(done, "utf8") === readFileSync(requirements, "utf8"))
    return { ready: venv };
  rmSync(venv, { recursive: true, force: true });
  const steps: [string, string[]][] = [
    [python, ["-m", "venv", venv]],
    [join(venv, "bin/python"), ["-m", "pip", "install", "--quiet", "-r", requirements]],
  ];
  for (const [command, args] of steps) {
    const missing = await failure(command, args, programs);
    if (missing !== undefined) return { missing };
  }
  writeFileSync(done, readFileSync(requirements));
  return { ready: venv };
}

/** Go, with the modules that programs/go needs in its module cache. */
export async function goModules(): Promise<Ready<string>> {
  const go = findExecutable("go");
  if (go === undefined) return { missing: "there is no go on the PATH" };
  const missing = await failure(go, ["mod", "download"], join(programs, "go"));
  return missing === undefined ? { ready: go } : { missing };
}

/** The last line of a command that failed; undefined where it did not. */
async function failure(command: string, args: string[], cwd: string): Promise<string | undefined> {
  mkdirSync(CACHE, { recursive: true });
  const { code, stderr } = await runTool(command, args, {
    cwd,
    env: process.env,
    timeoutSeconds: PREPARE_MS / 1000,
  });
  return code === 0 ? undefined : `${args.join(" ")}: ${stderr.trim().split("\n").at(-1) ?? ""}`;
}
