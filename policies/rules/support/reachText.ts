import type { Alarm } from "../../../cloudwatch/alarm";
import { isThresholdOperator, SIGNS } from "../../../cloudwatch/evaluate";
import type { MetricFact, SampleModel } from "../../../cloudwatch/facts";
import { sampleBounds, type LineReach, type PointReach, type Reach } from "../../../cloudwatch/reach";

/** `> 100`. */
export function comparison({ comparisonOperator, threshold }: Alarm): string {
  const sign = isThresholdOperator(comparisonOperator)
    ? SIGNS[comparisonOperator]
    : String(comparisonOperator);
  return `${sign} ${String(threshold)}`;
}

/**
 * What the threshold is held against and where that lies, with what it rests on: `Maximum of SurgeQueueLength: a sample
 * is 0 to 1024 (AWS's page: …), so it lies between 0 and 1024`.
 */
export function whereItLies({ reach, lines, expression }: PointReach): string {
  if (expression === undefined) {
    const [line] = lines;
    return line === undefined ? "" : `${nameOf(line)}: ${groundOf(line)}, so it ${rangeOf(reach)}`;
  }
  const grounds = lines.map((line) => `${nameOf(line)} ${rangeOf(line.reach)}: ${groundOf(line)}`);
  return `${expression}: ${[...new Set(grounds)].join("; ")}; so it ${rangeOf(reach)}`;
}

function nameOf({ id, statistic, metricName }: LineReach): string {
  return `${statistic} of ${metricName}${id === "" ? "" : ` in line "${id}"`}`;
}

/** Whether some of it was only observed, so that nothing is sure for ever. */
export function isObserved({ lines }: PointReach): boolean {
  return lines.some(
    ({ fact, statistic }) => statistic !== "SampleCount" && fact?.sampleModel?.basis === "observed",
  );
}

function rangeOf({ low, high }: Reach): string {
  if (low === high) return `is ${low}`;
  if (low === -Infinity && high === Infinity) return "can be anything";
  if (high === Infinity) return `is ${low} or more`;
  return low === -Infinity ? `is ${high} or less` : `lies between ${low} and ${high}`;
}

function groundOf({ statistic, fact, reach }: LineReach): string {
  if (statistic === "SampleCount") return "a period without samples has no data point";
  if (fact?.sampleModel === undefined) return "nothing is known of its samples";
  const isRaised = fact.reported === "nonzero" && reach.low > sampleBounds(fact).low;
  const isBounded = fact.sampleModel.range[1] !== null;
  if (isRaised && !isBounded) return reportedOnly(fact);
  return `${samplesAre(fact.sampleModel)}${isRaised ? ", and data comes only when one is not zero" : ""}`;
}

function samplesAre({ range, basis, source }: SampleModel): string {
  switch (basis) {
    case "observed":
      return `${observed(range)} (${source})`;
    case "override":
      return `a sample is ${spanOf(range)} (our override: ${source})`;
    case "configured":
      return `a sample is ${spanOf(range)} (the pack's configuration: ${source})`;
    case "inferred":
      return `a sample is ${spanOf(range)} (as we read AWS's page: ${source})`;
    case "docs":
      return `a sample is ${spanOf(range)} (AWS's page: ${source})`;
  }
}

/** `it is reported only when it is not zero (AWS's page: …)`. */
export function reportedOnly({ reportedBy: { basis, source } }: MetricFact): string {
  return `it is reported only when it is not zero (${basis === "docs" ? "AWS's page" : "the pack's configuration"}: ${source})`;
}

type Range = SampleModel["range"];

function observed([low, high]: Range): string {
  return low === high
    ? `every sample observed was ${String(low)}`
    : `the samples observed were ${spanOf([low, high])}`;
}

function spanOf([low, high]: Range): string {
  if (low === high) return low === null ? "anything" : `always ${low}`;
  if (high === null) return `${String(low)} or more`;
  return low === null ? `${high} or less` : `${low} to ${high}`;
}
