import type { Alarm, Metric, MetricQuery } from "../../../cloudwatch/alarm";
import type { FactTable } from "../../../cloudwatch/facts";
import { reachOf, type Reachability } from "../../../cloudwatch/reach";
import { isUnknown, type Value } from "../../../cloudwatch/unknown";

/** Most answers that are kept for one table of facts. */
const MOST = 2000;

const STANDARD = {};
const answers = new WeakMap<object, Map<string, Reachability>>();

/** What an alarm can do; worked out once for all alarms, stacks and shapes that are alike in what decides it. */
export function reachOnce(alarm: Alarm, facts?: FactTable): Reachability {
  const known = answers.get(facts ?? STANDARD) ?? new Map<string, Reachability>();
  answers.set(facts ?? STANDARD, known);
  const decisive = decisivePart(alarm);
  const key = JSON.stringify(decisive);
  let reach = known.get(key);
  if (reach === undefined) {
    if (known.size >= MOST) known.clear();
    reach = reachOf(decisive, facts);
    known.set(key, reach);
  }
  return reach;
}

/**
 * The fields that decide whether an alarm fires; not those that decide when (a warm-up, percentiles of few samples). Of
 * dimensions only whether two lines of metric math watch one metric.
 */
function decisivePart(alarm: Alarm): Alarm {
  const { kind, comparisonOperator, threshold, treatMissingData, evaluationPeriods, datapointsToAlarm } =
    alarm;
  return {
    ...{ kind, comparisonOperator, threshold, treatMissingData, evaluationPeriods, datapointsToAlarm },
    metric: alarm.metric && metricPart(alarm.metric),
    queries: isUnknown(alarm.queries) ? alarm.queries : alarm.queries?.map(queryPart),
    other: { evaluationWindow: alarm.other?.["evaluationWindow"] },
  };
}

function queryPart({ id, expression, returnData, period, metric }: MetricQuery): MetricQuery {
  const dimensions = metric?.dimensions;
  return {
    ...{ id, expression, returnData, period },
    metric: metric && {
      ...metricPart(metric),
      dimensions: dimensions === undefined ? undefined : copyOf(dimensions),
    },
  };
}

function metricPart({ namespace, metricName, statistic, period }: Metric): Metric {
  return { namespace, metricName, statistic, period };
}

function copyOf(dimensions: Value<Record<string, Value<string>>>): Value<Record<string, Value<string>>> {
  return isUnknown(dimensions) ? dimensions : Object.fromEntries(Object.entries(dimensions).sort());
}
