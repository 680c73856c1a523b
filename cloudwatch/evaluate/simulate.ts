import type { Alarm, Metric } from "../alarm";
import type { SuppressedBy } from "../composite";
import type { Samples } from "../samples";
import { compositesOf, type CompositePlan } from "./composites";
import { evaluatorOf } from "./evaluator";
import { isRefusal } from "./refusal";
import { CompositeRunner, MetricRunner, type Runner } from "./runners";
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

/** A set of alarms, ready to be simulated, and those that cannot be, each with its sentence. */
export interface Simulation {
  readonly refused: readonly { readonly key: string; readonly refused: string }[];
  /** Every alarm's events, in order of time. Each call runs anew; memory does not grow with the length. */
  readonly run: (source: Source, options: SimulationOptions) => Generator<AlarmEvent>;
}

/**
 * Runs alarms side by side, composites after their children. Actions run on a change of state only (CloudWatch user
 * guide, "Using Amazon CloudWatch alarms"); what an alarm does while it is muted shows no actions. When a mute ends,
 * actions run again for the state that the alarm is then in, if it came to it during the mute or is ALARM ("if the state
 * persists" is all that AWS says).
 */
export function simulationOf(alarms: readonly Watched[]): Simulation {
  const metrics = alarms.filter(({ alarm }) => alarm.kind !== "composite");
  const refused = metrics.flatMap(({ key, alarm }) => {
    const evaluator = evaluatorOf(alarm);
    return isRefusal(evaluator) ? [{ key, refused: evaluator.refused }] : [];
  });
  const evaluated = metrics.filter(({ key }) => !refused.some((one) => one.key === key));
  const composites = compositesOf(alarms, evaluated);
  return {
    refused: [...refused, ...composites.refused],
    run: (source, options) => run(evaluated, composites.plans, source, options),
  };
}

function* run(
  metrics: readonly Watched[],
  composites: readonly CompositePlan[],
  source: Source,
  options: SimulationOptions,
): Generator<AlarmEvent> {
  const runners = new Map<string, Runner>();
  for (const watched of metrics) {
    const evaluator = evaluatorOf(watched.alarm, options);
    if (!isRefusal(evaluator))
      runners.set(watched.key, new MetricRunner(watched, evaluator, source, options));
  }
  const tick = Math.min(60, ...[...runners.values()].map(({ step }) => step));
  for (const { watched, evaluator, childOf } of composites) {
    const stateOf = (child: string): AlarmState =>
      runners.get(childOf.get(child) ?? "")?.state ?? "INSUFFICIENT_DATA";
    runners.set(watched.key, new CompositeRunner(watched, evaluator(), tick, stateOf, options));
  }
  for (let at = tick; at <= options.length; at += tick)
    for (const runner of runners.values()) {
      const event = at % runner.step === 0 ? runner.advance(at) : undefined;
      if (event !== undefined) yield event;
    }
}
