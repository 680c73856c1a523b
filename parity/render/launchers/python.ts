import { existsSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { readPythonError } from "../errorText/pythonError";
import { InputError } from "../inputError";
import type { Project } from "../project";
import { runTool } from "../runTool";
import { SourceMaps } from "../sourceMaps";
import { bundled } from "./bundled";
import { bareEnvironment, configEnvironment } from "./environment";
import { type Command, type Launch, PARALLEL, type Run } from "./launch";
import { mainFolder } from "./mainFolder";
import { findPython, type PythonEnvironment, TOOL_SECONDS } from "./pythonEnvironment";
import { findSources, stackOutputsIn } from "./sources";

const STACK_OUTPUT = /\.(?:get|require)_output(?:_details)?\(\s*(?:name\s*=\s*)?["']([^"']+)["']/g;

/** Python programs: start.py, in the program's own environment. */
export async function launchPython(project: Project): Promise<Launch> {
  const pwd = mainFolder(project);
  const program = findProgram(project);
  const environment = await findPython(project);
  await probe(project, environment);
  const command = (run: Run): Command => ({
    command: environment.python,
    args: [
      bundled("start.py"),
      JSON.stringify({
        monitor: run.address,
        engine: run.address,
        project: project.name,
        stack: run.stack,
        organization: run.organization,
        root_directory: project.dir,
        parallel: Number(PARALLEL),
        dry_run: run.shape !== "update",
        pwd,
        program,
      }),
    ],
    cwd: pwd,
    env: { ...activated(environment), ...configEnvironment(run) },
  });
  return {
    command,
    sourceMaps: new SourceMaps(),
    stackOutputs: stackOutputsIn(findSources(project.dir, /\.py$/), [STACK_OUTPUT]),
    installed: /(^|\/)((site|dist)-packages|lib\/python3(\.\d+)?)\//,
    exits: "sys.exit or os._exit",
    signalsEnd: true,
    readError: readPythonError,
  };
}

/** A folder with a `__main__.py`, or a file. */
function findProgram({ dir, main }: Project): string {
  const path = resolve(dir, main ?? ".");
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, "__main__.py") : path;
  if (!existsSync(file)) {
    throw new InputError(
      `Pulumi.yaml: main: there is no program at ${join(main ?? "", "__main__.py")} in ${dir}`,
    );
  }
  return path;
}

/**
 * As an activated environment, so that a program that starts Python starts its own. Nothing else of this machine:
 * PYTHONPATH and PYTHONHOME would change what it imports. What it printed before it was ended is wanted, hence unbuffered.
 */
function activated({ python, virtualenv }: PythonEnvironment): Record<string, string> {
  const { PATH = "", ...bare } = bareEnvironment();
  return {
    ...bare,
    PATH: `${dirname(python)}${delimiter}${PATH}`,
    ...(virtualenv === undefined ? {} : { VIRTUAL_ENV: virtualenv }),
    PYTHONUNBUFFERED: "1",
  };
}

/** One line for the whole project, in place of the same error from every stack. */
async function probe(project: Project, environment: PythonEnvironment): Promise<void> {
  const find = "import importlib.util, sys; sys.exit(3 if importlib.util.find_spec('pulumi') is None else 0)";
  const { code, stderr } = await runTool(environment.python, ["-c", find], {
    cwd: tmpdir(),
    env: activated(environment),
    timeoutSeconds: TOOL_SECONDS,
  });
  if (code === 0) return;
  throw new InputError(
    code === 3
      ? `${project.dir}: the package pulumi is not installed for ${environment.python}; run ${environment.install} in that folder`
      : `${environment.python} does not start (${stderr.trim().split("\n").at(-1) ?? ""}); make the environment anew`,
  );
}
