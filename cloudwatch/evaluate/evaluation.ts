import type { Alarm } from "../alarm";
import { isRecord } from "../record";
import { hasUnknown, isUnknown, type Value } from "../unknown";
import { isTreatment, TREATMENTS, type Decision } from "./decide";
import { isPeriod } from "../window/period";
import { linesOf } from "./lines";
import { isRefusal } from "./refusal";
import type { EvaluationOptions, Refusal } from "./types";

const MINUTE = 60;
const HOUR = 3600;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** When an alarm is evaluated, and on which data. */
export interface Evaluation extends Decision {
  /** Seconds. */
  period: number;
  /** Seconds between data that is looked at: 60, or 10 where the period is shorter than a minute. */
  step: number;
  /** An evaluation ends at the last full multiple of this many seconds (plus `offset`): the step itself, an hour, or the period. */
  alignment: number;
  /** Seconds by which a wall-clock window's boundaries lie before those of UTC. */
  offset: number;
  /** Seconds after its creation in which a new alarm stays in INSUFFICIENT_DATA. */
  warmUp: number;
}

/**
 * How an alarm is evaluated (CloudWatch user guide, "Evaluating an alarm"): periods of a minute or more every minute,
 * shorter ones every 10 seconds; windows of more than a day once an hour, on data up to the last full hour; a wall-clock
 * window on full periods of the clock.
 */
export function evaluationOf(alarm: Alarm, options: EvaluationOptions): Evaluation | Refusal {
  const period = periodOf(alarm);
  const n = known("evaluationPeriods", alarm.evaluationPeriods);
  const m = alarm.datapointsToAlarm === undefined ? n : known("datapointsToAlarm", alarm.datapointsToAlarm);
  const treatMissingData = treatmentOf(alarm);
  const clock = wallClock(alarm);
  const warmUp = warmUpOf(alarm);
  for (const part of [period, n, m, treatMissingData, clock, warmUp]) if (isRefusal(part)) return part;
  const rule = { period, n, m, treatMissingData, clock, warmUp } as Known;
  if (rule.m > rule.n)
    return {
      refused: `datapointsToAlarm ${rule.m} is more than evaluationPeriods ${rule.n}: it can never be reached`,
    };
  if (rule.clock !== undefined && rule.period >= WEEK)
    return {
      refused: "a wall-clock window of weeks is not evaluated: AWS does not say on which day a week begins",
    };
  return finish(rule, options);
}

interface Known {
  period: number;
  n: number;
  m: number;
  treatMissingData: Decision["treatMissingData"];
  clock: { offset: number } | undefined;
  warmUp: number;
}

function finish(
  { period, n, m, treatMissingData, clock, warmUp }: Known,
  options: EvaluationOptions,
): Evaluation {
  const step = period < MINUTE ? 10 : MINUTE;
  const rolling = n * period > DAY ? HOUR : step;
  return {
    ...{ period, step, evaluationPeriods: n, datapointsToAlarm: m, treatMissingData },
    evaluationRange: clock === undefined ? Math.max(n, options.evaluationRange ?? n + 2) : n,
    alignment: clock === undefined ? rolling : period,
    offset: clock?.offset ?? 0,
    warmUp,
  };
}

function known<T>(field: string, value: Value<T> | undefined): T | Refusal {
  if (value === undefined) return { refused: `${field} is left out` };
  if (isUnknown(value) || (typeof value === "string" && value.includes("${")))
    return { refused: `${field} is known only after deploying` };
  return value;
}

/** The one period of all its metrics (PutMetricAlarm: "each metric must use the same period"). */
function periodOf(alarm: Alarm): number | Refusal {
  const periods = [...linesOf(alarm).values()].map(({ period }) => period);
  const expressions = isUnknown(alarm.queries) ? [] : (alarm.queries ?? []).map(({ period }) => period);
  const given = [...new Set([...periods, ...expressions].filter((period) => period !== undefined))];
  const [first, second] = given;
  if (second !== undefined)
    return { refused: `its metrics have the periods ${given.join(", ")}, and CloudWatch takes one` };
  const period = known("period", first);
  if (typeof period !== "number") return period;
  return isPeriod(period) ? period : { refused: `period ${period} is none of CloudWatch's` };
}

/**
 * How missing data is treated: as set, else `missing`, and for metrics of `AWS/DynamoDB` `ignore` (user guide, "alarms
 * that evaluate metrics in the AWS/DynamoDB namespace ignore missing data by default", and a setting overrides it; the
 * SDK's text says that they always do).
 */
function treatmentOf(alarm: Alarm): Decision["treatMissingData"] | Refusal {
  const isDynamo = [...linesOf(alarm).values()].some(({ namespace }) => namespace === "AWS/DynamoDB");
  const treatment = known("treatMissingData", alarm.treatMissingData ?? (isDynamo ? "ignore" : "missing"));
  if (isRefusal(treatment) || isTreatment(treatment)) return treatment;
  return { refused: `treatMissingData ${treatment} is none of ${TREATMENTS.join(", ")}` };
}

/** A window that is aligned with the clock, in UTC or at a fixed offset from it; undefined for a sliding one. */
function wallClock(alarm: Alarm): { offset: number } | undefined | Refusal {
  const window = alarm.other?.["evaluationWindow"];
  if (hasUnknown(window)) return { refused: "evaluationWindow is known only after deploying" };
  if (!isRecord(window) || !("wallClockWindow" in window)) return undefined;
  const clock = window["wallClockWindow"];
  const given = isRecord(clock) ? clock["timezone"] : undefined;
  const zone = typeof given === "string" ? given : "UTC";
  const [, sign, hours, minutes] = /^(?:UTC)?([+-])(\d\d):(\d\d)$/.exec(zone) ?? [];
  if (hours !== undefined && minutes !== undefined)
    return { offset: (sign === "-" ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE) };
  if (zone === "UTC") return { offset: 0 };
  return {
    refused: `the time zone ${zone} of its window is not evaluated: write a fixed offset such as +01:00`,
  };
}

/** `warmUpConfiguration` of PutMetricAlarm, in seconds; 0 where there is none. */
function warmUpOf(alarm: Alarm): number | Refusal {
  const warmUp = alarm.other?.["warmUpConfiguration"];
  if (hasUnknown(warmUp)) return { refused: "warmUpConfiguration is known only after deploying" };
  const minutes = isRecord(warmUp) ? warmUp["warmUpPeriodDurationInMinutes"] : undefined;
  return typeof minutes === "number" ? minutes * MINUTE : 0;
}
