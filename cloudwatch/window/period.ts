import type { Alarm } from "../alarm";
import { isRecord } from "../record";
import { hasUnknown, isUnknown, type Value } from "../unknown";
import { notKnown, problem, type WindowProblem } from "./problem";
import { metricsOfAlarm } from "./values";

const HOUR = 3600;
const DAY = 24 * HOUR;
/** The periods of a window that is aligned with the clock, in seconds (CloudWatch user guide, "Alarm evaluation windows"). */
const WALL_CLOCK_PERIODS = [60, 300, HOUR, DAY, 7 * DAY];

/** Whether CloudWatch takes `seconds` as a period: 10, 20, 30 or a multiple of 60 (PutMetricAlarm, `Period`). */
export function isPeriod(seconds: number): boolean {
  return [10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0);
}

/** What CloudWatch refuses about periods, evaluation periods and datapoints. */
export function periodProblems(alarm: Alarm): WindowProblem[] {
  const periods = periodsOf(alarm);
  return [
    ...periods.flatMap(([field, period]) => onePeriod(field, period, alarm)),
    ...samePeriod(periods),
    ...evaluationProblems(alarm),
    ...lengthProblems(alarm, periods),
  ];
}

type Periods = [string, Value<number>][];

function periodsOf(alarm: Alarm): Periods {
  const metrics = metricsOfAlarm(alarm).flatMap(([path, { period }]): Periods =>
    period === undefined ? [] : [[`${path}.period`, period]],
  );
  if (alarm.queries === undefined || isUnknown(alarm.queries)) return metrics;
  const expressions = alarm.queries.flatMap(({ id, period }): Periods =>
    period === undefined ? [] : [[`queries.${id}.period`, period]],
  );
  return [...metrics, ...expressions];
}

function onePeriod(field: string, period: Value<number>, alarm: Alarm): WindowProblem[] {
  if (isUnknown(period)) return [notKnown(field)];
  const window = alarm.other?.["evaluationWindow"];
  if (!isPeriod(period)) {
    const nearest = Math.max(60, Math.round(period / 60) * 60);
    return [problem(field, period, "a period is 10, 20, 30 or a multiple of 60 seconds", `write ${nearest}`)];
  }
  if (alarm.kind === "anomaly" && period < 60) {
    return [problem(field, period, "an anomaly band needs a period of 60 seconds or more", "write 60")];
  }
  if (hasUnknown(window)) return [notKnown("evaluationWindow")];
  if (isRecord(window) && "wallClockWindow" in window && !WALL_CLOCK_PERIODS.includes(period)) {
    const why = `a window aligned with the clock takes ${WALL_CLOCK_PERIODS.join(", ")} only`;
    return [problem(field, period, why, "use one of these, or leave evaluationWindow out")];
  }
  return [];
}

function samePeriod(periods: Periods): WindowProblem[] {
  const [first, ...others] = periods.filter(([, period]) => !isUnknown(period));
  if (first === undefined) return [];
  return others
    .filter(([, period]) => period !== first[1])
    .map(([field, period]) => {
      const why = `all metrics of an alarm share one period, and ${first[0]} is ${first[1]}`;
      return problem(field, period, why, `write ${first[1]}`);
    });
}

function evaluationProblems(alarm: Alarm): WindowProblem[] {
  const { evaluationPeriods, datapointsToAlarm } = alarm;
  const problems: WindowProblem[] = [];
  for (const [field, value] of Object.entries({ evaluationPeriods, datapointsToAlarm })) {
    if (isUnknown(value)) problems.push(notKnown(field));
    if (typeof value !== "number" || (Number.isInteger(value) && value >= 1)) continue;
    problems.push(problem(field, value, "it is a whole number of 1 or more", "write 1 or more"));
  }
  const written = alarm.other?.["datapointsToAlarm"];
  if (written !== undefined)
    problems.push(problem("datapointsToAlarm", written, "it is no number", "write 1 or more"));
  if (typeof evaluationPeriods === "number" && typeof datapointsToAlarm === "number") {
    if (datapointsToAlarm > evaluationPeriods) {
      const why = `of ${evaluationPeriods} evaluation periods no ${datapointsToAlarm} can breach`;
      const fix = `write ${evaluationPeriods} or less, or raise evaluationPeriods`;
      problems.push(problem("datapointsToAlarm", datapointsToAlarm, why, fix));
    }
  }
  return problems;
}

/** Period × EvaluationPeriods (CloudWatch user guide, "Alarm evaluation"; Metrics Insights: 3 hours). */
function lengthProblems(alarm: Alarm, periods: Periods): WindowProblem[] {
  const { evaluationPeriods, kind } = alarm;
  const known = periods.map(([, period]) => period).filter((period) => typeof period === "number");
  if (typeof evaluationPeriods !== "number" || known.length === 0) return [];
  const period = Math.max(...known);
  const [limit, name] =
    kind === "insights" ? [3 * HOUR, "3 hours"] : period >= HOUR ? [7 * DAY, "7 days"] : [DAY, "a day"];
  const seconds = period * evaluationPeriods;
  if (seconds <= limit) return [];
  const why = `${evaluationPeriods} × ${period} s is ${seconds} s, over the limit of ${name} (${limit} s)`;
  const most = Math.floor(limit / period);
  const fix = most < 1 ? "shorten the period" : `write ${most} or less, or shorten the period`;
  return [problem("evaluationPeriods", evaluationPeriods, why, fix)];
}
