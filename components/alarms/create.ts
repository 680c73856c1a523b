import * as pulumi from "@pulumi/pulumi";
import { MetricAlarm, type MetricAlarmArgs } from "@pulumi/aws/cloudwatch/metricAlarm";
import { isBasicStatistic } from "../../cloudwatch/statistic";
import { describe } from "./describe";
import type { AlarmRow, Series } from "./row";

/** A row whose dimensions have the values of one stack's resources. */
export interface BoundRow {
  readonly row: AlarmRow<string>;
  readonly measures: Pick<
    MetricAlarmArgs,
    "namespace" | "metricName" | "statistic" | "extendedStatistic" | "period" | "dimensions" | "metricQueries"
  >;
  /** @default the stack's own */
  readonly region?: string;
}

type DimensionValues<D extends string> = Readonly<Record<D, pulumi.Input<string>>>;

/**
 * Gives the dimensions of `rows` their values; a dimension without one does not compile.
 * @param region where their metrics are, and so the alarms. Default: the stack's own.
 */
export function bind<D extends string>(
  rows: readonly AlarmRow<D>[],
  values: DimensionValues<D>,
  region?: string,
): readonly BoundRow[] {
  return rows.map((row) => ({
    row,
    ...(region === undefined ? {} : { region }),
    measures: "expression" in row ? mathOf(row, values) : metricOf(row, row.period, values),
  }));
}

/** Where the alarms of a service go. */
export interface AlarmsArgs {
  readonly service: string;
  /** ARN of the topic that gets both ALARM and OK of every alarm. */
  readonly topicArn: pulumi.Input<string>;
}

/** Makes the alarm of each row that this stack is to have. */
export function createAlarms(
  rows: readonly BoundRow[],
  { service, topicArn }: AlarmsArgs,
  options: pulumi.CustomResourceOptions,
): MetricAlarm[] {
  const stack = pulumi.getStack();
  return rows
    .filter(({ row }) => row.only?.includes(stack) ?? true)
    .map(({ row, measures, region }) => {
      const alarm = new MetricAlarm(
        `${service}-${row.name}`,
        {
          ...measures,
          region,
          name: `${service}-${stack}-${row.name}`,
          alarmDescription: describe(row),
          comparisonOperator: row.comparisonOperator,
          threshold: row.threshold,
          evaluationPeriods: row.evaluationPeriods,
          datapointsToAlarm: row.datapointsToAlarm,
          treatMissingData: row.treatMissingData,
          evaluateLowSampleCountPercentiles: row.evaluateLowSampleCountPercentiles,
          actionsEnabled: true,
          alarmActions: [topicArn],
          okActions: [topicArn],
        },
        options,
      );
      // The registration's own position is this loop; the checker reads the row's from this message.
      void pulumi.log.debug(`defined at ${row.at}`, alarm);
      return alarm;
    });
}

function metricOf<D extends string>(
  series: Series<D>,
  period: number,
  values: DimensionValues<D>,
): BoundRow["measures"] {
  const { namespace, metric, statistic } = series;
  const kind = isBasicStatistic(statistic) ? { statistic } : { extendedStatistic: statistic };
  return { namespace, metricName: metric, ...kind, period, dimensions: dimensionsOf(series, values) };
}

function mathOf<D extends string>(
  row: {
    readonly name: string;
    readonly expression: string;
    readonly period: number;
    readonly metrics: Readonly<Record<string, Series<D>>>;
  },
  values: DimensionValues<D>,
): BoundRow["measures"] {
  const metrics = Object.entries(row.metrics).map(([id, series]) => ({
    id,
    returnData: false,
    metric: {
      namespace: series.namespace,
      metricName: series.metric,
      stat: series.statistic,
      period: row.period,
      dimensions: dimensionsOf(series, values),
    },
  }));
  return {
    metricQueries: [
      ...metrics,
      { id: "result", expression: row.expression, label: row.name, returnData: true },
    ],
  };
}

function dimensionsOf<D extends string>(
  series: Series<D>,
  values: DimensionValues<D>,
): Record<string, pulumi.Input<string>> {
  return {
    ...Object.fromEntries(series.dimensions.map((name) => [name, values[name]])),
    ...series.fixedDimensions,
  };
}
