import type { Alarm, Metric } from "../../cloudwatch/alarm";
import { linesOf, simulationOf, type AlarmState, type Watched } from "../../cloudwatch/evaluate";
import { feed } from "./feed";
import type { Emitter, Incident } from "./incident/types";
import { isMutedIn } from "./mutes";
import { nearnessOf } from "./nearness";
import type { ReplayStack } from "./stacks";
import type { Change, Timeline } from "./timeline";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Data points that CloudWatch retrieves beyond N, in the guide's examples. */
const BEYOND = 2;

/** One alarm to be run in an incident. */
export interface Run {
  readonly key: string;
  readonly stack: ReplayStack;
  readonly alarm: Alarm;
  /** What a composite may call it beside its own name. */
  readonly names?: readonly string[];
  /** What each of its metrics reads. */
  readonly emitters: ReadonlyMap<Metric, readonly Emitter[]>;
}

/** Called after each step of each alarm, `at` seconds after the incident's start. */
export type ObserveRun = (key: string, at: number, state: AlarmState, value: number | undefined) => void;

/** What each alarm does in an incident, by key; one that is not evaluated is not in there. */
export function simulate(
  incident: Incident,
  runs: readonly Run[],
  observe?: ObserveRun,
): Map<string, Timeline> {
  const before = Math.max(0, ...runs.map(({ alarm }) => lookBack(alarm)));
  const byKey = new Map(runs.map((run) => [run.key, run]));
  const simulation = simulationOf(runs.map(({ key, alarm, names }): Watched => ({ key, alarm, names })));
  const refused = new Set(simulation.refused.map(({ key }) => key));
  const meters = new Map(runs.map(({ key, alarm }) => [key, nearnessOf(alarm)]));
  const atStart = new Map<string, AlarmState>();
  const changes = new Map(runs.map(({ key }) => [key, [] as Change[]]));
  const events = simulation.run(feed(new Map(runs.flatMap(({ emitters }) => [...emitters])), before), {
    start: incident.start - before,
    length: before + incident.length,
    isMuted: ({ key, alarm, names }, at) =>
      isMutedIn(byKey.get(key)?.stack, [alarm.name, ...(names ?? [])], at),
    observe: (key, at, state, value) => {
      meters.get(key)?.add(value, at > before);
      if (at >= before) observe?.(key, at - before, state, value);
    },
  });
  for (const { key, at, from, to, actions, silenced } of events) {
    if (at <= before) atStart.set(key, to);
    else changes.get(key)?.push({ at: at - before, from, to, actions, silenced });
  }
  return new Map(
    runs
      .filter(({ key }) => !refused.has(key))
      .map(({ key }): [string, Timeline] => [
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
  return Math.ceil((window > DAY ? window + HOUR : window) / MINUTE) * MINUTE;
}
