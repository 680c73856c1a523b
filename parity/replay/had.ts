import type { Alarm } from "../../cloudwatch/alarm";
import type { AlarmChange, Had, Incident } from "./incident/types";
import { showDuration } from "./duration";
import type { HadResult } from "./results";
import { showTimeline } from "./judge";
import { firstAlarm, wasInAlarm, type Timeline } from "./timeline";

/** The wrong alarm: `base` with the fields in which it was otherwise. @throws InputError where `base` has no such field */
export function wrongAlarm(base: Alarm, { with: change }: Had, index: number, incident: Incident): Alarm {
  const { statistic, period, ...rest } = change;
  const measured = Object.entries({ statistic, period }).filter(([, value]) => value !== undefined);
  const [first] = measured;
  if (first === undefined) return { ...base, ...rest };
  if (base.metric === undefined) {
    const [field] = first;
    throw incident.error(
      ["had", index, "with", field],
      `had[${index}].with.${field}: that alarm is metric math, which has no ${field} of its own; take it out`,
    );
  }
  return { ...base, ...rest, metric: { ...base.metric, ...Object.fromEntries(measured) } };
}

/** What the wrong alarm did in a stack; `timeline` is undefined where it saw no signal, or the stack had it not. */
export function judgeHad(had: Had, stack: string, timeline: Timeline | undefined): HadResult {
  const { like, with: change, only, was, why } = had;
  const base = { alarm: like, otherwise: describe(change, only), why };
  const isAbsent = only !== undefined && !only.includes(stack);
  if (isAbsent || timeline === undefined) {
    const verdict = isAbsent || was === "silent" ? "as it was" : "failed";
    return {
      ...base,
      did: isAbsent ? "absent" : "silent",
      verdict,
      ...(verdict === "failed" ? { expected: "it fires, as it did" } : {}),
    };
  }
  const did = wasInAlarm(timeline) ? "firing" : "silent";
  const firedAt = firstAlarm(timeline)?.at ?? (did === "firing" ? 0 : undefined);
  if (did === was) return { ...base, did, firedAt, verdict: "as it was" };
  const expected =
    was === "silent" ? `it stays silent, as it did; got ${showTimeline(timeline)}` : "it fires, as it did";
  return { ...base, did, firedAt, verdict: "failed", expected };
}

/** `statistic Maximum, period 5m`; `in production only` */
function describe(change: AlarmChange, only: readonly string[] | undefined): string {
  const fields = Object.entries(change).map(
    ([field, value]) => `${field} ${field === "period" ? showDuration(Number(value)) : String(value)}`,
  );
  return [...fields, ...(only === undefined ? [] : [`in ${only.join(", ")} only`])].join(", ");
}
