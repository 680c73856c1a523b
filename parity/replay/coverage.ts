import type { Nearness } from "./nearness";
import type { AlarmCoverage, AlarmResult, IncidentResult, ReplayReport } from "./results";
import type { ReplayStack } from "./stacks";

/** What all incidents together say of each alarm, in the order of the alarms. */
export function coverageOf(
  incidents: readonly IncidentResult[],
  stacks: readonly ReplayStack[],
  notEvaluated: ReplayReport["notEvaluated"],
): AlarmCoverage[] {
  const alarms = new Set(stacks.flatMap((stack) => [...stack.alarms.keys()]));
  const refused = new Set(notEvaluated.map(({ alarm }) => alarm));
  return [...alarms].map((alarm) => {
    const results = incidents.map(({ incident, quiet, stacks: of }) => ({
      incident,
      quiet,
      own: resultsOf(alarm, of),
    }));
    const firedBy = results
      .filter(({ own }) => own.some(isFired) && !own.some(isFailed))
      .map(({ incident }) => incident);
    const nearest = nearestOf(results.filter(({ quiet }) => quiet));
    const isSeen = results.some(({ own }) => own.some(({ changes }) => changes !== undefined));
    const verdict = refused.has(alarm)
      ? "not evaluated"
      : firedBy.length > 0
        ? "fired"
        : !isSeen
          ? "unwatched"
          : "silent";
    const isBrushed = verdict === "silent" && (nearest?.nearness.breaching ?? 0) > 0;
    return { alarm, firedBy, ...(nearest && { nearest }), verdict: isBrushed ? "brushed" : verdict };
  });
}

/** Alarms that no incident fires, or that fire where nothing may. */
export function uncovered(coverage: readonly AlarmCoverage[]): AlarmCoverage[] {
  return coverage.filter(({ verdict, nearest }) => verdict !== "fired" || isReached(nearest?.nearness));
}

function isReached(nearness: Nearness | undefined): boolean {
  return nearness !== undefined && nearness.breaching >= nearness.needed;
}

function resultsOf(alarm: string, stacks: IncidentResult["stacks"]): AlarmResult[] {
  return stacks.flatMap(({ alarms }) => alarms.filter((result) => result.alarm === alarm));
}

function isFired({ verdict }: AlarmResult): boolean {
  return verdict === "fired";
}

function isFailed({ verdict }: AlarmResult): boolean {
  return verdict === "failed";
}

function nearestOf(
  results: readonly { incident: string; own: readonly AlarmResult[] }[],
): AlarmCoverage["nearest"] {
  const all = results.flatMap(({ incident, own }) =>
    own.flatMap(({ nearness }) => (nearness === undefined ? [] : [{ incident, nearness }])),
  );
  return all.reduce<AlarmCoverage["nearest"]>(
    (best, one) => (best === undefined || isNearer(one.nearness, best.nearness) ? one : best),
    undefined,
  );
}

function isNearer(a: Nearness, b: Nearness): boolean {
  const [shareA, shareB] = [a.breaching / a.needed, b.breaching / b.needed];
  if (shareA !== shareB) return shareA > shareB;
  return distance(a) < distance(b);
}

/** How far its nearest value is from the threshold. */
function distance({ value, threshold }: Nearness): number {
  return value === undefined ? Infinity : Math.abs(value - threshold);
}
