const MINUTES = { W: 7 * 24 * 60, D: 24 * 60, H: 60, M: 1 };
const DAY = MINUTES.D;
/** A year and a day: every pattern of month and weekday but leap days has come round by then. */
const DAYS_LOOKED_AT = 366;
const DURATION = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/;
const MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" ");
const WEEKDAYS = "SUN MON TUE WED THU FRI SAT".split(" ");

/** An ISO 8601 duration (`PT4H`, `P1D`) in minutes; undefined where it is none. */
export function durationMinutes(text: string): number | undefined {
  const match = DURATION.exec(text);
  if (match === null || /[PT]$/.test(text)) return undefined;
  const [, weeks = 0, days = 0, hours = 0, minutes = 0] = match;
  return Number(weeks) * MINUTES.W + Number(days) * MINUTES.D + Number(hours) * MINUTES.H + Number(minutes);
}

/** A schedule's kind and text: `cron(0 2 * * *)` or `at(2026-12-31T23:59)`; undefined where it is neither. */
export function readExpression(expression: string): { kind: "cron" | "at"; text: string } | undefined {
  const match = /^\s*(cron|at)\((.*)\)\s*$/.exec(expression);
  if (match === null) return undefined;
  return { kind: match[1] === "at" ? "at" : "cron", text: match[2]?.trim() ?? "" };
}

/**
 * The longest time between two starts of a cron pattern (minute hour day-of-month month day-of-week; a year, a sixth
 * field, is not looked at), in minutes; undefined where it does not parse or never starts twice.
 */
export function longestGapMinutes(cron: string): number | undefined {
  const pattern = fieldsOf(cron);
  if (pattern === undefined) return undefined;
  const { minutes, hours, days, months, weekdays, isEitherDay } = pattern;
  const times = [...hours].flatMap((h) => [...minutes].map((m) => h * 60 + m)).sort((a, b) => a - b);
  const runs = (date: Date): boolean => {
    if (!months.has(date.getUTCMonth() + 1)) return false;
    const onDate = days.has(date.getUTCDate());
    const onWeekday = weekdays.has(date.getUTCDay()) || (date.getUTCDay() === 0 && weekdays.has(7));
    return isEitherDay ? onDate || onWeekday : onDate && onWeekday;
  };
  return longestGap(times, runs);
}

/** Whether a cron pattern is one of five fields that CloudWatch knows (API, `Schedule`). */
export function isCron(cron: string): boolean {
  return cron.split(/\s+/).length === 5 && fieldsOf(cron) !== undefined;
}

function fieldsOf(cron: string) {
  const [minute, hour, dayOfMonth, month, dayOfWeek] = cron.split(/\s+/);
  const minutes = values(minute, 0, 59);
  const hours = values(hour, 0, 23);
  const days = values(dayOfMonth, 1, 31);
  const months = values(month, 1, 12, MONTHS, 1);
  const weekdays = values(dayOfWeek, 0, 7, WEEKDAYS, 0);
  if (!minutes || !hours || !days || !months || !weekdays) return undefined;
  // Cron's own rule: with both restricted, either will do.
  return { minutes, hours, days, months, weekdays, isEitherDay: !isAny(dayOfMonth) && !isAny(dayOfWeek) };
}

function longestGap(times: readonly number[], runs: (date: Date) => boolean): number | undefined {
  let last: number | undefined;
  let gap: number | undefined;
  for (let day = 0; day < DAYS_LOOKED_AT; day++) {
    if (!runs(new Date(Date.UTC(2025, 0, 1 + day)))) continue;
    for (const time of times) {
      const at = day * DAY + time;
      if (last !== undefined) gap = Math.max(gap ?? 0, at - last);
      last = at;
    }
  }
  return gap;
}

function isAny(field: string | undefined): boolean {
  return field === "*" || field === "?";
}

/** The values that a cron field names: `*`, `?`, `a`, `a-b`, steps `/n`, lists; names where given. */
function values(
  field: string | undefined,
  from: number,
  to: number,
  names: readonly string[] = [],
  firstName = 0,
): Set<number> | undefined {
  if (field === undefined) return undefined;
  const found = new Set<number>();
  for (const part of field.split(",")) {
    const match = /^(\*|\?|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part);
    if (match === null) return undefined;
    const [, start = "*", end, step] = match;
    const number = (text: string): number => {
      const named = names.indexOf(text.toUpperCase());
      return named < 0 ? Number(text) : named + firstName;
    };
    const low = isAny(start) ? from : number(start);
    const high = isAny(start) || (end === undefined && step !== undefined) ? to : number(end ?? start);
    if (!(low >= from && high <= to && low <= high) || step === "0") return undefined;
    for (let value = low; value <= high; value += Number(step ?? 1)) found.add(value);
  }
  return found;
}
