/** The statistics that every metric has (CloudWatch API, `Statistic`), in the order of AWS's pages. */
export const BASIC_STATISTICS = ["SampleCount", "Sum", "Average", "Minimum", "Maximum"] as const;

/** One of {@link BASIC_STATISTICS}. */
export type BasicStatistic = (typeof BASIC_STATISTICS)[number];

/**
 * What a statistic is: a basic one, a percentile (`p95`), a trimmed or winsorized mean (`tm99`, `WM(10%:90%)`, `IQM`),
 * a trimmed count or sum (`tc90`, `TS(80%:)`), or a percentile rank (`PR(:300)`).
 * (CloudWatch user guide, "CloudWatch statistics definitions".)
 */
export type StatisticForm =
  | "basic"
  | "percentile"
  | "trimmedMean"
  | "winsorizedMean"
  | "trimmedCount"
  | "trimmedSum"
  | "percentileRank";

/** 0 to 100, at most ten decimals. */
const PERCENT = String.raw`(?:100(?:\.0{1,10})?|\d{1,2}(?:\.\d{1,10})?)`;
const NUMBER = String.raw`\d+(?:\.\d{1,10})?`;
/** `(a:b)`, `(a:)` or `(:b)`, of values or of percents. */
const range = (bound: string): string => String.raw`\((?:${bound}:(?:${bound})?|:${bound})\)`;
const TRIMMED = `(?:${range(NUMBER)}|${range(`${PERCENT}%`)})`;
const form = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);

const FORMS: readonly (readonly [StatisticForm, RegExp])[] = [
  ["basic", form(BASIC_STATISTICS.join("|"))],
  ["percentile", form(`p${PERCENT}`)],
  ["trimmedMean", form(`IQM|tm${PERCENT}|TM${TRIMMED}`)],
  ["winsorizedMean", form(`wm${PERCENT}|WM${TRIMMED}`)],
  ["trimmedCount", form(`tc${PERCENT}|TC${TRIMMED}`)],
  ["trimmedSum", form(`ts${PERCENT}|TS${TRIMMED}`)],
  ["percentileRank", form(`PR${range(NUMBER)}`)],
];

/** The form of `statistic`, or undefined where CloudWatch knows no such statistic (letter case counts). */
export function statisticForm(statistic: string): StatisticForm | undefined {
  return FORMS.find(([, pattern]) => pattern.test(statistic))?.[0];
}

/** Whether `statistic` is one of the five basic ones. */
export function isBasicStatistic(statistic: string): statistic is BasicStatistic {
  return statisticForm(statistic) === "basic";
}

/** What the author most likely meant by a statistic that is none: `sum` → `Sum`, `P95` → `p95`. */
export function suggestStatistic(statistic: string): string | undefined {
  const basic = BASIC_STATISTICS.find((name) => name.toLowerCase() === statistic.toLowerCase());
  if (basic !== undefined) return basic;
  return [statistic.toLowerCase(), statistic.toUpperCase()].find((text) => statisticForm(text) !== undefined);
}
