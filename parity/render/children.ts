import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

/** Children that still run, each the head of its own process group, with the mark of what they start. */
const running = new Map<ChildProcess, string>();

/**
 * In the environment of each child and of what it starts: a daemon leaves the process group, and keeps this. It goes
 * on behind the mark of the process that we ourselves are a child of, whose end is then the end of all.
 */
const MARK = "ALARM_PARITY_CHILD";

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
  const mark = `${process.env[MARK] ?? ""}/${randomUUID()}`;
  const env = { ...(options.env ?? process.env), [MARK]: mark };
  // A group of its own: Ctrl-C reaches us alone, and a kill reaches the child's own children too.
  const child = spawn(command, args, { ...options, env, detached: process.platform !== "win32" });
  running.set(child, mark);
  const forget = () => running.delete(child);
  child.once("error", forget);
  // What the child itself left behind goes too: its group outlives it.
  child.once("exit", () => {
    signalGroup(child);
    killMarked(mark);
    forget();
  });
  return child;
}

/** Ends one child and everything that it started, at once. Does nothing where it has ended already. */
export function killChild(child: ChildProcess): void {
  const mark = running.get(child);
  signalGroup(child);
  if (mark !== undefined) killMarked(mark);
  running.delete(child);
}

/** Ends all children, at once. */
export function killAll(): void {
  for (const child of running.keys()) killChild(child);
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

/** Ends what carries the mark: where there is no /proc, a daemon is not found. */
function killMarked(mark: string): void {
  if (process.platform !== "linux") return;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (readFileSync(`/proc/${pid}/environ`, "latin1").includes(`${MARK}=${mark}`)) {
        process.kill(Number(pid), "SIGKILL");
      }
    } catch {
      // It has ended meanwhile, or is somebody else's.
    }
  }
}
