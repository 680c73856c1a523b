import type { Alarm } from "../alarm";
import { isUnknown } from "../unknown";
import type { AlarmEvent, SimulationOptions, Watched } from "./event";
import type { AlarmState } from "./types";

/** What an alarm came to in one step. */
export interface Outcome {
  readonly at: number;
  readonly from: AlarmState;
  readonly to: AlarmState;
  /** Whether actions for `to` are to run now. */
  readonly isOwed: boolean;
  /** What holds them back, where something of the alarm's own does. */
  readonly heldBy?: AlarmEvent["silenced"];
}

/** Turns what one alarm came to into events, with the actions that run then: its own switch and mutes are asked here. */
export class Announcer {
  private wasMuted = false;
  private changedWhileMuted = false;

  constructor(
    private readonly watched: Watched,
    private readonly options: SimulationOptions,
  ) {}

  /** The event of a step; undefined where nothing happened. */
  announce({ at, from, to, isOwed, heldBy }: Outcome): AlarmEvent | undefined {
    const isMuted = this.options.isMuted?.(this.watched, (this.options.start ?? 0) + at) === true;
    const hasEnded = this.wasMuted && !isMuted;
    this.wasMuted = isMuted;
    if (from !== to) this.changedWhileMuted = isMuted;
    const isAgain = hasEnded && (this.changedWhileMuted || to === "ALARM");
    if (from === to && !isOwed && !isAgain) return undefined;
    const event = { key: this.watched.key, at, from, to, actions: [] };
    const actions = actionsOf(this.watched.alarm, to);
    if (actions.length === 0) return event;
    if (this.watched.alarm.actionsEnabled === false) return { ...event, silenced: "actionsEnabled is false" };
    if (isMuted) return { ...event, silenced: "muted" };
    return isOwed || isAgain ? { ...event, actions } : { ...event, silenced: heldBy };
  }
}

/** The actions of a state as written; a list that is known only after deploying shows its mark. */
export function actionsOf(alarm: Alarm, state: AlarmState): readonly string[] {
  const lists = {
    ALARM: alarm.alarmActions,
    OK: alarm.okActions,
    INSUFFICIENT_DATA: alarm.insufficientDataActions,
  };
  const actions = lists[state] ?? [];
  return isUnknown(actions) ? [actions] : actions;
}
