import { findMetric, judgeStatistic, type Judgement, type MetricFact } from "../../../cloudwatch/facts";
import { isBasicStatistic } from "../../../cloudwatch/statistic";
import type { AlarmJudgement } from "./judgeAlarms";
import type { KnownLine } from "./judgeLines";
import { either, isKnown } from "./lines";

/** Findings where the facts' verdict on the line's statistic is `verdict`; unchecked where there is no verdict. */
export function judgeStatisticOf(
  line: KnownLine,
  verdict: "forbidden" | "discouraged",
): Partial<AlarmJudgement> {
  const { who, where, namespace, metricName, metric, facts } = line;
  const { statistic } = metric;
  if (statistic === undefined) return {};
  if (!isKnown(statistic)) return { unknown: [`statistic${where}`] };
  const fact = findMetric(namespace, metricName, facts);
  const which = `statistic "${statistic}" of ${namespace} ${metricName}${where}`;
  if (fact === undefined)
    return { unchecked: [`${who}: ${which}: the metric is not in the table of AWS's metrics`] };

  const judgement = judgeStatistic(fact, statistic);
  if (judgement.verdict === "unknown")
    return { unchecked: [`${who}: ${which}: ${sentence(judgement.reason)}`] };
  if (judgement.verdict !== verdict) return {};
  const message = `${who}: ${which} is ${VERDICT[verdict]}: ${whatHappens(fact, statistic)}${becauseOf(judgement)}`;
  return { findings: [{ message, fix: fixFor(judgement, line) }] };
}

/** What the alarm would do, where one sample of the metric is always the same and the statistic no number of them. */
function whatHappens({ sampleModel, metric }: MetricFact, statistic: string): string {
  if (sampleModel?.basis !== "observed") return "";
  const [low, high] = sampleModel.range;
  if (low !== high || low === null) return "";
  if (statistic === "Sum" || statistic === "SampleCount") return "";
  return `as ${sampleModel.basis}, every sample of ${metric} is ${low}, so its ${statistic} stays at ${low} however many there are; `;
}

const VERDICT = { forbidden: "ruled out", discouraged: "not advised" } as const;

function becauseOf({ basis, reason, source }: Judgement): string {
  const why = sentence(reason);
  switch (basis) {
    case "override":
      return `our override, because ${why} (${source})`;
    case "configured":
      return `the pack's configuration, because ${why} (${source})`;
    case "recommendation":
      return `AWS advises another: ${why} (${source})`;
    case "inferred":
      return `as we read AWS's page: ${why} (${source})`;
    case "docs":
    case undefined:
      return `AWS's page says: ${why} (${source})`;
  }
}

function fixFor({ use }: Judgement, { where, metricName }: KnownLine): string {
  if (use.length === 0) return `alarm on another metric: no statistic of ${metricName} makes a good alarm`;
  const isMath = where !== "";
  const terms = use.map((statistic) => {
    const key = isMath ? "stat" : isBasicStatistic(statistic) ? "statistic" : "extendedStatistic";
    return `${key}: "${statistic === "pNN" ? "p95" : statistic}"`;
  });
  return `${either(terms)}${where}`;
}

function sentence(text: string): string {
  return text.trim().replace(/\.$/, "");
}
