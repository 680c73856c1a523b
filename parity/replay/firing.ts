import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ParityFile } from "../compare";
import { InputError } from "../render/inputError";
import type { Rendered } from "../render/types";
import { loadIncidents } from "./incident/load";
import { replay } from "./replay";
import { ofRenders } from "./source";

/** How soon one incident fires one alarm. */
export interface Firing {
  alarm: string;
  incident: string;
  /** Seconds from the trouble's begin to ALARM, by stack. */
  toAlarm: Record<string, number>;
}

/** What `check` tells of a program's incidents. */
export interface Firings {
  firings: Firing[];
  /** What is to be told beside them, e.g. that an incident fails. */
  notes: string[];
}

/**
 * Replays the program's incidents that must fire an alarm; undefined where it has no `incidents` folder. What is wrong
 * with the files is a note: `replay` is the command that fails on it.
 * @param dir folder of Pulumi.yaml
 */
export function firingsOf(
  dir: string,
  stacks: readonly Rendered[],
  parity: ParityFile | undefined,
): Firings | undefined {
  const folder = join(dir, "incidents");
  if (!existsSync(folder) || stacks.length === 0) return undefined;
  try {
    const incidents = loadIncidents(folder).filter(({ expect }) => expect.length > 0);
    const { incidents: results } = replay({ ...ofRenders(stacks, parity), incidents, isWhole: false });
    const failing = results.filter((one) =>
      one.stacks.some(({ alarms, had }) => [...alarms, ...had].some(isFailed)),
    );
    const names = failing.map(({ incident }) => incident).join(", ");
    return {
      firings: results.flatMap(({ incident, stacks: of }) => firingsIn(incident, of)),
      notes: failing.length === 0 ? [] : [`not as they expect it: ${names}; npm run replay tells more`],
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { firings: [], notes: [`not replayed: ${error.message}`] };
  }
}

function isFailed({ verdict }: { verdict: string }): boolean {
  return verdict === "failed";
}

function firingsIn(
  incident: string,
  stacks: ReturnType<typeof replay>["incidents"][number]["stacks"],
): Firing[] {
  const byAlarm = new Map<string, Firing>();
  for (const { stack, alarms } of stacks) {
    for (const { alarm, verdict, toAlarm } of alarms) {
      if (verdict !== "fired" || toAlarm === undefined) continue;
      const firing = byAlarm.get(alarm) ?? { alarm, incident, toAlarm: {} };
      firing.toAlarm[stack] = toAlarm;
      byAlarm.set(alarm, firing);
    }
  }
  return [...byAlarm.values()];
}
