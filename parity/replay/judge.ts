import type { Metric } from "../../cloudwatch/alarm";
import { linesOf } from "../../cloudwatch/evaluate";
import { showDuration } from "./duration";
import type { Expectation, Incident } from "./incident/types";
import { publishedSets } from "./match";
import type { Nearness } from "./nearness";
import type { AlarmResult } from "./results";
import type { Subject } from "./run";
import { firstAlarm, lastState, timesInAlarm, wasInAlarm, type Change, type Timeline } from "./timeline";
import { isMeant, topicName } from "./topics";

/** An alarm that must fire, held against what it did. */
export function judgeExpected(expectation: Expectation, timeline: Timeline, incident: Incident): AlarmResult {
  const base = { ...told(expectation.alarm, timeline), expected: showExpectation(expectation) };
  const got = whatIsWrong(expectation, timeline, incident);
  const { trouble = { from: 0, to: 0 } } = incident;
  const alarm = firstAlarm(timeline);
  const ok = timeline.changes.at(-1);
  return {
    ...base,
    verdict: got === undefined ? "fired" : "failed",
    got,
    toAlarm: alarm === undefined ? undefined : alarm.at - trouble.from,
    toOk: alarm !== undefined && ok?.to === "OK" ? Math.max(0, ok.at - trouble.to) : undefined,
  };
}

/** An alarm that must stay silent, held against what it did. */
export function judgeSilent(alarm: string, timeline: Timeline): AlarmResult {
  const base = told(alarm, timeline);
  if (!wasInAlarm(timeline)) return { ...base, verdict: "silent" };
  return { ...base, verdict: "failed", expected: "it stays silent", got: showTimeline(timeline) };
}

/** Why an alarm that is expected sees no signal: the signal of its metric that has other dimensions, or that there is none. */
export function whyUnseen({ alarm, stack }: Subject, { emitters }: Incident): string {
  const metrics = [...linesOf(alarm).values()];
  const near = metrics.flatMap((metric) =>
    emitters
      .filter(({ namespace, metric: name }) => namespace === metric.namespace && name === metric.metricName)
      .map((emitter) => ({ metric, emitter })),
  );
  const [first] = near;
  if (first === undefined)
    return `it watches ${[...new Set(metrics.map(showMetric))].join(", ")}, which no signal is`;
  const { metric, emitter } = first;
  if (metric.unit !== undefined)
    return `it watches ${showMetric(metric)} in the unit ${metric.unit}, and the signal has another`;
  const sets = publishedSets(emitter, stack).map((set) => `{${set.join(", ")}}`);
  return `it watches ${showMetric(metric)}, and the signal is published under ${sets.join(", ")} of ${JSON.stringify(emitter.source)}`;
}

function showMetric({ namespace = "", metricName = "", dimensions = {} }: Metric): string {
  return `${namespace} ${metricName} ${JSON.stringify(dimensions)}`;
}

function told(alarm: string, timeline: Timeline): Omit<AlarmResult, "verdict"> {
  const first = firstAlarm(timeline);
  const last = timeline.changes.at(-1);
  return {
    alarm,
    ...(first === undefined ? {} : { times: timesInAlarm(timeline), told: first.actions.map(topicName) }),
    ...(first !== undefined && last?.to === "OK" ? { toldOk: last.actions.map(topicName) } : {}),
    changes: timeline.changes,
    nearness: timeline.nearness,
  };
}

function whatIsWrong(
  expectation: Expectation,
  timeline: Timeline,
  { trouble }: Incident,
): string | undefined {
  const { alarmWithin = Infinity, okWithin, tells = [] } = expectation;
  const { from, to } = trouble ?? { from: 0, to: 0 };
  if (timeline.atStart === "ALARM") return `it is in ALARM when the series begin: ${showTimeline(timeline)}`;
  const alarm = firstAlarm(timeline);
  if (alarm === undefined) return `silent${showNearness(timeline.nearness)}`;
  if (alarm.at <= from)
    return `ALARM at ${showDuration(alarm.at)}, before the trouble (${showDuration(from)}): ${showTimeline(timeline)}`;
  if (alarm.at - from > alarmWithin)
    return `ALARM after ${showDuration(alarm.at - from)}: ${showTimeline(timeline)}`;
  const notTold = missing(tells, alarm);
  if (notTold !== undefined) return `ALARM ${notTold}`;
  const last = timeline.changes.at(-1);
  if (okWithin === undefined) return undefined;
  if (last === undefined || lastState(timeline) !== "OK")
    return `${lastState(timeline)} at the end: ${showTimeline(timeline)}`;
  if (last.at - to > okWithin)
    return `OK ${showDuration(last.at - to)} after its end: ${showTimeline(timeline)}`;
  const okNotTold = missing(tells, last);
  return okNotTold === undefined ? undefined : `OK ${okNotTold}`;
}

function missing(tells: readonly string[], { actions, silenced }: Change): string | undefined {
  const topic = tells.find((name) => !actions.some((action) => isMeant(name, action)));
  if (topic === undefined) return undefined;
  if (silenced !== undefined) return `told nobody (${silenced})`;
  return `told ${actions.length === 0 ? "nobody" : actions.map(topicName).join(", ")}`;
}

function showExpectation({ alarmWithin, okWithin, tells }: Expectation): string {
  const parts = [
    alarmWithin === undefined ? "ALARM" : `ALARM within ${showDuration(alarmWithin)}`,
    ...(okWithin === undefined ? [] : [`OK within ${showDuration(okWithin)} of its end`]),
    ...(tells === undefined ? [] : [`told to ${tells.join(", ")}`]),
  ];
  return parts.join(", ");
}

const MOST_SHOWN = 6;

/** `ALARM at 15m, OK at 40m` */
export function showTimeline({ atStart, changes }: Timeline): string {
  const shown = changes.slice(0, MOST_SHOWN).map(({ to, at }) => `${to} at ${showDuration(at)}`);
  const more = changes.length - shown.length;
  return [`${atStart} at first`, ...shown, ...(more > 0 ? [`and ${more} changes more`] : [])].join(", ");
}

const SIGNS: Readonly<Record<string, string>> = {
  GreaterThanThreshold: ">",
  GreaterThanOrEqualToThreshold: "≥",
  LessThanThreshold: "<",
  LessThanOrEqualToThreshold: "≤",
};

/** `> 100` */
export function showLimit({ comparison, threshold }: Nearness): string {
  return `${SIGNS[comparison] ?? comparison} ${threshold}`;
}

function showNearness(nearness: Nearness | undefined): string {
  if (nearness === undefined) return "";
  const { value, breaching, needed } = nearness;
  if (value === undefined) return "; it saw no data";
  return `; nearest to ${showLimit(nearness)} was ${showValue(value)}, with ${breaching} of ${needed} points`;
}

/** At most four digits that say something. */
export function showValue(value: number): string {
  return String(Number(value.toPrecision(4)));
}
