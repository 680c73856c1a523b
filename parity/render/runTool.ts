import { spawnChild, killChild } from "./children";

/** How a tool (a compiler, a package manager) ended. */
export interface ToolRun {
  /** Null where it was killed. */
  code: number | null;
  stdout: string;
  stderr: string;
  timedOut: boolean;
}

/**
 * Runs a tool of this machine to its end; it ends with this process, like every child.
 *
 * @param env its whole environment
 * @param timeoutSeconds after which it is killed
 * @throws Error where it cannot be started
 */
export function runTool(
  command: string,
  args: readonly string[],
  { cwd, env, timeoutSeconds }: { cwd: string; env: NodeJS.ProcessEnv; timeoutSeconds: number },
): Promise<ToolRun> {
  return new Promise((resolve, reject) => {
    const child = spawnChild(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const run: ToolRun = { code: null, stdout: "", stderr: "", timedOut: false };
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (run.stdout += text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (run.stderr += text));
    const timer = setTimeout(() => {
      run.timedOut = true;
      killChild(child);
    }, timeoutSeconds * 1000);
    child.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ ...run, code });
    });
  });
}
