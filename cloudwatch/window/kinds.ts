import type { Alarm } from "../alarm";
import { isRecord } from "../record";
import { hasUnknown, isUnknown } from "../unknown";
import { isPeriod } from "./period";
import { notKnown, problem, type WindowProblem } from "./problem";

const HOUR = 3600;

/** Fields that an alarm lacks, or that belong to another kind of alarm, which CloudWatch refuses together. */
export function kindProblems(alarm: Alarm): WindowProblem[] {
  if (alarm.kind === "promql") return promqlProblems(alarm);
  return [...mixed(alarm), ...missing(alarm), ...thresholdProblems(alarm), ...warmUpProblems(alarm)];
}

/** A metric's own fields beside queries (PutMetricAlarm, `Metrics`). */
function mixed(alarm: Alarm): WindowProblem[] {
  if (alarm.queries === undefined || alarm.metric === undefined) return [];
  return Object.entries(alarm.metric).map(([field, value]) => {
    const why = "an alarm on metric queries takes no metric of its own beside them";
    return problem(`metric.${field}`, value, why, `move ${field} into the query it belongs to`);
  });
}

/** What PutMetricAlarm requires; an alarm of queries has its statistics and periods in them. */
function missing(alarm: Alarm): WindowProblem[] {
  const { comparisonOperator, evaluationPeriods, threshold } = alarm;
  const required: Record<string, unknown> = { comparisonOperator, evaluationPeriods };
  if (alarm.kind === "metric") {
    const { namespace, metricName, statistic, period } = alarm.metric ?? {};
    Object.assign(required, {
      "metric.namespace": namespace,
      "metric.metricName": metricName,
      "metric.statistic": statistic,
      "metric.period": period,
    });
  }
  if (alarm.kind !== "anomaly") required["threshold"] = threshold;
  return Object.entries(required)
    .filter(([, value]) => value === undefined)
    .map(([field]) => {
      const written = alarm.other?.[field.replace("metric.", "")];
      const why =
        written === undefined ? "CloudWatch needs it" : "it is not of the type that CloudWatch takes";
      return problem(field, written, why, `give ${field.replace("metric.", "")}`);
    });
}

function thresholdProblems(alarm: Alarm): WindowProblem[] {
  const problems: WindowProblem[] = [];
  const { kind, threshold, thresholdMetricId, metric } = alarm;
  if (isUnknown(threshold)) problems.push(notKnown("threshold"));
  if (isUnknown(metric?.statistic)) problems.push(notKnown("metric.statistic"));
  if (typeof threshold === "number" && !Number.isFinite(threshold)) {
    problems.push(problem("threshold", String(threshold), "it is no finite number", "write a number"));
  }
  if (kind !== "anomaly") return problems;
  if (threshold !== undefined) {
    const why = "an alarm on an anomaly band has the band for its threshold";
    problems.push(problem("threshold", threshold, why, "leave threshold out"));
  }
  if (thresholdMetricId === undefined) {
    const why = "the alarm has an ANOMALY_DETECTION_BAND and does not say that it is the threshold";
    problems.push(
      problem("thresholdMetricId", undefined, why, "give thresholdMetricId the id of the band's query"),
    );
  }
  return problems;
}

/** PutMetricAlarm, `WarmUpConfiguration`: 1 to 2880 minutes. */
function warmUpProblems(alarm: Alarm): WindowProblem[] {
  const warmUp = alarm.other?.["warmUpConfiguration"];
  if (hasUnknown(warmUp)) return [notKnown("warmUpConfiguration")];
  const minutes = field(warmUp, "warmUpPeriodDurationInMinutes");
  if (typeof minutes !== "number" || (Number.isInteger(minutes) && minutes >= 1 && minutes <= 2880))
    return [];
  const path = "warmUpConfiguration.warmUpPeriodDurationInMinutes";
  return [problem(path, minutes, "a warm-up takes 1 to 2880 minutes", "write 1 to 2880")];
}

const CLASSIC_FIELDS = [
  "metric",
  "queries",
  "thresholdMetricId",
  "evaluationPeriods",
  "datapointsToAlarm",
  "threshold",
  "comparisonOperator",
  "evaluateLowSampleCountPercentiles",
] as const;

/** A PromQL alarm: its own fields, and none of the classic set beside them. */
function promqlProblems(alarm: Alarm): WindowProblem[] {
  const problems = CLASSIC_FIELDS.filter((name) => alarm[name] !== undefined).map((name) =>
    problem(
      name,
      alarm[name],
      "a PromQL alarm takes none of the classic fields beside evaluationCriteria",
      `leave ${name} out`,
    ),
  );
  // `missing` is what the provider fills in by itself.
  if (alarm.treatMissingData !== undefined && alarm.treatMissingData !== "missing") {
    const why = "a PromQL alarm takes none of the classic fields beside evaluationCriteria";
    problems.push(problem("treatMissingData", alarm.treatMissingData, why, "leave treatMissingData out"));
  }
  const { evaluationInterval, evaluationCriteria } = alarm.other ?? {};
  if (isUnknown(evaluationInterval)) {
    problems.push(notKnown("evaluationInterval"));
  } else if (
    typeof evaluationInterval !== "number" ||
    !isPeriod(evaluationInterval) ||
    evaluationInterval > HOUR
  ) {
    const why = "a PromQL alarm is evaluated every 10, 20 or 30 seconds, or every multiple of 60 up to 3600";
    problems.push(problem("evaluationInterval", evaluationInterval, why, "write 60"));
  }
  const criteria = field(evaluationCriteria, "promqlCriteria") ?? field(evaluationCriteria, "promQlCriteria");
  if (isUnknown(criteria)) return [...problems, notKnown("evaluationCriteria.promqlCriteria")];
  for (const name of ["pendingPeriod", "recoveryPeriod"]) {
    const seconds = field(criteria, name);
    if (isUnknown(seconds)) problems.push(notKnown(`evaluationCriteria.promqlCriteria.${name}`));
    if (typeof seconds !== "number" || (Number.isInteger(seconds) && seconds >= 0 && seconds <= 24 * HOUR))
      continue;
    const path = `evaluationCriteria.promqlCriteria.${name}`;
    problems.push(problem(path, seconds, "it is 0 to 86400 seconds", "write 0 to 86400"));
  }
  return problems;
}

function field(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}
