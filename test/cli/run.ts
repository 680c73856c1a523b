import { spawn } from "node:child_process";
import path from "node:path";

const root = path.resolve(__dirname, "../..");

/** What a run of the command line came to. */
export interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the built checker (`npm run build` makes it); `started` gets its process id. */
export async function runCheck(args: readonly string[], started?: (pid: number) => void): Promise<Run> {
  return run(process.execPath, [path.join(root, "dist/check.js"), ...args], { NO_COLOR: "1" }, started);
}

/** Runs the built replay. */
export async function runReplay(args: readonly string[]): Promise<Run> {
  return run(process.execPath, [path.join(root, "dist/replay.js"), ...args], { NO_COLOR: "1" });
}

/** Runs a command in this project's folder, with `env` over ours. */
export async function run(
  command: string,
  args: readonly string[],
  env: Record<string, string>,
  started?: (pid: number) => void,
): Promise<Run> {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const result: Run = { code: null, stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (result.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (result.stderr += text));
  if (child.pid !== undefined) started?.(child.pid);
  result.code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return result;
}
