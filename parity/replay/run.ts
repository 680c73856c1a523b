import type { Alarm, Metric } from "../../cloudwatch/alarm";
import { linesOf, simulationOf, type AlarmState, type Watched } from "../../cloudwatch/evaluate";
import { feed } from "./feed";
import type { Emitter, Incident } from "./incident/types";
import { sees } from "./match";
import { nearnessOf } from "./nearness";
import type { ReplayStack } from "./stacks";
import type { Change, Timeline } from "./timeline";

const HOUR = 3600;
const DAY = 24 * HOUR;
const MINUTE = 60;
/** Data points that CloudWatch retrieves beyond N, at most, in the guide's examples. */
const BEYOND = 2;

/** An alarm of a stack in an incident. */
export interface Subject {
  readonly stack: ReplayStack;
  readonly alarm: Alarm;
}

/** Called after each step of an alarm, with seconds after the incident's start. */
export type Observe = (subject: Subject, at: number, state: AlarmState, value: number | undefined) => void;

/**
 * What each of `subjects` does in an incident; undefined for one that sees none of its signals, or is not evaluated.
 * Alarms that are the same in several stacks are run once.
 */
export function runIncident(
  incident: Incident,
  subjects: readonly Subject[],
  observe?: Observe,
): (Timeline | undefined)[] {
  const runs = new Map<string, Run>();
  const keys = subjects.map((subject) => {
    const emitters = emittersOf(subject, incident);
    if (emitters === undefined) return undefined;
    const key = JSON.stringify([
      evaluated(subject.alarm),
      [...emitters.values()].map((seen) => seen.map(({ index }) => index)),
    ]);
    runs.set(key, runs.get(key) ?? { key, subject, emitters });
    return key;
  });
  const timelines = runAll(incident, [...runs.values()], observe);
  return keys.map((key) => (key === undefined ? undefined : timelines.get(key)));
}

interface Run {
  key: string;
  subject: Subject;
  emitters: ReadonlyMap<Metric, readonly Seen[]>;
}

interface Seen {
  emitter: Emitter;
  index: number;
}

/** What each metric of the alarm reads; undefined where none reads anything. */
export function emittersOf(
  { alarm, stack }: Subject,
  { emitters }: Incident,
): Map<Metric, Seen[]> | undefined {
  const read = new Map(
    [...linesOf(alarm).values()].map((metric) => [
      metric,
      emitters.flatMap((emitter, index) => (sees(metric, emitter, stack) ? [{ emitter, index }] : [])),
    ]),
  );
  return [...read.values()].some((seen) => seen.length > 0) ? read : undefined;
}

/** An alarm without what its states do not depend on. Actions stay: they are told. */
function evaluated(alarm: Alarm): Alarm {
  return { ...alarm, name: undefined, description: undefined };
}

function runAll(
  incident: Incident,
  runs: readonly Run[],
  observe: Observe | undefined,
): Map<string, Timeline> {
  const before = Math.max(0, ...runs.map(({ subject }) => lookBack(subject.alarm)));
  const source = feed(
    new Map(
      runs.flatMap(({ emitters }) =>
        [...emitters].map(([metric, seen]) => [metric, seen.map(({ emitter }) => emitter)]),
      ),
    ),
    before,
  );
  const watched = runs.map(({ key, subject }): Watched => ({ key, alarm: subject.alarm }));
  const simulation = simulationOf(watched);
  const refused = new Set(simulation.refused.map(({ key }) => key));
  const meters = new Map(runs.map(({ key, subject }) => [key, nearnessOf(subject.alarm)]));
  const subjectOf = new Map(runs.map(({ key, subject }) => [key, subject]));
  const atStart = new Map<string, AlarmState>();
  const changes = new Map(runs.map(({ key }) => [key, [] as Change[]]));
  const events = simulation.run(source, {
    start: incident.start - before,
    length: before + incident.length,
    observe: (key, at, state, value) => {
      meters.get(key)?.add(value, at > before);
      const subject = subjectOf.get(key);
      if (at >= before && subject !== undefined) observe?.(subject, at - before, state, value);
    },
  });
  for (const { key, at, from, to, actions, silenced } of events) {
    if (at <= before) atStart.set(key, to);
    else changes.get(key)?.push({ at: at - before, from, to, actions, silenced });
  }
  return new Map(
    runs
      .filter(({ key }) => !refused.has(key))
      .map(({ key }) => [
        key,
        {
          atStart: atStart.get(key) ?? "INSUFFICIENT_DATA",
          changes: changes.get(key) ?? [],
          nearness: meters.get(key)?.result(),
        },
      ]),
  );
}

/** Seconds that an alarm looks back: before the incident it has seen that much. */
function lookBack(alarm: Alarm): number {
  const periods = [...linesOf(alarm).values()].map(({ period }) =>
    typeof period === "number" ? period : MINUTE,
  );
  const n = typeof alarm.evaluationPeriods === "number" ? alarm.evaluationPeriods : 1;
  const window = (n + BEYOND) * Math.max(MINUTE, ...periods);
  // Windows of more than a day are evaluated at full hours.
  return window > DAY ? window + HOUR : window;
}
