import type { Metric } from "../../../cloudwatch/alarm";
import { findMetric, judgeStatistic, type FactTable } from "../../../cloudwatch/facts";
import { isBasicStatistic } from "../../../cloudwatch/statistic";
import { isUnknown } from "../../../cloudwatch/unknown";
import type { InputEdit, ResourceView, RuleContext } from "../rule";
import { soleAlarm } from "./soleAlarm";

/** Where a metric line's statistic stands, by the property that holds the lines. */
const LINES: Readonly<Record<string, readonly string[]>> = {
  metricQueries: ["metric", "stat"],
  metrics: ["metricStat", "stat"],
};

/** The only statistic that is right for the metric, in place of one that is ruled out; also in lines of metric math. */
export function statisticRemedy(resource: ResourceView, { facts }: RuleContext): readonly InputEdit[] {
  const alarm = soleAlarm(resource);
  if (alarm?.kind === "metric" && alarm.metric !== undefined && alarm.bothStatistics !== true) {
    const right = onlyRight(alarm.metric, facts);
    if (right === undefined) return [];
    const edits: InputEdit[] = [{ path: ["statistic"], change: { to: right } }];
    if ("extendedStatistic" in resource.props)
      edits.push({ path: ["extendedStatistic"], change: { remove: true } });
    return edits;
  }
  const { queries } = alarm ?? {};
  if (alarm?.kind !== "math" || queries === undefined || isUnknown(queries)) return [];
  const [property, within] = Object.entries(LINES).find(([name]) => name in resource.props) ?? [];
  const written = property === undefined ? undefined : resource.props[property];
  // The record leaves out what is null, and its lines would then stand elsewhere.
  if (property === undefined || within === undefined || !Array.isArray(written)) return [];
  if (written.length !== queries.length) return [];
  return queries.flatMap(({ metric }, index): InputEdit[] => {
    const right = metric === undefined ? undefined : onlyRight(metric, facts);
    return right === undefined ? [] : [{ path: [property, index, ...within], change: { to: right } }];
  });
}

function onlyRight({ namespace, metricName, statistic }: Metric, facts?: FactTable): string | undefined {
  if (namespace === undefined || metricName === undefined || statistic === undefined) return undefined;
  const fact = findMetric(namespace, metricName, facts);
  if (fact === undefined || judgeStatistic(fact, statistic).verdict !== "forbidden") return undefined;
  const [right, ...others] = fact.use;
  return right !== undefined && others.length === 0 && isBasicStatistic(right) ? right : undefined;
}
