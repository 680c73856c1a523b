import type { Refusal } from "../evaluate/types";
import { blockField } from "../record";
import { hasUnknown } from "../unknown";
import { windowsOf, type Windows } from "./window";

/** An alarm mute rule: while it is active, its alarms change state and run no actions. */
export interface MuteRule {
  /** As the rule names them. */
  readonly alarmNames: readonly string[];
  /** Whether the rule is active at an instant, in seconds since 1970: from a begin on, and no more at the end. */
  readonly isActive: (at: number) => boolean;
}

/**
 * Reads the arguments of an `aws.cloudwatch.AlarmMuteRule`: `rule.schedule`, `muteTargets.alarmNames`, `startDate` and
 * `expireDate`, which cut off what of a mute lies outside. Refused, in one sentence, where a schedule or a date is none, or
 * is known only after deploying.
 */
export function muteRuleOf(props: Record<string, unknown>): MuteRule | Refusal {
  const { rule, muteTargets, startDate, expireDate } = props;
  if (hasUnknown({ rule, muteTargets, startDate, expireDate }))
    return { refused: "the mute rule is known only after deploying" };
  const schedule = blockField(rule, "schedule");
  const expression = text(blockField(schedule, "expression"));
  const duration = text(blockField(schedule, "duration"));
  if (expression === undefined) return { refused: "schedule.expression is left out" };
  if (duration === undefined) return { refused: "schedule.duration is left out" };
  const windows = windowsOf(expression, duration, text(blockField(schedule, "timezone")) ?? "UTC");
  if ("refused" in windows) return windows;
  const [from, to] = [instant(startDate, -Infinity), instant(expireDate, Infinity)];
  if (from === undefined)
    return { refused: `startDate "${String(startDate)}" is no date such as ${EXAMPLE}` };
  if (to === undefined)
    return { refused: `expireDate "${String(expireDate)}" is no date such as ${EXAMPLE}` };
  if (windows.isSingle && (Number.isFinite(from) || Number.isFinite(to)))
    return { refused: "an at() schedule takes no startDate and no expireDate" };
  const names = blockField(muteTargets, "alarmNames");
  const alarmNames = Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
  const isOpen = activity(windows);
  return {
    alarmNames,
    isActive: (at) => at * 1000 >= from && at * 1000 < to && isOpen(at * 1000),
  };
}

/** Whether a mute rule is active at an instant (seconds since 1970) and names the alarm. */
export function isMuted(rule: MuteRule, alarmName: string, at: number): boolean {
  return rule.alarmNames.includes(alarmName) && rule.isActive(at);
}

const EXAMPLE = "2026-12-31T23:59:00Z";

/** Remembers the stretch that it last looked at, since it is asked minute after minute. */
function activity({ nextBegin, length }: Windows): (at: number) => boolean {
  let known = { from: 0, to: 0, isOpen: false };
  return (at) => {
    if (at >= known.from && at < known.to) return known.isOpen;
    const begin = nextBegin(at - length) ?? Infinity;
    known =
      begin <= at
        ? { from: begin, to: begin + length, isOpen: true }
        : { from: at, to: begin, isOpen: false };
    return known.isOpen;
  };
}

/** Milliseconds since 1970 of an RFC 3339 date, which has a zone; `otherwise` where it is left out. */
function instant(date: unknown, otherwise: number): number | undefined {
  if (date === undefined || date === null || date === "") return otherwise;
  if (typeof date !== "string" || !/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(date))
    return undefined;
  const at = Date.parse(date);
  return Number.isNaN(at) ? undefined : at;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
