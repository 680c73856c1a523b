import { InputError } from "../render/inputError";
import type { Cloud } from "./cloud";
import type { MaintenanceTargets } from "./targets";
import { showTime, type MaintenanceWindow } from "./window";

/** What the switch holds while maintenance is on; the services read it so. */
export interface SwitchedOn {
  readonly on: true;
  readonly message: string;
  /** ISO 8601: when it is announced to be over. Nothing ends by it. */
  readonly until: string;
}

/** Told of each step that is done. */
export type Say = (line: string) => void;

/** How long alarms may take to be OK again after maintenance, and how often they are asked, in ms. */
export interface Patience {
  readonly limit: number;
  readonly every: number;
}

/** Longer than any muted alarm needs for its first good period (300 s, low traffic). */
export const PATIENCE: Patience = { limit: 15 * 60_000, every: 15_000 };

/**
 * Mutes first and switches then, so that nobody is woken by what was meant.
 * @throws InputError naming what was done and what was not, and how to go on
 */
export async function switchOn(
  targets: MaintenanceTargets,
  window: MaintenanceWindow,
  value: SwitchedOn,
  cloud: Cloud,
  say: Say,
): Promise<void> {
  const done: string[] = [];
  try {
    for (const [region, names] of targets.alarms) {
      await cloud.mute(region, window);
      done.push(`alarms in ${region} are muted until ${showTime(window.end)}`);
      say(`muted in ${region} until ${showTime(window.end)}: ${names.join(", ")}`);
    }
    await cloud.writeSwitch(value);
  } catch (error) {
    throw halfway(
      error,
      done,
      `maintenance is not on. Again: the same command. Back: ${offCommand(targets)}`,
    );
  }
  say(`maintenance of ${targets.stack} is on; off again: ${offCommand(targets)}`);
}

/**
 * Switches first. A mute is taken away once its alarms are OK again: an alarm that still fires when its mute ends acts.
 * After the limit it is taken away all the same, so that they tell.
 * @throws InputError naming what was done and what was not, and how to go on
 */
export async function switchOff(
  targets: MaintenanceTargets,
  cloud: Cloud,
  say: Say,
  patience: Patience = PATIENCE,
): Promise<void> {
  const done: string[] = [];
  try {
    await cloud.writeSwitch({ on: false });
    done.push("maintenance is off");
    say(`maintenance of ${targets.stack} is off`);
    const deadline = Date.now() + patience.limit;
    for (const [region] of targets.alarms) {
      const still = await untilOk(region, cloud, say, deadline, patience.every);
      await cloud.unmute(region);
      done.push(`the mute in ${region} is removed`);
      say(
        still.length === 0
          ? `alarms in ${region} act again`
          : `alarms in ${region} act again, and these still fire: ${still.join(", ")}`,
      );
    }
  } catch (error) {
    throw halfway(error, done, `Again: ${offCommand(targets)}. A mute ends by itself when its time is over`);
  }
}

async function untilOk(
  region: string,
  cloud: Cloud,
  say: Say,
  deadline: number,
  every: number,
): Promise<readonly string[]> {
  let told = "";
  for (;;) {
    const firing = await cloud.firing(region);
    if (firing.length === 0 || Date.now() + every > deadline) return firing;
    const names = firing.join(", ");
    if (names !== told) say(`muted in ${region} until OK again: ${names}`);
    told = names;
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}

function halfway(error: unknown, done: readonly string[], next: string): unknown {
  if (!(error instanceof InputError)) return error;
  const sofar = done.length === 0 ? "nothing was changed" : done.join(", ");
  return new InputError(`${error.message}. So far: ${sofar}. ${next}`);
}

function offCommand({ stack }: MaintenanceTargets): string {
  return `npm run maintenance -- off -s ${stack}`;
}
