import { Cron } from "croner";
import type { Refusal } from "../evaluate/types";
import { durationMinutes, isCron, readExpression } from "./schedule";

/** The first begin of a mute after a time (milliseconds since 1970, as all here); undefined where there is none. */
export type NextBegin = (after: number) => number | undefined;

/** When a schedule's mutes begin, and how long each lasts. */
export interface Windows {
  readonly nextBegin: NextBegin;
  readonly length: number;
  /** Whether there is but one mute. */
  readonly isSingle: boolean;
}

const MINUTE = 60_000;
/** Schedule, `Duration`: PT1M to P15D. */
const LONGEST_MINUTES = 15 * 24 * 60;

/**
 * Reads a mute rule's schedule: `cron(minute hour day-of-month month day-of-week)` or `at(yyyy-MM-ddThh:mm)`, in a time zone
 * (default UTC), for a duration (CloudWatch API, `Schedule`). With day of month and day of week both given, either will
 * do, as in cron; a time that a change of clocks skips comes after it, one that comes twice counts once (AWS does not
 * say).
 */
export function windowsOf(expression: string, duration: string, timezone: string): Windows | Refusal {
  const minutes = durationMinutes(duration);
  if (minutes === undefined)
    return { refused: `schedule.duration "${duration}" is no duration such as PT4H` };
  if (minutes < 1 || minutes > LONGEST_MINUTES)
    return { refused: `schedule.duration "${duration}" is not between PT1M and P15D` };
  const read = readExpression(expression);
  const pattern = read?.kind === "at" ? dateTime(read.text) : cronPattern(read?.text);
  if (read === undefined || pattern === undefined)
    return {
      refused: `schedule.expression "${expression}" is neither cron(…) of five fields nor at(yyyy-MM-ddThh:mm)`,
    };
  if (!isTimeZone(timezone)) return { refused: `schedule.timezone "${timezone}" is no time zone` };
  const mode = read.kind === "at" ? ("auto" as const) : ("5-part" as const);
  const cron = new Cron(pattern, { timezone, mode, allowPast: true, sloppyRanges: true, paused: true });
  return {
    nextBegin: (after) => cron.nextRun(new Date(after))?.getTime(),
    length: minutes * MINUTE,
    isSingle: read.kind === "at",
  };
}

function cronPattern(text: string | undefined): string | undefined {
  return text !== undefined && isCron(text) ? text : undefined;
}

function dateTime(text: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text)) return undefined;
  const date = new Date(`${text}Z`);
  // A day that its month lacks is read as one of the next month.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : undefined;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
