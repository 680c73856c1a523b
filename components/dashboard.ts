import * as pulumi from "@pulumi/pulumi";
import { Dashboard } from "@pulumi/aws/cloudwatch/dashboard";
import type { Account } from "./account";
import type { BoundRow } from "./alarms/create";
import { limitOf } from "./alarms/describe";
import type { AlarmRow } from "./alarms/row";

/** What the alarm of a row measures, once its values are known. */
type Measures = pulumi.Unwrap<BoundRow["measures"]>;

/** A dashboard's grid has 24 columns (CloudWatch API reference, "Dashboard Body Structure and Syntax", as all below). */
const WIDGETS_IN_A_ROW = 3;
const WIDTH = 24 / WIDGETS_IN_A_ROW;
const HEIGHT = 6;

/**
 * The dashboard of a service: a graph for each of its alarms, of what that alarm measures, with its threshold as a line
 * and the side that breaches shaded. A row for some stacks alone is shown in all, and its title names those that are
 * told: the dashboard is the same in every stack.
 */
export function createDashboard(
  service: string,
  alarms: readonly BoundRow[],
  account: Account,
  options: pulumi.CustomResourceOptions,
): Dashboard {
  const widgets = alarms.map(({ row, measures, region = account.region }, index) =>
    pulumi.all([measures, region]).apply(([known, where]) => ({
      type: "metric",
      x: (index % WIDGETS_IN_A_ROW) * WIDTH,
      y: Math.floor(index / WIDGETS_IN_A_ROW) * HEIGHT,
      width: WIDTH,
      height: HEIGHT,
      properties: graphOf(row, known, where),
    })),
  );
  return new Dashboard(
    `${service}-dashboard`,
    {
      dashboardName: `${service}-${pulumi.getStack()}`,
      dashboardBody: pulumi.jsonStringify({
        // As far back as the slowest alarm looks.
        start: "-P1D",
        // A Sum over a longer period than the alarm's would cross its line while nothing is wrong.
        periodOverride: "inherit",
        widgets,
      }),
    },
    options,
  );
}

function graphOf(row: AlarmRow<string>, measures: Measures, region: string): Record<string, unknown> {
  return {
    title: row.only === undefined ? row.name : `${row.name} (alarm in ${row.only.join(", ")} only)`,
    region,
    view: "timeSeries",
    period: row.period,
    metrics: seriesOf(measures),
    annotations: {
      horizontal: [
        {
          label: limitOf(row),
          value: row.threshold,
          fill: row.comparisonOperator.startsWith("Less") ? "below" : "above",
        },
      ],
    },
  };
}

function seriesOf({ metricQueries, ...single }: Measures): unknown[][] {
  if (metricQueries === undefined) {
    const stat = single.statistic ?? single.extendedStatistic;
    return [[single.namespace, single.metricName, ...pairsOf(single.dimensions), { stat }]];
  }
  return metricQueries.map(({ id, expression, label, returnData: visible, metric }) =>
    metric === undefined
      ? [{ id, expression, label, visible }]
      : [
          metric.namespace,
          metric.metricName,
          ...pairsOf(metric.dimensions),
          { id, stat: metric.stat, visible },
        ],
  );
}

/** A metric's dimensions as a graph takes them: each name, followed by its value. */
function pairsOf(dimensions: Readonly<Record<string, string>> = {}): string[] {
  return Object.entries(dimensions).flat();
}
