import { add, edits, mutate } from "../../support/compliant";
import { ALARM } from "../../support/compliantAlarms";
import { by, lists, rejects, rowsOf, silent, type UnknownRow } from "../row";

const STATISTIC = "alarm-statistic-allowed";
const WINDOW = "alarm-window-valid";
const FIRES = "alarm-can-fire";
const FIRING = "alarm-not-always-firing";
/** A resource of every stack that no such field could mean. */
const KEY = "topics-key";

/** `field is known only after deploying`, in whatever place. */
const open = (field: string) => rejects(new RegExp(`: ${field} is known only after deploying`));
const listed = (field: string) => lists(new RegExp(`: ${field} is known only after deploying`));
/** Rejected whatever it depends on: it is no resource's name. */
const never = (field: string) => ({ nothing: open(field), named: [KEY, open(field)] as const });

/** A single-metric alarm without a field that the row gives instead. */
const without = (...names: string[]) =>
  mutate(ALARM.classicCpu, Object.fromEntries(names.map((name) => [name, undefined])));
const body = add("body", {
  type: "aws:cloudformation/stack:Stack",
  inputs: { templateBody: '{"Resources":{}}' },
});
const PROMQL = {
  evaluationInterval: 60,
  evaluationCriteria: { promqlCriteria: { query: "up < 1", pendingPeriod: 60, recoveryPeriod: 60 } },
};
const CLASSIC = [
  ...["namespace", "metricName", "statistic", "period", "dimensions", "comparisonOperator", "threshold"],
  ...["evaluationPeriods", "datapointsToAlarm", "treatMissingData"],
];
const promql = edits(without(...CLASSIC), mutate(ALARM.classicCpu, PROMQL));
const native = add("native", {
  type: "aws-native:cloudwatch:Alarm",
  inputs: {
    ...{ alarmName: "native", namespace: "AWS/SQS", metricName: "NumberOfMessagesSent", statistic: "Sum" },
    ...{ period: 3600, evaluationPeriods: 1, threshold: 1, comparisonOperator: "LessThanThreshold" },
    ...{ alarmDescription: "Nothing is sent.", treatMissingData: "breaching", evaluationWindow: {} },
    ...{ actionsEnabled: true, alarmActions: ["arn:aws:sns:eu-west-1:111111111111:alarms"] },
    okActions: ["arn:aws:sns:eu-west-1:111111111111:alarms"],
  },
});

const any = add("any", {
  type: "aws:cloudwatch/compositeAlarm:CompositeAlarm",
  inputs: {
    ...{ alarmName: "any", alarmDescription: "Any of them." },
    alarmRule: "ALARM(elk-broker-production-cpu) OR ALARM(elk-broker-production-backend-errors)",
    alarmActions: ["arn:aws:sns:eu-west-1:111111111111:alarms"],
    okActions: ["arn:aws:sns:eu-west-1:111111111111:alarms"],
  },
});

/** What a first preview does not know of an alarm's metric and window. */
export const metrics: readonly UnknownRow[] = [
  ...rowsOf(STATISTIC, ALARM.backendErrors, {
    statistic: {
      ...never("statistic"),
      reads: ["metric", "metric.statistic"],
      shown: ["Maximum", rejects(/statistic "Maximum" of AWS\/ELB BackendConnectionErrors is ruled out/)],
    },
    extendedStatistic: {
      ...never("statistic"),
      stack: mutate(ALARM.backendErrors, { statistic: undefined, extendedStatistic: "tc99" }),
      shown: ["p90", rejects(/statistic "p90" of AWS\/ELB BackendConnectionErrors is ruled out/)],
    },
    namespace: { ...never("namespace"), reads: ["metric.namespace"] },
    metricName: {
      ...never("metricName"),
      reads: ["metric.metricName"],
      stack: mutate(ALARM.backendErrors, { metricName: "Latency", statistic: "Maximum" }),
      shown: ["BackendConnectionErrors", rejects(/is ruled out/)],
    },
    thresholdMetricId: {
      ...never("thresholdMetricId"),
      reads: ["thresholdMetricId"],
      shown: ["", silent("it is no band after all, and all else is right")],
    },
    evaluationCriteria: { ...never("evaluationCriteria"), reads: ["other.evaluationCriteria"] },
  }),
  ...rowsOf(STATISTIC, ALARM.targetErrors, {
    metricQueries: { ...never("metricQueries"), reads: ["queries"] },
    "metricQueries[1]": never("metricQueries"),
    "metricQueries[1].metric": { ...never('namespace in line "errors"'), reads: ["queries[].metric"] },
    "metricQueries[1].metric.namespace": {
      ...never('namespace in line "errors"'),
      reads: ["queries[].metric.namespace"],
    },
    "metricQueries[1].metric.metricName": {
      ...never('metricName in line "errors"'),
      reads: ["queries[].metric.metricName"],
    },
    "metricQueries[1].metric.stat": {
      ...never('statistic in line "errors"'),
      reads: ["queries[].metric.statistic"],
      shown: ["Minimum", rejects(/statistic "Minimum" .* in line "errors" is ruled out/)],
    },
    "metricQueries[1].id": { nothing: by(WINDOW), reads: ["queries[].id"] },
    "metricQueries[1].accountId": {
      nothing: silent("whose metric it is changes nothing about its statistic"),
      reads: ["queries[].accountId"],
    },
  }),
  ...rowsOf(STATISTIC, "body", { templateBody: { ...never("its definition"), stack: body } }),

  ...rowsOf("alarm-statistic-recommended", ALARM.classicCpu, {
    statistic: { nothing: by(STATISTIC), reads: ["metric", "metric.statistic"] },
    thresholdMetricId: { nothing: by(STATISTIC), reads: ["thresholdMetricId", "other.evaluationCriteria"] },
    namespace: { nothing: by(STATISTIC), reads: ["metric.namespace"] },
    metricName: { nothing: by(STATISTIC), reads: ["metric.metricName"] },
  }),
  ...rowsOf("alarm-statistic-recommended", ALARM.targetErrors, {
    metricQueries: { nothing: by(STATISTIC), reads: ["queries"] },
    "metricQueries[1].metric": {
      nothing: by(STATISTIC),
      reads: ["queries[].metric", "queries[].metric.namespace", "queries[].metric.metricName"],
    },
    "metricQueries[1].metric.stat": { nothing: by(STATISTIC), reads: ["queries[].metric.statistic"] },
    "metricQueries[1].id": { nothing: by(WINDOW), reads: ["queries[].id", "queries[].accountId"] },
  }),

  ...rowsOf("alarm-metric-exists", ALARM.albErrors, {
    thresholdMetricId: {
      nothing: by(STATISTIC, /: thresholdMetricId is known only/),
      reads: ["thresholdMetricId", "other.evaluationCriteria"],
    },
    namespace: { nothing: by(STATISTIC, /: namespace is known only/), reads: ["metric", "metric.namespace"] },
    metricName: {
      nothing: by(STATISTIC, /: metricName is known only/),
      reads: ["metric.metricName"],
      shown: [
        "HTTPCode_ELB_5xx_Count",
        rejects(/"HTTPCode_ELB_5xx_Count" of AWS\/ApplicationELB does not exist/),
      ],
    },
  }),
  ...rowsOf("alarm-metric-exists", ALARM.targetErrors, {
    metricQueries: { nothing: by(STATISTIC, /: metricQueries is known only/), reads: ["queries"] },
    "metricQueries[1]": { nothing: by(STATISTIC, /: metricQueries is known only/) },
    "metricQueries[1].metric": {
      nothing: by(STATISTIC, /: namespace in line "errors" is known only/),
      reads: ["queries[].metric", "queries[].metric.namespace", "queries[].metric.metricName"],
    },
    "metricQueries[1].id": { nothing: by(WINDOW), reads: ["queries[].id", "queries[].accountId"] },
  }),

  ...rowsOf("alarm-missing-data-explicit", ALARM.classicCpu, {
    treatMissingData: {
      nothing: by(WINDOW),
      leftOut: rejects(/treatMissingData is left out/),
      shown: [null, rejects(/treatMissingData is left out/)],
    },
  }),

  ...rowsOf(WINDOW, ALARM.classicCpu, {
    threshold: { ...never("threshold"), reads: ["threshold"] },
    comparisonOperator: {
      ...never("comparisonOperator"),
      reads: ["comparisonOperator"],
      shown: ["greater", rejects(/comparisonOperator greater: it is none/)],
    },
    treatMissingData: {
      ...never("treatMissingData"),
      reads: ["treatMissingData"],
      shown: ["none", rejects(/treatMissingData none/)],
    },
    evaluateLowSampleCountPercentiles: {
      reads: ["evaluateLowSampleCountPercentiles"],
      nothing: silent("the provider computes it"),
      named: [KEY, open("evaluateLowSampleCountPercentiles")],
      shown: ["never", rejects(/evaluateLowSampleCountPercentiles never/)],
      leftOut: silent("the provider computes it"),
    },
    period: {
      ...never("period"),
      reads: ["metric", "metric.period"],
      shown: [45, rejects(/period 45: a period is/)],
    },
    evaluationPeriods: { ...never("evaluationPeriods"), reads: ["evaluationPeriods"] },
    datapointsToAlarm: {
      ...never("datapointsToAlarm"),
      reads: ["datapointsToAlarm"],
      shown: [9, rejects(/of 3 evaluation periods no 9/)],
    },
    unit: { ...never("unit"), reads: ["metric.unit"], shown: ["Bytes", rejects(/unit Bytes/)] },
    statistic: { nothing: by(STATISTIC), reads: ["metric.statistic", "bothStatistics"] },
    namespace: { nothing: by(STATISTIC), reads: ["metric.namespace"] },
    metricName: { nothing: by(STATISTIC), reads: ["metric.metricName"] },
    thresholdMetricId: { ...never("thresholdMetricId"), reads: ["thresholdMetricId"] },
    warmUpConfiguration: { ...never("warmUpConfiguration"), reads: ["other", "other.warmUpConfiguration"] },
    "warmUpConfiguration.warmUpPeriodDurationInMinutes": {
      ...never("warmUpConfiguration"),
      shown: [9000, rejects(/a warm-up takes 1 to 2880/)],
    },
    name: {
      nothing: listed("name"),
      named: [KEY, listed("name")],
      reads: ["name"],
      shown: ["x".repeat(256), rejects(/name x+: it has 256/)],
    },
    alarmDescription: {
      nothing: listed("alarmDescription"),
      named: [KEY, listed("alarmDescription")],
      reads: ["description"],
    },
    alarmActions: {
      nothing: listed("alarmActions"),
      named: ["alarms", listed("alarmActions")],
      reads: ["alarmActions"],
    },
    okActions: { nothing: listed("okActions"), named: ["alarms", listed("okActions")], reads: ["okActions"] },
    insufficientDataActions: {
      nothing: listed("insufficientDataActions"),
      reads: ["insufficientDataActions"],
    },
    "okActions[0]": { nothing: silent("one element is one action, whatever it is") },
  }),
  ...rowsOf(WINDOW, ALARM.classicCpu, {
    evaluationInterval: {
      ...never("evaluationInterval"),
      reads: ["other.evaluationInterval"],
      stack: promql,
      shown: [45, rejects(/evaluationInterval 45/)],
    },
    evaluationCriteria: {
      ...never("evaluationCriteria"),
      stack: promql,
      reads: ["other.evaluationCriteria"],
    },
    "evaluationCriteria.promqlCriteria": {
      ...never("evaluationCriteria.promqlCriteria"),
      reads: ["other.evaluationCriteria.promqlCriteria"],
      stack: promql,
    },
    "evaluationCriteria.promqlCriteria.pendingPeriod": {
      ...never("evaluationCriteria.promqlCriteria.pendingPeriod"),
      reads: ["other.evaluationCriteria.promqlCriteria.pendingPeriod"],
      stack: promql,
      shown: [90000, rejects(/pendingPeriod 90000/)],
    },
  }),
  ...rowsOf(WINDOW, ALARM.classicCpu, {
    "evaluationCriteria.promqlCriteria.recoveryPeriod": {
      ...never("evaluationCriteria.promqlCriteria.recoveryPeriod"),
      stack: promql,
      reads: ["other.evaluationCriteria.promqlCriteria.recoveryPeriod"],
    },
  }),
  ...rowsOf(WINDOW, ALARM.targetErrors, {
    metricQueries: { nothing: by(STATISTIC), reads: ["queries"] },
    "metricQueries[0].expression": {
      ...never('expression in line "over"'),
      reads: ["queries[].expression"],
      shown: ["SEARCH('x', 'Sum', 60)", rejects(/SEARCH is not allowed/)],
    },
    "metricQueries[0].returnData": {
      ...never('returnData in line "over"'),
      reads: ["queries[].returnData"],
      shown: [false, rejects(/exactly one query is held/)],
    },
    "metricQueries[0].period": { ...never('period in line "over"'), reads: ["queries[].period"] },
    "metricQueries[1].id": { ...never("queries.id"), reads: ["queries[].id"] },
    "metricQueries[1].metric": {
      ...never('period in line "errors"'),
      reads: ["queries[].metric", "queries[].metric.period", "queries[].metric.unit"],
    },
    "metricQueries[1].metric.period": {
      ...never('period in line "errors"'),
      shown: [300, rejects(/share one period/)],
    },
    "metricQueries[1].metric.unit": never('unit in line "errors"'),
    "metricQueries[1].metric.stat": {
      nothing: by(STATISTIC),
      reads: ["queries[].metric.statistic", "queries[].metric.metricName", "queries[].metric.namespace"],
    },
  }),
  ...rowsOf(WINDOW, "native", {
    evaluationWindow: {
      ...never("evaluationWindow"),
      stack: native,
      reads: ["other.evaluationWindow", "other.evaluationWindow.wallClockWindow"],
    },
  }),
  ...rowsOf(FIRES, ALARM.classicCpu, {
    threshold: {
      ...never("threshold"),
      reads: ["threshold"],
      shown: [100, rejects(/> 100 is never reached/)],
    },
    comparisonOperator: {
      ...never("comparisonOperator"),
      reads: ["comparisonOperator"],
      stack: mutate(ALARM.classicCpu, { threshold: 0 }),
      shown: ["LessThanThreshold", rejects(/< 0 is never reached/)],
    },
    treatMissingData: {
      ...never("treatMissingData"),
      reads: ["treatMissingData"],
      stack: mutate(ALARM.classicCpu, { threshold: 0, comparisonOperator: "LessThanThreshold" }),
      shown: ["notBreaching", rejects(/< 0 is never reached; without data it is OK/)],
    },
    evaluationPeriods: {
      ...never("evaluationPeriods"),
      reads: ["evaluationPeriods"],
      shown: [2, rejects(/datapointsToAlarm 3: of 2 evaluation periods no 3/)],
    },
    datapointsToAlarm: {
      ...never("datapointsToAlarm"),
      reads: ["datapointsToAlarm"],
      shown: [9, rejects(/of 3 evaluation periods no 9/)],
    },
    statistic: {
      ...never("statistic"),
      reads: ["metric", "metric.statistic", "bothStatistics"],
      stack: mutate(ALARM.classicCpu, { threshold: 100 }),
      shown: ["Maximum", rejects(/Maximum of CPUUtilization: .* > 100 is never reached/)],
    },
    namespace: { ...never("namespace"), reads: ["metric.namespace"] },
    metricName: {
      ...never("metricName"),
      reads: ["metric.metricName"],
      shown: ["StatusCheckFailed", rejects(/StatusCheckFailed: .* > 80 is never reached/)],
    },
    period: { ...never("period"), reads: ["metric.period"] },
    evaluateLowSampleCountPercentiles: {
      reads: ["evaluateLowSampleCountPercentiles"],
      nothing: silent("a stream has samples enough"),
      leftOut: silent("the provider computes it"),
    },
    thresholdMetricId: { ...never("thresholdMetricId"), reads: ["thresholdMetricId"] },
    evaluationCriteria: { ...never("evaluationCriteria"), reads: ["other", "other.evaluationCriteria"] },
  }),
  ...rowsOf(FIRES, ALARM.targetErrors, {
    metricQueries: { ...never("metricQueries"), reads: ["queries"] },
    "metricQueries[0].expression": {
      ...never('expression in line "over"'),
      reads: ["queries[].expression"],
      shown: ["errors > requests", rejects(/so it lies between 0 and 1 and > 5 is never reached/)],
    },
    "metricQueries[0].returnData": { ...never('returnData in line "over"'), reads: ["queries[].returnData"] },
    "metricQueries[0].period": { ...never('period in line "over"'), reads: ["queries[].period"] },
    "metricQueries[1].id": { ...never("id of a line"), reads: ["queries[].id"] },
    "metricQueries[1].metric": { ...never('namespace in line "errors"'), reads: ["queries[].metric"] },
    "metricQueries[1].metric.metricName": {
      ...never('metricName in line "errors"'),
      reads: ["queries[].metric.metricName", "queries[].metric.namespace"],
    },
    "metricQueries[1].metric.stat": {
      ...never('statistic in line "errors"'),
      reads: ["queries[].metric.statistic", "queries[].metric.period", "queries[].accountId"],
    },
    "metricQueries[1].metric.dimensions": {
      nothing: silent("errors and requests are two metrics, whatever they are published under"),
      reads: ["queries[].metric.dimensions"],
    },
  }),
  ...rowsOf(FIRES, "native", {
    evaluationWindow: {
      nothing: by(WINDOW, /not proved that it can fire: evaluationWindow is known only after deploying/),
      stack: native,
      reads: ["other.evaluationWindow", "other.evaluationWindow.wallClockWindow"],
    },
  }),
  ...rowsOf(FIRES, "body", { templateBody: { ...never("its definition"), stack: body } }),
  ...rowsOf(FIRES, "any", {
    alarmRule: {
      nothing: listed("alarmRule"),
      stack: any,
      reads: ["alarmRule"],
      shown: ["FALSE", rejects(/alarmRule "FALSE" holds in no state/)],
    },
  }),

  ...rowsOf(FIRING, ALARM.classicCpu, {
    threshold: {
      nothing: by(FIRES, /: threshold is known only/),
      reads: ["threshold"],
      shown: [-1, rejects(/> -1 holds for every data point/)],
    },
    comparisonOperator: {
      nothing: by(FIRES, /: comparisonOperator is known only/),
      reads: ["comparisonOperator"],
      stack: mutate(ALARM.classicCpu, { threshold: 0 }),
      shown: ["GreaterThanOrEqualToThreshold", rejects(/>= 0 holds for every data point/)],
    },
    treatMissingData: { nothing: by(FIRES, /: treatMissingData is known only/), reads: ["treatMissingData"] },
    evaluationPeriods: {
      nothing: by(FIRES, /: evaluationPeriods is known only/),
      reads: ["evaluationPeriods"],
    },
    datapointsToAlarm: {
      nothing: by(FIRES, /: datapointsToAlarm is known only/),
      reads: ["datapointsToAlarm"],
    },
    statistic: {
      nothing: by(FIRES, /: statistic is known only/),
      reads: ["metric", "metric.statistic", "bothStatistics"],
    },
    namespace: { nothing: by(FIRES, /: namespace is known only/), reads: ["metric.namespace"] },
    metricName: { nothing: by(FIRES, /: metricName is known only/), reads: ["metric.metricName"] },
    period: { nothing: by(FIRES, /: period is known only/), reads: ["metric.period"] },
    evaluateLowSampleCountPercentiles: {
      reads: ["evaluateLowSampleCountPercentiles"],
      nothing: silent("a stream has samples enough"),
    },
    thresholdMetricId: {
      nothing: by(FIRES, /: thresholdMetricId is known only/),
      reads: ["thresholdMetricId", "other", "other.evaluationCriteria"],
    },
  }),
  ...rowsOf(FIRING, ALARM.targetErrors, {
    metricQueries: { nothing: by(FIRES, /: metricQueries is known only/), reads: ["queries"] },
    "metricQueries[0].expression": {
      nothing: by(FIRES, /: expression in line "over" is known only/),
      reads: ["queries[].expression", "queries[].returnData", "queries[].period"],
    },
    "metricQueries[1].id": { nothing: by(FIRES, /: id of a line is known only/), reads: ["queries[].id"] },
    "metricQueries[1].metric": {
      nothing: by(FIRES, /: namespace in line "errors" is known only/),
      reads: [
        ...["queries[].metric", "queries[].metric.namespace", "queries[].metric.metricName"],
        ...["queries[].metric.statistic", "queries[].metric.period", "queries[].accountId"],
        "queries[].metric.dimensions",
      ],
    },
  }),
  ...rowsOf(FIRING, "native", {
    evaluationWindow: {
      nothing: by(WINDOW, /not proved that it can leave ALARM: evaluationWindow is known only/),
      stack: native,
      reads: ["other.evaluationWindow", "other.evaluationWindow.wallClockWindow"],
    },
  }),
  ...rowsOf(FIRING, "any", {
    alarmRule: {
      nothing: listed("alarmRule"),
      stack: any,
      reads: ["alarmRule"],
      shown: ["TRUE", rejects(/alarmRule "TRUE" holds in every state/)],
    },
  }),

  ...rowsOf(WINDOW, "body", { templateBody: { ...never("its definition"), stack: body } }),

  ...rowsOf("alarm-description", ALARM.classicCpu, {
    alarmDescription: {
      nothing: listed("alarmDescription"),
      named: [KEY, listed("alarmDescription")],
      reads: ["description"],
    },
    threshold: { nothing: by(WINDOW, /: threshold is known only/), reads: ["threshold"] },
    thresholdMetricId: { nothing: by(WINDOW), reads: ["thresholdMetricId", "other.evaluationCriteria"] },
    comparisonOperator: { nothing: by(WINDOW), reads: ["comparisonOperator"] },
    metricName: { nothing: by(STATISTIC), reads: ["metric", "metric.metricName", "metric.namespace"] },
  }),
  ...rowsOf("alarm-description", ALARM.targetErrors, {
    metricQueries: { nothing: by(STATISTIC), reads: ["queries", "queries[].id", "queries[].accountId"] },
    "metricQueries[0].expression": { nothing: by(WINDOW), reads: ["queries[].expression"] },
    "metricQueries[1].metric": {
      nothing: by(STATISTIC),
      reads: ["queries[].metric", "queries[].metric.namespace", "queries[].metric.metricName"],
    },
  }),
];
