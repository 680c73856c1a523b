// What replaying costs once the stacks are rendered: all incidents against the alarms of every stack.
import path from "node:path";
import Table from "cli-table3";
import { incidentsOf, loadIncidents, openReplaySource, replay } from "../parity/replay";

const root = path.resolve(__dirname, "..");

/** The table of this bench: a first run, and a second with warm code; the floor reads the incidents alone. */
export async function benchReplay(): Promise<string> {
  const source = await openReplaySource({ program: root, timeoutSeconds: 600 });
  const read = performance.now();
  const incidents = loadIncidents(incidentsOf(root));
  const reading = performance.now() - read;
  const [cold, warm] = [0, 0].map(() => {
    const start = performance.now();
    replay({ ...source, incidents, isWhole: true });
    return performance.now() - start;
  });
  const table = new Table({
    head: [`${incidents.length} incidents, ${source.stacks.length} stacks, after rendering`, "time", "ratio"],
    style: { head: [], border: [] },
  });
  const row = (name: string, milliseconds = 0): string[] => [
    name,
    `${(milliseconds / 1000).toFixed(2)} s`,
    (milliseconds / reading).toFixed(1),
  ];
  table.push(row("floor: reading the incidents", reading));
  table.push(row("replay, the first time", cold), row("replay, the second time", warm));
  return table.toString();
}
