import { basename, join, resolve } from "node:path";
import { readNodeError } from "../errorText/nodeError";
import { InputError } from "../inputError";
import type { Project } from "../project";
import { SourceMaps } from "../sourceMaps";
import { preload } from "./bundled";
import { bareEnvironment, configEnvironment } from "./environment";
import { nodeSources, nodeStackOutputs } from "./nodeOutputs";
import { type Command, type Launch, PARALLEL, type Run } from "./launch";
import { mainFolder } from "./mainFolder";
import { findEntry, isModule, resolveFrom, transpile } from "./transpile";

/** Node programs: Pulumi's own runner of the program's own SDK. */
export async function launchNode(project: Project, workDir: string): Promise<Launch> {
  const programDir = project.dir;
  const pwd = mainFolder(project);
  const runner = resolveFrom(pwd, "@pulumi/pulumi/cmd/run");
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
  // As Pulumi hands it over: a folder as ".", a file by its name.
  const main = pwd === resolve(programDir, project.main ?? ".") ? "." : basename(project.main ?? "");
  const command = (run: Run): Command => ({
    command: process.execPath,
    args: [
      ...nodeargs,
      ...(isModule(entry) ? ["--enable-source-maps"] : []),
      "-r",
      preload(),
      runner,
      ...["--monitor", run.address, "--engine", run.address, "--project", project.name, "--stack", run.stack],
      ...["--organization", run.organization, "--root-directory", programDir],
      ...["--parallel", PARALLEL, "--pwd", pwd],
      ...(run.shape === "update" ? [] : ["--dry-run"]),
      ready ? entry : main,
    ],
    cwd: pwd,
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
    stackOutputs: made?.stackOutputs ?? nodeStackOutputs(nodeSources(programDir)),
    installed: /(^|\/)node_modules\//,
    exits: "process.exit",
    // An old SDK does not; its runner's own check at exit finds what is still under way.
    signalsEnd: false,
    readError: readNodeError,
  };
}
