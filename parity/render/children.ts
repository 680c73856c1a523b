import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";

/** Children that still run, each the head of its own process group. */
const running = new Set<ChildProcess>();

/** Signals that end this process, and the exit code that a shell expects after each (128 + its number). */
const endings = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

let guarded = false;

/** From the first child on, no end of this process leaves one behind; only SIGKILL cannot be caught. */
function guard(): void {
  if (guarded) return;
  guarded = true;
  process.on("exit", killAll);
  for (const [signal, code] of Object.entries(endings)) process.on(signal, () => process.exit(code));
}

/**
 * Starts a child process that ends with this one, together with everything that it starts itself.
 *
 * @param options as for `child_process.spawn`; `detached` is set here
 * @returns the child; a command that cannot be started reports it as the child's `error` event
 */
export function spawnChild(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  guard();
  // A group of its own: Ctrl-C reaches us alone, and a kill reaches the child's own children too.
  const child = spawn(command, args, { ...options, detached: process.platform !== "win32" });
  running.add(child);
  const forget = () => running.delete(child);
  child.once("error", forget);
  // What the child itself left behind goes too: its group outlives it.
  child.once("exit", () => {
    signalGroup(child);
    forget();
  });
  return child;
}

/** Ends one child and everything that it started, at once. Does nothing where it has ended already. */
export function killChild(child: ChildProcess): void {
  signalGroup(child);
  running.delete(child);
}

/** Ends all children, at once. */
export function killAll(): void {
  for (const child of running) killChild(child);
}

function signalGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === "win32") {
    child.kill("SIGKILL");
    return;
  }
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
