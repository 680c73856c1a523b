import { readdirSync, readFileSync } from "node:fs";

/** Milliseconds between two looks; a process that lives shorter is not seen. */
const EVERY = 50;

/** Peak resident memory by role, in MB; empty where there is no /proc. */
export type Peaks = Map<string, number>;

/** Watches a process and all that it starts until `stop` is called, which gives the peak of each role. */
export function watchMemory(pid: number): { stop: () => Peaks } {
  const peaks: Peaks = new Map();
  const look = () => {
    for (const { role, megabytes } of processesUnder(pid)) {
      peaks.set(role, Math.max(megabytes, peaks.get(role) ?? 0));
    }
  };
  const timer = setInterval(look, EVERY);
  return {
    stop: () => {
      clearInterval(timer);
      return peaks;
    },
  };
}

function processesUnder(root: number): { role: string; megabytes: number }[] {
  const all = readProcesses();
  const family = new Set([root]);
  // A parent has started before its child, though its id may be the higher one: go on until nobody is added.
  for (let before = 0; before < family.size;) {
    before = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  return all
    .filter(({ pid }) => family.has(pid))
    .map(({ pid, command, megabytes }) => ({ role: roleOf(pid === root, command), megabytes }));
}

function roleOf(isRoot: boolean, command: string): string {
  if (isRoot) return "check";
  if (command.includes("run-policy-pack")) return "policy host";
  return command.includes("@pulumi/pulumi/cmd/run") ? "a render" : "other";
}

interface Process {
  pid: number;
  parent: number;
  command: string;
  megabytes: number;
}

function readProcesses(): Process[] {
  let entries: string[];
  try {
    entries = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
  return entries.flatMap((name) => {
    try {
      const status = readFileSync(`/proc/${name}/status`, "utf8");
      const field = (key: string) => Number(new RegExp(`^${key}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
      const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
      return [{ pid: Number(name), parent: field("PPid"), command, megabytes: field("VmHWM") / 1024 }];
    } catch {
      // It ended while we looked.
      return [];
    }
  });
}
