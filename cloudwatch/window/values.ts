import type { Alarm, Metric } from "../alarm";
import { THRESHOLD_OPERATORS } from "../evaluate/comparison";
import { findMetric } from "../facts";
import { statisticForm, suggestStatistic } from "../statistic";
import { isUnknown, type Value } from "../unknown";
import { notKnown, problem, type WindowProblem } from "./problem";

/** For alarms on an anomaly band only (PutMetricAlarm, `ComparisonOperator`). */
const BAND_COMPARISONS = [
  "LessThanLowerOrGreaterThanUpperThreshold",
  "LessThanLowerThreshold",
  "GreaterThanUpperThreshold",
];
const MISSING_DATA = ["missing", "notBreaching", "breaching", "ignore"];
const LOW_SAMPLES = ["evaluate", "ignore"];
/** PutMetricAlarm, `Unit`. */
const UNITS = [
  ...["Seconds", "Microseconds", "Milliseconds", "Percent", "Count", "None", "Count/Second"],
  ...[
    "Bytes",
    "Kilobytes",
    "Megabytes",
    "Gigabytes",
    "Terabytes",
    "Bits",
    "Kilobits",
    "Megabits",
    "Gigabits",
    "Terabits",
  ].flatMap((unit) => [unit, `${unit}/Second`]),
];
/** PutMetricAlarm, lengths of `AlarmName` and `AlarmDescription`, and of each list of actions. */
const LIMITS = { name: 255, description: 1024, actions: 5 } as const;

/** Values that are none of those CloudWatch knows: operators, treatments, statistics, units. */
export function valueProblems(alarm: Alarm): WindowProblem[] {
  const comparisons = alarm.kind === "anomaly" ? BAND_COMPARISONS : THRESHOLD_OPERATORS;
  return [
    ...oneOf("comparisonOperator", alarm.comparisonOperator, comparisons),
    ...oneOf("treatMissingData", alarm.treatMissingData, MISSING_DATA),
    ...oneOf("evaluateLowSampleCountPercentiles", alarm.evaluateLowSampleCountPercentiles, LOW_SAMPLES),
    ...metricsOfAlarm(alarm).flatMap(([field, metric]) => [
      ...statisticProblems(field, metric.statistic),
      ...unitProblems(field, metric),
    ]),
    ...misplacedStatistic(alarm),
  ];
}

/** Lengths of name, description and lists of actions; they hold for every kind. */
export function limitProblems(alarm: Alarm): WindowProblem[] {
  const texts = (["name", "description"] as const).flatMap((field) => {
    const value = alarm[field];
    if (value === undefined || isUnknown(value) || value.length <= LIMITS[field]) return [];
    const why = `it has ${value.length} characters, and CloudWatch takes ${LIMITS[field]} at most`;
    return [problem(field, value, why, `shorten it to ${LIMITS[field]} characters`)];
  });
  const actions = (["alarmActions", "okActions", "insufficientDataActions"] as const).flatMap((field) => {
    const value = alarm[field];
    if (value === undefined || isUnknown(value) || value.length <= LIMITS.actions) return [];
    const why = `it has ${value.length} actions, and CloudWatch takes ${LIMITS.actions} a state at most`;
    return [problem(field, value, why, "send to one topic and subscribe the rest to it")];
  });
  return [...texts, ...actions];
}

/** Every metric of an alarm with the path of its fields. */
export function metricsOfAlarm(alarm: Alarm): [string, Metric][] {
  const own: [string, Metric][] = alarm.metric === undefined ? [] : [["metric", alarm.metric]];
  if (alarm.queries === undefined || isUnknown(alarm.queries)) return own;
  const queried = alarm.queries.flatMap(({ id, metric }): [string, Metric][] =>
    metric === undefined ? [] : [[`queries.${id}`, metric]],
  );
  return [...own, ...queried];
}

function oneOf(field: string, value: Value<string> | undefined, known: readonly string[]): WindowProblem[] {
  if (isUnknown(value)) return [notKnown(field)];
  if (value === undefined || known.includes(value)) return [];
  const meant = known.find((name) => name.toLowerCase() === value.toLowerCase());
  const fix = meant === undefined ? `use one of ${known.join(", ")}` : `write ${meant}`;
  return [
    problem(field, value, "it is none of the values that CloudWatch takes for this kind of alarm", fix),
  ];
}

function statisticProblems(path: string, statistic: Value<string> | undefined): WindowProblem[] {
  if (statistic === undefined || isUnknown(statistic) || statisticForm(statistic) !== undefined) return [];
  const meant = suggestStatistic(statistic);
  const why = meant === undefined ? "CloudWatch knows no such statistic" : "CloudWatch minds the letter case";
  const fix =
    meant ?? "Sum, Average, Minimum, Maximum, SampleCount, or a percentile from p0 to p100 such as p95";
  return [problem(`${path}.statistic`, statistic, why, `write ${fix}`)];
}

/** The reader keeps in `other` a percentile that stands in `statistic`, and a basic one in `extendedStatistic`. */
function misplacedStatistic(alarm: Alarm): WindowProblem[] {
  const { statistic, extendedStatistic } = alarm.other ?? {};
  const problems: WindowProblem[] = [];
  if (alarm.bothStatistics === true) {
    const why = "CloudWatch takes one of statistic and extendedStatistic, not both";
    problems.push(problem("extendedStatistic", extendedStatistic, why, "leave out one of the two"));
  } else if (extendedStatistic !== undefined) {
    const why = "extendedStatistic takes percentiles and trimmed statistics only";
    problems.push(
      problem("extendedStatistic", extendedStatistic, why, `write statistic: ${quote(extendedStatistic)}`),
    );
  }
  if (statistic !== undefined) {
    const why = "statistic takes Sum, Average, Minimum, Maximum and SampleCount only";
    problems.push(problem("statistic", statistic, why, `write extendedStatistic: ${quote(statistic)}`));
  }
  return problems;
}

function quote(value: unknown): string {
  return JSON.stringify(value);
}

function unitProblems(path: string, metric: Metric): WindowProblem[] {
  const { unit, namespace, metricName } = metric;
  const field = `${path}.unit`;
  if (isUnknown(unit)) return [notKnown(field)];
  if (unit === undefined) return [];
  if (!UNITS.includes(unit)) {
    const meant = UNITS.find((name) => name.toLowerCase() === unit.toLowerCase());
    return [
      problem(
        field,
        unit,
        "CloudWatch knows no such unit",
        meant === undefined ? "leave unit out" : `write ${meant}`,
      ),
    ];
  }
  const published = findMetric(namespace ?? "", metricName ?? "")?.unit;
  if (published === undefined || published === null || published === unit) return [];
  const why = `${metricName ?? ""} is published in ${published}, so the alarm would stay in INSUFFICIENT_DATA for ever`;
  return [problem(field, unit, why, `leave unit out, or write ${published}`)];
}
