import type { Alarm, Metric } from "../alarm";
import type { Samples } from "../samples";
import { isUnknown } from "../unknown";
import { evaluatorOf } from "./evaluator";
import { linesOf } from "./lines";
import { isRefusal } from "./refusal";
import type { AlarmEvaluator, AlarmState, EvaluationOptions } from "./types";

/** An alarm among others. */
export interface Watched {
  /** What events call it; unique. */
  readonly key: string;
  readonly alarm: Alarm;
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
  readonly silenced?: "actionsEnabled is false" | "muted";
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

/** A set of alarms, ready to be simulated, and those that cannot be, each with its sentence. */
export interface Simulation {
  readonly refused: readonly { readonly key: string; readonly refused: string }[];
  /** Every alarm's events, in order of time. Each call runs anew; memory does not grow with the length. */
  readonly run: (source: Source, options: SimulationOptions) => Generator<AlarmEvent>;
}

/**
 * Runs alarms side by side. Actions run on a change of state only (CloudWatch user guide, "Using Amazon CloudWatch
 * alarms"); what an alarm does while it is muted shows no actions. When a mute ends, actions run again for the state
 * that the alarm is then in, if it came to it during the mute or is ALARM ("if the state persists" is all that AWS says).
 */
export function simulationOf(alarms: readonly Watched[]): Simulation {
  const refused = alarms.flatMap(({ key, alarm }) => {
    const evaluator = evaluatorOf(alarm);
    return isRefusal(evaluator) ? [{ key, refused: evaluator.refused }] : [];
  });
  const refusedKeys = new Set(refused.map(({ key }) => key));
  const evaluated = alarms.filter(({ key }) => !refusedKeys.has(key));
  return { refused, run: (source, options) => run(evaluated, source, options) };
}

function* run(alarms: readonly Watched[], source: Source, options: SimulationOptions): Generator<AlarmEvent> {
  const runners = alarms.flatMap((watched) => {
    const evaluator = evaluatorOf(watched.alarm, options);
    return isRefusal(evaluator) ? [] : [new Runner(watched, evaluator, source, options)];
  });
  const tick = Math.min(...runners.map(({ step }) => step));
  for (let at = tick; at <= options.length; at += tick)
    for (const runner of runners) {
      const event = at % runner.step === 0 ? runner.advance(at) : undefined;
      if (event !== undefined) yield event;
    }
}

class Runner {
  readonly step: number;
  private state: AlarmState = "INSUFFICIENT_DATA";
  private wasMuted = false;
  private changedWhileMuted = false;
  private readonly lines: ReadonlyMap<string, Metric>;

  constructor(
    private readonly watched: Watched,
    private readonly evaluator: AlarmEvaluator,
    private readonly source: Source,
    private readonly options: SimulationOptions,
  ) {
    this.step = evaluator.step;
    this.lines = linesOf(watched.alarm);
  }

  advance(at: number): AlarmEvent | undefined {
    const from = this.state;
    const to = this.evaluator.advance((line) => this.read(line, at));
    this.state = to;
    this.options.observe?.(this.watched.key, at, to, this.evaluator.value);
    const isMuted = this.options.isMuted?.(this.watched, (this.options.start ?? 0) + at) === true;
    const hasEnded = this.wasMuted && !isMuted;
    this.wasMuted = isMuted;
    if (from !== to) this.changedWhileMuted = isMuted;
    if (from === to && !(hasEnded && (this.changedWhileMuted || to === "ALARM"))) return undefined;
    return { key: this.watched.key, at, from, to, ...this.actionsFor(to, isMuted) };
  }

  private read(line: string, at: number): Samples {
    const metric = this.lines.get(line);
    return metric === undefined ? [] : this.source(metric, at - this.step, this.step);
  }

  private actionsFor(state: AlarmState, isMuted: boolean): Pick<AlarmEvent, "actions" | "silenced"> {
    const { alarm } = this.watched;
    const actions = actionsOf(alarm, state);
    if (actions.length === 0) return { actions };
    if (alarm.actionsEnabled === false) return { actions: [], silenced: "actionsEnabled is false" };
    return isMuted ? { actions: [], silenced: "muted" } : { actions };
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
