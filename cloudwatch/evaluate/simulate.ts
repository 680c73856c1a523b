import { compositesOf, type CompositePlan } from "./composites";
import { evaluatorOf } from "./evaluator";
import type { AlarmEvent, SimulationOptions, Source, Watched } from "./event";
import { isRefusal } from "./refusal";
import { CompositeRunner, MetricRunner, type Runner } from "./runners";
import type { AlarmState } from "./types";

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
