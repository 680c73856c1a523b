import type { Alarm, MetricQuery } from "../alarm";
import type { Fields } from "./fields";
import { dropUndefined, finish, metricAlarmKind, readActions, readOwnMetric } from "./kind";

/** `aws:cloudwatch/metricAlarm:MetricAlarm` (@pulumi/aws 7). */
export function readMetricAlarm(fields: Fields): Alarm {
  const queries = fields.objects("metricQueries", readQuery);
  const thresholdMetricId = fields.text("thresholdMetricId");
  const kind = metricAlarmKind(queries, thresholdMetricId, fields.has("evaluationCriteria"));
  const { metric, bothStatistics, misplaced } = readOwnMetric(fields);
  const threshold = fields.number("threshold");
  const alarm: Alarm = {
    kind,
    name: fields.text("name"),
    ...readActions(fields),
    region: fields.text("region"),
    metric,
    bothStatistics,
    queries,
    thresholdMetricId,
    evaluationPeriods: fields.number("evaluationPeriods"),
    datapointsToAlarm: fields.number("datapointsToAlarm"),
    // Kinds without a static threshold get the provider's 0 back for it.
    threshold: threshold === 0 && (kind === "anomaly" || kind === "promql") ? undefined : threshold,
    comparisonOperator: fields.text("comparisonOperator"),
    treatMissingData: fields.text("treatMissingData"),
    evaluateLowSampleCountPercentiles: fields.text("evaluateLowSampleCountPercentiles"),
  };
  return finish(alarm, misplaced, fields.rest());
}

/** `aws:cloudwatch/compositeAlarm:CompositeAlarm` (@pulumi/aws 7). */
export function readCompositeAlarm(fields: Fields): Alarm {
  const alarm: Alarm = {
    kind: "composite",
    name: fields.text("alarmName"),
    ...readActions(fields),
    region: fields.text("region"),
    alarmRule: fields.text("alarmRule"),
    actionsSuppressor: fields.any("actionsSuppressor"),
  };
  return finish(alarm, fields.rest());
}

function readQuery(fields: Fields): MetricQuery {
  return dropUndefined({
    id: fields.text("id") ?? "",
    expression: fields.text("expression"),
    metric: fields.object("metric", (metric) =>
      dropUndefined({
        namespace: metric.text("namespace"),
        metricName: metric.text("metricName"),
        dimensions: metric.dimensions("dimensions"),
        statistic: metric.text("stat"),
        period: metric.number("period"),
        unit: metric.text("unit"),
      }),
    ),
    label: fields.text("label"),
    period: fields.number("period"),
    // The provider's default.
    returnData: fields.flag("returnData") ?? false,
    accountId: fields.text("accountId"),
  });
}
