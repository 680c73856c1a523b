import type { Alarm, Metric } from "../../cloudwatch/alarm";
import { linesOf, type AlarmState } from "../../cloudwatch/evaluate";
import { dependsOn, runsForComposites } from "./composites";
import type { Emitter, Incident } from "./incident/types";
import { sees } from "./match";
import { mutesOn } from "./mutes";
import { simulate, type Run } from "./simulate";
import type { ReplayStack } from "./stacks";
import type { Timeline } from "./timeline";

/** An alarm of a stack in an incident. */
export interface Subject {
  readonly stack: ReplayStack;
  readonly alarm: Alarm;
}

/** Called after each step of an alarm, with seconds after the incident's start. */
export type Observe = (at: number, state: AlarmState, value: number | undefined) => void;

/**
 * What each of `subjects` does in an incident; undefined for one that sees none of its signals, or is not evaluated.
 * Alarms that are the same in several stacks are run once.
 */
export function runIncident(incident: Incident, subjects: readonly Subject[]): (Timeline | undefined)[] {
  const runs = new Map<string, Run>();
  const keys = subjects.map((subject) => {
    const run = runOf(subject, incident);
    if (run !== undefined && !runs.has(run.key)) runs.set(run.key, run);
    return run?.key;
  });
  const timelines = simulate(incident, [...runs.values()]);
  const composites = new Map<Alarm, Timeline>();
  for (const stack of new Set(subjects.map((subject) => subject.stack)))
    for (const [alarm, timeline] of runComposites(incident, stack)) composites.set(alarm, timeline);
  return subjects.map(({ alarm }, index) => timelines.get(keys[index] ?? "") ?? composites.get(alarm));
}

/** One alarm on metrics, with each of its steps; undefined where it sees no signal, or is not evaluated. */
export function observeAlarm(incident: Incident, subject: Subject, observe: Observe): Timeline | undefined {
  const run = runOf(subject, incident);
  if (run === undefined) return undefined;
  return simulate(incident, [run], (_key, at, state, value) => {
    observe(at, state, value);
  }).get(run.key);
}

/** What each metric of an alarm reads; undefined where none reads anything. */
export function emittersOf(
  { alarm, stack }: Subject,
  { emitters }: Incident,
): Map<Metric, Emitter[]> | undefined {
  const read = new Map(
    [...linesOf(alarm).values()].map((metric) => [
      metric,
      emitters.filter((emitter) => sees(metric, emitter, stack)),
    ]),
  );
  return [...read.values()].some((seen) => seen.length > 0) ? read : undefined;
}

function runOf({ stack, alarm }: Subject, incident: Incident): Run | undefined {
  const emitters = emittersOf({ stack, alarm }, incident);
  if (emitters === undefined) return undefined;
  // Actions stay in the key, since they are told; name and description decide nothing.
  const what = { ...alarm, name: undefined, description: undefined };
  const read = [...emitters.values()].map((seen) =>
    seen.map((emitter) => incident.emitters.indexOf(emitter)),
  );
  const muted = mutesOn(stack, [alarm.name]).length === 0 ? "" : `${stack.name} ${String(alarm.name)}`;
  return { key: JSON.stringify([what, read, muted]), stack, alarm, emitters };
}

/** The composites of a stack that stand over an alarm which sees a signal. */
function runComposites(incident: Incident, stack: ReplayStack): Map<Alarm, Timeline> {
  const composites = [...stack.alarms].filter(([, { kind }]) => kind === "composite");
  if (composites.length === 0) return new Map();
  const seen = new Map(
    [...stack.alarms].flatMap(([name, alarm]) => {
      const run = runOf({ stack, alarm }, incident);
      return run === undefined ? [] : [[name, run]];
    }),
  );
  const names = new Set(seen.keys());
  const concerned = composites.filter(([, alarm]) => dependsOn(names, alarm, stack));
  if (concerned.length === 0) return new Map();
  const timelines = simulate(incident, runsForComposites(stack, seen));
  return new Map(
    concerned.flatMap(([name, alarm]) => {
      const timeline = timelines.get(name);
      return timeline === undefined ? [] : [[alarm, timeline]];
    }),
  );
}
