import type { AlarmState } from "../../cloudwatch/evaluate";
import type { Nearness } from "./nearness";

/** One change of an alarm's state, or actions that ran later than it. */
export interface Change {
  /** Seconds after the incident's start. */
  readonly at: number;
  readonly from: AlarmState;
  readonly to: AlarmState;
  /** Actions that ran, as the alarm names them. */
  readonly actions: readonly string[];
  /** Why none ran. */
  readonly silenced?: string;
}

/** What one alarm did in an incident. */
export interface Timeline {
  /** Its state when the series begin. */
  readonly atStart: AlarmState;
  readonly changes: readonly Change[];
  readonly nearness?: Nearness;
}

/** The first time that it went to ALARM. */
export function firstAlarm({ changes }: Timeline): Change | undefined {
  return changes.find(({ from, to }) => to === "ALARM" && from !== "ALARM");
}

/** Whether it was in ALARM at any time. */
export function wasInAlarm(timeline: Timeline): boolean {
  return timeline.atStart === "ALARM" || firstAlarm(timeline) !== undefined;
}

/** How often it went to ALARM. */
export function timesInAlarm({ changes }: Timeline): number {
  return changes.filter(({ from, to }) => to === "ALARM" && from !== "ALARM").length;
}

/** The state at the series' end. */
export function lastState({ atStart, changes }: Timeline): AlarmState {
  return changes.at(-1)?.to ?? atStart;
}
