// What a check costs, as a ratio to the floor.
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import Table from "cli-table3";
import { readProject } from "../parity/render";
import { runFloor } from "./floor";
import { type Peaks, watchMemory } from "./memory";

const root = path.resolve(__dirname, "..");

interface Check {
  milliseconds: number;
  peaks: Peaks;
}

async function runCheck(): Promise<Check> {
  const start = performance.now();
  const child = spawn(process.execPath, [path.join(root, "dist/check.js")], {
    cwd: root,
    stdio: ["ignore", "ignore", "ignore"],
  });
  const memory = watchMemory(child.pid ?? 0);
  const [code] = (await once(child, "close")) as [number | null];
  const milliseconds = performance.now() - start;
  const peaks = memory.stop();
  if (code === 2 || code === null) throw new Error("check could not run: see `npm run check`");
  return { milliseconds, peaks };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function show(project: string, stacks: number, floors: readonly number[], checks: readonly Check[]): string {
  const floor = median(floors);
  const check = median(checks.map(({ milliseconds }) => milliseconds));
  const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`;
  const times = new Table({
    head: [`${project}, median of ${floors.length}`, "time", "ratio"],
    style: { head: [], border: [] },
  });
  times.push(
    ["floor: one stack, plain runner with ts-node, nothing recorded", seconds(floor), "1.0"],
    [
      `check: ${stacks} stacks in both shapes, with the policy pack`,
      seconds(check),
      (check / floor).toFixed(1),
    ],
  );
  const roles = [...new Set(checks.flatMap(({ peaks }) => [...peaks.keys()]))];
  const memory = new Table({ head: ["process", "peak memory"], style: { head: [], border: [] } });
  memory.push(
    ...roles.map((role) => [
      role,
      `${Math.max(...checks.map(({ peaks }) => peaks.get(role) ?? 0)).toFixed(0)} MB`,
    ]),
  );
  return [
    times.toString(),
    roles.length === 0 ? "peak memory: not known without /proc" : memory.toString(),
  ].join("\n");
}

/** The tables of this bench: medians of `runs` checks and as many floors. */
export async function benchCheck(runs: number): Promise<string> {
  const project = readProject(root);
  const [stack] = project.stacks;
  if (stack === undefined) throw new Error(`${root} has no Pulumi.<stack>.yaml`);
  const floors: number[] = [];
  const checks: Check[] = [];
  // In turn, so that a machine that slows down slows both.
  for (let run = 0; run < runs; run++) {
    floors.push(await runFloor(project, stack));
    checks.push(await runCheck());
  }
  return show(project.name, project.stacks.length, floors, checks);
}
