import type { Alarm, Metric, MetricQuery } from "../../cloudwatch/alarm";
import { windowProblems } from "../../cloudwatch/window";

export const TOPIC = "arn:aws:sns:eu-west-1:111111111111:alarms";

export const METRIC: Metric = {
  namespace: "AWS/ELB",
  metricName: "BackendConnectionErrors",
  dimensions: { LoadBalancerName: "broker" },
  statistic: "Sum",
  period: 60,
};
export const BY_METRIC: Alarm = {
  kind: "metric",
  name: "elk-broker-ci-backend-errors",
  description: "why",
  alarmActions: [TOPIC],
  okActions: [TOPIC],
  metric: METRIC,
  evaluationPeriods: 5,
  threshold: 100,
  comparisonOperator: "GreaterThanThreshold",
  treatMissingData: "notBreaching",
};
export const ERRORS: MetricQuery = { id: "errors", metric: METRIC, returnData: false };
export const RATIO: MetricQuery = { id: "ratio", expression: "errors / 2", returnData: true };
export const BY_MATH: Alarm = {
  kind: "math",
  queries: [ERRORS, RATIO],
  evaluationPeriods: 5,
  threshold: 1,
  comparisonOperator: "LessThanThreshold",
};
export const BY_BAND: Alarm = {
  kind: "anomaly",
  queries: [
    { ...ERRORS, returnData: true },
    { id: "band", expression: "ANOMALY_DETECTION_BAND(errors, 2)", returnData: true },
  ],
  thresholdMetricId: "band",
  evaluationPeriods: 5,
  comparisonOperator: "GreaterThanUpperThreshold",
};
export const BY_SELECT: Alarm = {
  kind: "insights",
  queries: [
    { id: "q", expression: 'SELECT AVG(CPUUtilization) FROM "AWS/EC2"', period: 60, returnData: true },
  ],
  evaluationPeriods: 180,
  threshold: 1,
  comparisonOperator: "GreaterThanThreshold",
};
export const BY_PROMQL: Alarm = {
  kind: "promql",
  other: {
    evaluationCriteria: { promqlCriteria: { query: "up == 0", pendingPeriod: 0 } },
    evaluationInterval: 60,
  },
};
export const COMPOSITE: Alarm = { kind: "composite", name: "all", alarmRule: "TRUE" };

export const found = (alarm: Alarm): string[] =>
  windowProblems(alarm).map(({ field, value }) => `${field} = ${value}`);
export const withMetric = (change: Partial<Metric>): Alarm => ({
  ...BY_METRIC,
  metric: { ...METRIC, ...change },
});
export const withQueries = (...queries: MetricQuery[]): Alarm => ({ ...BY_MATH, queries });
