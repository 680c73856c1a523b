import { linesOf, simulationOf } from "../../cloudwatch/evaluate";
import { referencesTo } from "./composites";
import { coverageOf } from "./coverage";
import { judgeHad, wrongAlarm } from "./had";
import type { Emitter, Expectation, Had, Incident } from "./incident/types";
import { judgeExpected, judgeSilent, whyUnseen } from "./judge";
import { isUnknownMetric } from "./match";
import { checkNames, isNamed } from "./names";
import type { AlarmResult, HadResult, IncidentResult, ReplayReport, StackResult } from "./results";
import { emittersOf, runIncident, type Subject } from "./run";
import type { Excepted, ReplayStack } from "./stacks";
import type { Timeline } from "./timeline";

/** What is replayed. */
export interface ReplayOptions {
  readonly incidents: readonly Incident[];
  /** Every stack that there is. */
  readonly stacks: readonly ReplayStack[];
  /** What the parity file excepts, by the alarm's name. @default nothing */
  readonly excepted?: ReadonlyMap<string, Excepted>;
  /** Names of the stacks that are wanted. @default all */
  readonly wanted?: readonly string[];
  /** Whether these are all incidents that there are, so that coverage means something. @default true */
  readonly isWhole?: boolean;
}

/**
 * Runs every incident against the alarms of every stack.
 * @throws InputError for a name in an incident that nothing has
 */
export function replay(options: ReplayOptions): ReplayReport {
  const { incidents, stacks, wanted, isWhole = true } = options;
  const chosen = stacks.filter(({ name }) => wanted?.includes(name) ?? true);
  const refused = new Map(chosen.map((stack) => [stack.name, refusals(stack)]));
  for (const incident of incidents) checkNames(incident, stacks);
  const results = incidents.map((incident) => {
    const about = chosen.filter(({ name }) => incident.in?.includes(name) ?? true);
    return replayOne(incident, about, refused, options);
  });
  const notEvaluated = byAlarm(refused);
  const report: ReplayReport = {
    version: 1,
    stacks: chosen.map(({ name }) => name),
    incidents: results,
    notEvaluated,
    recipients: recipientsOf(results, chosen),
  };
  return isWhole ? { ...report, coverage: coverageOf(results, chosen, notEvaluated) } : report;
}

/** By alarm's name: why it is not evaluated. */
type Refused = ReadonlyMap<string, string>;

function refusals({ alarms }: ReplayStack): Refused {
  const unknown = [...alarms].filter(([, alarm]) => [...linesOf(alarm).values()].some(isUnknownMetric));
  const watched = [...alarms].map(([key, alarm]) => ({ key, alarm, names: referencesTo(key) }));
  return new Map([
    ...unknown.map(([name]): [string, string] => [
      name,
      "its metric or dimensions are known only after deploying",
    ]),
    ...simulationOf(watched).refused.map(({ key, refused }): [string, string] => [key, refused]),
  ]);
}

function replayOne(
  incident: Incident,
  stacks: readonly ReplayStack[],
  refused: ReadonlyMap<string, Refused>,
  options: ReplayOptions,
): IncidentResult {
  const own = stacks.flatMap((stack) => [...stack.alarms].map(([name, alarm]) => ({ name, stack, alarm })));
  const wrong = stacks.flatMap((stack) =>
    incident.had.map((had, index) => ({
      had,
      stack,
      alarm: wrongAlarm(baseOf(had, stack, options), had, index, incident),
    })),
  );
  const timelines = runIncident(incident, [...own, ...wrong]);
  const byStack = stacks.map((stack): StackResult => {
    const seen = new Map(
      own.flatMap((one, index) => (one.stack === stack ? [[one.name, timelines[index]]] : [])),
    );
    const scene = {
      incident,
      stack,
      seen,
      refused: refused.get(stack.name) ?? new Map<string, string>(),
      options,
    };
    return {
      stack: stack.name,
      alarms: [...expectedIn(scene), ...silentIn(scene)],
      had: wrong.flatMap(({ had, stack: of }, index): HadResult[] =>
        of === stack ? [judgeHad(had, stack.name, timelines[own.length + index])] : [],
      ),
    };
  });
  return {
    incident: incident.name,
    what: incident.what,
    quiet: incident.expect.length === 0,
    stacks: byStack,
    unwatched: unwatched(incident, options.stacks),
  };
}

/** One incident in one stack, before it is judged. */
interface Scene {
  incident: Incident;
  stack: ReplayStack;
  /** By alarm's name; undefined where it sees no signal or is not evaluated. */
  seen: ReadonlyMap<string, Timeline | undefined>;
  refused: Refused;
  options: ReplayOptions;
}

function expectedIn(scene: Scene): AlarmResult[] {
  const { incident, options } = scene;
  return incident.expect.map((expectation) => {
    const result = expected(expectation, scene);
    const excepted = options.excepted?.get(expectation.alarm);
    if (result.verdict !== "failed" || excepted === undefined || excepted.fields.length === 0) return result;
    return {
      ...result,
      got: `${result.got ?? ""} (parity.yaml excepts ${excepted.fields.join(", ")}: ${excepted.reason})`,
    };
  });
}

function expected(expectation: Expectation, { incident, stack, seen, refused, options }: Scene): AlarmResult {
  const { alarm: name } = expectation;
  const alarm = stack.alarms.get(name);
  if (alarm === undefined) {
    const excepted = options.excepted?.get(name);
    if (excepted?.stacks.includes(stack.name) === false)
      return { alarm: name, verdict: "excepted", reason: excepted.reason };
    return { alarm: name, verdict: "failed", expected: "the stack has it", got: "there is no such alarm" };
  }
  const timeline = seen.get(name);
  if (timeline !== undefined) return judgeExpected(expectation, timeline, incident);
  const why = refused.get(name) ?? whyUnseen({ alarm, stack }, incident);
  return {
    alarm: name,
    verdict: "failed",
    expected: "ALARM",
    got: refused.has(name) ? `not evaluated: ${why}` : `it sees no signal: ${why}`,
  };
}

/** Every alarm that sees a signal and is not expected to fire; those that the file names must see one. */
function silentIn({ incident, stack, seen, refused }: Scene): AlarmResult[] {
  const expecting = new Set(incident.expect.map(({ alarm }) => alarm));
  const named = incident.silent.map((pattern) => isNamed(pattern));
  return [...seen].flatMap(([name, timeline]): AlarmResult[] => {
    if (expecting.has(name)) return [];
    if (timeline !== undefined) return [judgeSilent(name, timeline)];
    if (!named.some((isMeant) => isMeant(name))) return [];
    const alarm = stack.alarms.get(name) ?? { kind: "unknown" };
    const got =
      refused.get(name) ??
      `it sees no signal, so its silence says nothing: ${whyUnseen({ alarm, stack }, incident)}`;
    return [{ alarm: name, verdict: "failed", expected: "it stays silent", got }];
  });
}

/** The alarm of this stack, or of the first other that has it: the wrong one may have been in a stack that has none now. */
function baseOf({ like }: Had, stack: ReplayStack, { stacks }: ReplayOptions): Subject["alarm"] {
  const owner = [stack, ...stacks].find(({ alarms }) => alarms.has(like));
  return owner?.alarms.get(like) ?? { kind: "unknown" };
}

/** Signals that no alarm of any stack sees. */
function unwatched(incident: Incident, stacks: readonly ReplayStack[]): string[] {
  const subjects = stacks.flatMap((stack) =>
    [...stack.alarms.values()].map((alarm): Subject => ({ alarm, stack })),
  );
  const seen = new Set(
    subjects.flatMap((subject) =>
      [...(emittersOf(subject, incident)?.values() ?? [])].flat().map(({ signal }) => signal),
    ),
  );
  const signals = new Map(incident.emitters.map((emitter) => [emitter.signal, emitter]));
  return [...signals.values()].filter(({ signal }) => !seen.has(signal)).map(showEmitter);
}

function showEmitter({ namespace, metric, source }: Emitter): string {
  return `${namespace} ${metric} ${JSON.stringify(source)}`;
}

function byAlarm(refused: ReadonlyMap<string, Refused>): ReplayReport["notEvaluated"] {
  const lines = new Map<string, ReplayReport["notEvaluated"][number]>();
  for (const [stack, alarms] of refused) {
    for (const [alarm, why] of alarms) {
      const key = `${alarm} ${why}`;
      const line = lines.get(key) ?? { alarm, stacks: [], why };
      lines.set(key, { ...line, stacks: [...line.stacks, stack] });
    }
  }
  return [...lines.values()];
}

function recipientsOf(
  incidents: readonly IncidentResult[],
  stacks: readonly ReplayStack[],
): ReplayReport["recipients"] {
  return stacks.flatMap(({ name, subscribers }) => {
    if (subscribers === undefined) return [];
    const results = incidents.flatMap(({ stacks: of }) => of.filter(({ stack }) => stack === name));
    const topics = new Set(results.flatMap(({ alarms }) => alarms.flatMap(({ told = [] }) => told)));
    return [...topics].map((topic) => ({
      stack: name,
      topic,
      addresses: [...(subscribers.get(topic) ?? [])],
    }));
  });
}
