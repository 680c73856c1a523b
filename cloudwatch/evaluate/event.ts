import type { Alarm, Metric } from "../alarm";
import type { SuppressedBy } from "../composite";
import type { Samples } from "../samples";
import type { AlarmState, EvaluationOptions } from "./types";

/** An alarm among others. */
export interface Watched {
  /** What events call it; unique. */
  readonly key: string;
  readonly alarm: Alarm;
  /** What composites may call it beside the alarm's own name: its ARN, a reference to it. @default nothing else */
  readonly names?: readonly string[];
}

/** Something that an alarm did. */
export interface AlarmEvent {
  readonly key: string;
  /** Seconds after the simulation's begin. */
  readonly at: number;
  /** The state before; the same as `to` where actions run later than the change of state, as after a mute. */
  readonly from: AlarmState;
  readonly to: AlarmState;
  /** The actions that run now, as the alarm names them. */
  readonly actions: readonly string[];
  /** Why none ran, where the alarm has some for this state. */
  readonly silenced?: "actionsEnabled is false" | "muted" | `suppressed: ${SuppressedBy}` | undefined;
}

/** What a metric published in the `length` seconds from `at` (seconds after the simulation's begin) on. */
export type Source = (metric: Metric, at: number, length: number) => Samples;

/** How long a simulation runs, and what mutes its alarms. */
export interface SimulationOptions extends EvaluationOptions {
  /** Seconds. */
  length: number;
  /** Whether an alarm is muted at a time, in seconds since 1970. @default never */
  isMuted?: (watched: Watched, at: number) => boolean;
  /** Called after each step of each alarm, for plots and margins: `value` is the newest data point. @default not called */
  observe?: (key: string, at: number, state: AlarmState, value: number | undefined) => void;
}
