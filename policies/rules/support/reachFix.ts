import type { Alarm } from "../../../cloudwatch/alarm";
import { isBasicStatistic, statisticForm } from "../../../cloudwatch/statistic";
import { silenceIsZero, type LineReach, type PointReach, type Reach } from "../../../cloudwatch/reach";
import { either } from "./lines";

/** What to type so that a threshold can be crossed. */
export function reachableFix(alarm: Alarm, points: PointReach): string {
  const isUp = String(alarm.comparisonOperator).startsWith("Greater");
  const ways = [...otherStatistic(points)];
  if (!isUp && alarm.treatMissingData !== "breaching" && points.lines.every(silenceIsZero))
    ways.push('treatMissingData: "breaching" where silence is the trouble');
  const end = isUp ? points.reach.high : points.reach.low;
  const isStrict =
    alarm.comparisonOperator === "GreaterThanThreshold" || alarm.comparisonOperator === "LessThanThreshold";
  const threshold = isUp
    ? isStrict
      ? `below ${end}`
      : `${end} or less`
    : isStrict
      ? `above ${end}`
      : `${end} or more`;
  if (hasInside(points.reach)) ways.push(`threshold: ${asPercent(alarm, points.reach) ?? threshold}`);
  return ways.length === 0 ? "alarm on another metric: this one never changes" : either(ways);
}

/** What to type so that a threshold is not crossed by everything. */
export function leavableFix(alarm: Alarm, points: PointReach): string {
  const isUp = String(alarm.comparisonOperator).startsWith("Greater");
  const ways = [...otherStatistic(points)];
  if (points.lines.every(silenceIsZero)) ways.push('treatMissingData: "notBreaching"');
  const end = isUp ? points.reach.low : points.reach.high;
  const isStrict =
    alarm.comparisonOperator === "GreaterThanThreshold" || alarm.comparisonOperator === "LessThanThreshold";
  const threshold = isUp
    ? isStrict
      ? `${end} or more`
      : `above ${end}`
    : isStrict
      ? `${end} or less`
      : `below ${end}`;
  if (hasInside(points.reach)) ways.push(`threshold: ${threshold}`);
  return ways.length === 0 ? "alarm on another metric: this one never changes" : either(ways);
}

function hasInside({ low, high }: Reach): boolean {
  return low < high;
}

/** 5 of a share between 0 and 1 surely was meant as 5 %. */
function asPercent({ threshold, comparisonOperator }: Alarm, { low, high }: Reach): string | undefined {
  if (typeof threshold !== "number" || low !== 0 || high !== 1) return undefined;
  const isShare = threshold > 1 && threshold < 100 && String(comparisonOperator).startsWith("Greater");
  return isShare ? `${threshold / 100} (${threshold} %)` : undefined;
}

/** The best statistic of each metric whose own is none of those to use. */
function otherStatistic({ lines }: PointReach): string[] {
  return lines.flatMap((line) => {
    const best = betterStatistic(line);
    if (best === undefined) return [];
    const { id } = line;
    const key = id === "" ? (isBasicStatistic(best) ? "statistic" : "extendedStatistic") : "stat";
    return [`${key}: "${best === "pNN" ? "p95" : best}"${id === "" ? "" : ` in line "${id}"`}`];
  });
}

/** What to use instead of a line's statistic, where that is none of those that AWS or an override calls right. */
export function betterStatistic({ fact, statistic }: LineReach): string | undefined {
  const own = statisticForm(statistic) === "percentile" ? "pNN" : statistic;
  return fact === undefined || fact.use.includes(own) ? undefined : fact.use[0];
}
