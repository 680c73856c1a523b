import type { Value } from "./unknown";

/**
 * What an alarm watches. `unknown` is a kind that is not known here: it is listed as not judged,
 * never skipped. (CloudWatch user guide, "Using Amazon CloudWatch alarms".)
 */
export type AlarmKind =
  "metric" | "math" | "anomaly" | "insights" | "promql" | "composite" | "log" | "unknown";

/** One metric of one namespace under one exact set of dimensions. */
export interface Metric {
  namespace?: Value<string>;
  metricName?: Value<string>;
  /** Absent means no dimension. */
  dimensions?: Value<Record<string, Value<string>>>;
  /** `Sum`, `p95`, `tm99`, …: `statistic` and `extendedStatistic` are one field of CloudWatch's own. */
  statistic?: Value<string>;
  /** Seconds. */
  period?: Value<number>;
  unit?: Value<string>;
  accountId?: Value<string>;
}

/** One line of a metric math alarm: a metric or an expression. */
export interface MetricQuery {
  id: Value<string>;
  expression?: Value<string>;
  metric?: Metric;
  label?: Value<string>;
  period?: Value<number>;
  /** Whether this is the line that the threshold is held against. */
  returnData?: Value<boolean>;
  accountId?: Value<string>;
}

/**
 * An alarm as CloudWatch knows it, whatever it was written in. Values are normalised: `""`, `[]`,
 * `null`, and 0 where 0 is not legal, are left out. A field that is not known before deploying holds
 * the unknown mark; so may an element of a list, or a list as a whole.
 */
export interface Alarm {
  kind: AlarmKind;
  /** The alarm's name in CloudWatch; absent where the provider makes one up. */
  name?: Value<string>;
  description?: Value<string>;
  /** Absent means CloudWatch's default, true. */
  actionsEnabled?: Value<boolean>;
  alarmActions?: Value<Value<string>[]>;
  okActions?: Value<Value<string>[]>;
  insufficientDataActions?: Value<Value<string>[]>;
  /** The region argument of the alarm itself, where it has one. */
  region?: Value<string>;

  /** Kind `metric`. */
  metric?: Metric;
  /** Set where `statistic` and `extendedStatistic` were both given, which CloudWatch refuses. */
  bothStatistics?: boolean;
  /** Kinds `math`, `anomaly` and `insights`. May be unknown as a whole. */
  queries?: Value<MetricQuery[]>;
  thresholdMetricId?: Value<string>;
  evaluationPeriods?: Value<number>;
  datapointsToAlarm?: Value<number>;
  threshold?: Value<number>;
  comparisonOperator?: Value<string>;
  treatMissingData?: Value<string>;
  evaluateLowSampleCountPercentiles?: Value<string>;

  /** Kind `composite`: the rule expression, and its suppressor as written. */
  alarmRule?: Value<string>;
  actionsSuppressor?: unknown;

  /** Fields that the record has no name for, as written: compared, never judged. */
  other?: Record<string, unknown>;
}
