import type { Alarm, MetricQuery } from "../alarm";
import type { Fields } from "./fields";
import { dropUndefined, finish, metricAlarmKind, readActions, readOwnMetric } from "./kind";

/** `aws-native:cloudwatch:Alarm`, and CloudFormation's `AWS::CloudWatch::Alarm` in the same names. */
export function readNativeAlarm(fields: Fields): Alarm {
  const queries = fields.objects("metrics", readQuery);
  const thresholdMetricId = fields.text("thresholdMetricId");
  const kind = metricAlarmKind(queries, thresholdMetricId, fields.has("evaluationCriteria"));
  const { metric, bothStatistics, misplaced } = readOwnMetric(fields);
  return finish(
    { kind, ...readThreshold(fields), metric, bothStatistics, queries, thresholdMetricId },
    misplaced,
    fields.rest(),
  );
}

/** `aws-native:cloudwatch:LogAlarm`: its query and what else only it has stays in `other`. */
export function readNativeLogAlarm(fields: Fields): Alarm {
  return finish({ kind: "log", ...readThreshold(fields) }, fields.rest());
}

/** `aws-native:cloudwatch:CompositeAlarm`, whose suppressor is three flat fields. */
export function readNativeCompositeAlarm(fields: Fields): Alarm {
  const suppressor = dropUndefined({
    alarm: fields.text("actionsSuppressor"),
    waitPeriod: fields.number("actionsSuppressorWaitPeriod"),
    extensionPeriod: fields.number("actionsSuppressorExtensionPeriod"),
  });
  const alarm: Alarm = {
    kind: "composite",
    name: fields.text("alarmName"),
    ...readActions(fields),
    alarmRule: fields.text("alarmRule"),
    actionsSuppressor: Object.keys(suppressor).length === 0 ? undefined : suppressor,
  };
  return finish(alarm, fields.rest());
}

function readThreshold(fields: Fields): Omit<Alarm, "kind"> {
  return {
    name: fields.text("alarmName"),
    ...readActions(fields),
    evaluationPeriods: fields.number("evaluationPeriods"),
    datapointsToAlarm: fields.number("datapointsToAlarm"),
    threshold: fields.number("threshold"),
    comparisonOperator: fields.text("comparisonOperator"),
    treatMissingData: fields.text("treatMissingData"),
    evaluateLowSampleCountPercentiles: fields.text("evaluateLowSampleCountPercentile"),
  };
}

function readQuery(fields: Fields): MetricQuery {
  return dropUndefined({
    id: fields.text("id") ?? "",
    expression: fields.text("expression"),
    metric: fields.object("metricStat", (stat) =>
      dropUndefined({
        ...stat.object("metric", (metric) => ({
          namespace: metric.text("namespace"),
          metricName: metric.text("metricName"),
          dimensions: metric.dimensions("dimensions"),
        })),
        statistic: stat.text("stat"),
        period: stat.number("period"),
        unit: stat.text("unit"),
      }),
    ),
    label: fields.text("label"),
    period: fields.number("period"),
    // CloudFormation's default ("AWS::CloudWatch::Alarm MetricDataQuery").
    returnData: fields.flag("returnData") ?? true,
    accountId: fields.text("accountId"),
  });
}
