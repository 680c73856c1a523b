import { existsSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { readGoError } from "../errorText/goError";
import { InputError } from "../inputError";
import type { Project } from "../project";
import { SourceMaps } from "../sourceMaps";
import { bareEnvironment, configEnvironment } from "./environment";
import { findExecutable } from "./executable";
import { goBuild, goSdkVersion } from "./goBuild";
import { type Command, type Launch, PARALLEL, type Run } from "./launch";
import { mainFolder } from "./mainFolder";
import { findSources, stackOutputsIn } from "./sources";

const STACK_OUTPUT = /\.Get\w*Output\w*\(\s*(?:pulumi\.String\(\s*)?["`]([^"`]+)["`]/g;

/** The first minor version of SDK 3 that was seen to tell the monitor of a program's end. */
const SIGNALS_END = 200;

/** Go programs: built once, or the `binary` that Pulumi.yaml names. */
export async function launchGo(project: Project, workDir: string): Promise<Launch> {
  const pwd = mainFolder(project);
  const go = findExecutable("go");
  const program = findBinary(project) ?? (await goBuild(project, go, pwd, join(workDir, "program")));
  const command = (run: Run): Command => ({
    command: program,
    args: [],
    cwd: pwd,
    env: {
      ...bareEnvironment(),
      ...configEnvironment(run),
      PULUMI_MONITOR: run.address,
      PULUMI_ENGINE: run.address,
      PULUMI_PROJECT: project.name,
      PULUMI_STACK: run.stack,
      PULUMI_ORGANIZATION: run.organization,
      PULUMI_ROOT_DIRECTORY: project.dir,
      PULUMI_PARALLEL: PARALLEL,
      PULUMI_DRY_RUN: String(run.shape !== "update"),
    },
  });
  const [, minor] = /^v3\.(\d+)\./.exec((await goSdkVersion(go, program)) ?? "") ?? [];
  return {
    command,
    sourceMaps: new SourceMaps(),
    stackOutputs: stackOutputsIn(findSources(project.dir, /\.go$/), [STACK_OUTPUT]),
    installed: /(^|\/)(vendor|pkg\/mod)\//,
    exits: "os.Exit",
    signalsEnd: Number(minor ?? 0) >= SIGNALS_END,
    readError: readGoError,
  };
}

/** The `binary` option: a path in the project, or a command of the PATH; undefined where Pulumi.yaml has none. */
function findBinary(project: Project): string | undefined {
  const { binary } = project.runtimeOptions;
  if (binary === undefined || binary === "") return undefined;
  if (typeof binary !== "string") {
    throw new InputError("Pulumi.yaml: runtime: options: binary: give the path of the built program as text");
  }
  const path = resolve(project.dir, binary);
  const found = existsSync(path) && statSync(path).isFile() ? path : findExecutable(binary);
  if (found === undefined) {
    throw new InputError(
      `Pulumi.yaml: runtime: options: binary: there is no program at ${binary}; run go build -o ${binary} ${relative(project.dir, mainFolder(project)) || "."}, or take the option out`,
    );
  }
  return found;
}
