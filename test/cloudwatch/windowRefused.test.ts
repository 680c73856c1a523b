import assert from "node:assert/strict";
import type { Alarm, MetricQuery } from "../../cloudwatch/alarm";
import {
  TOPIC,
  METRIC,
  BY_METRIC,
  ERRORS,
  RATIO,
  BY_MATH,
  BY_BAND,
  BY_SELECT,
  BY_PROMQL,
  COMPOSITE,
  found,
  withMetric,
  withQueries,
} from "./windowAlarms";

describe("windowProblems of one mutation", () => {
  const numbered = (id: number): MetricQuery => ({ ...ERRORS, id: `m${id}` });
  const many = Array.from({ length: 11 }, (_, index) => numbered(index));
  const promql = (change: object): Alarm => ({ ...BY_PROMQL, other: { ...BY_PROMQL.other, ...change } });
  const INVALID: [string, Alarm, string[]][] = [
    ["a period of 45", withMetric({ period: 45 }), ["metric.period = 45"]],
    ["a period of 90", withMetric({ period: 90 }), ["metric.period = 90"]],
    ["a negative period", withMetric({ period: -60 }), ["metric.period = -60"]],
    [
      "a window over a day",
      { ...withMetric({ period: 300 }), evaluationPeriods: 289 },
      ["evaluationPeriods = 289"],
    ],
    [
      "a window over seven days",
      { ...withMetric({ period: 3600 }), evaluationPeriods: 169 },
      ["evaluationPeriods = 169"],
    ],
    [
      "a Metrics Insights window over 3 hours",
      { ...BY_SELECT, evaluationPeriods: 181 },
      ["evaluationPeriods = 181"],
    ],
    ["half an evaluation period", { ...BY_METRIC, evaluationPeriods: 1.5 }, ["evaluationPeriods = 1.5"]],
    ["M over N", { ...BY_METRIC, datapointsToAlarm: 6 }, ["datapointsToAlarm = 6"]],
    [
      "a datapointsToAlarm that is no number",
      { ...BY_METRIC, other: { datapointsToAlarm: "two" } },
      ["datapointsToAlarm = two"],
    ],
    ["a lower-case statistic", withMetric({ statistic: "sum" }), ["metric.statistic = sum"]],
    ["a percentile over 100", withMetric({ statistic: "p101" }), ["metric.statistic = p101"]],
    [
      "both statistics",
      { ...BY_METRIC, bothStatistics: true, other: { extendedStatistic: "p95" } },
      ["extendedStatistic = p95"],
    ],
    [
      "a percentile in statistic",
      { ...withMetric({ statistic: "p95" }), other: { statistic: "p95" } },
      ["statistic = p95"],
    ],
    [
      "Sum in extendedStatistic",
      { ...BY_METRIC, other: { extendedStatistic: "Sum" } },
      ["extendedStatistic = Sum"],
    ],
    ["a unit that is none", withMetric({ unit: "count" }), ["metric.unit = count"]],
    [
      "a unit that the metric is not published with",
      withMetric({ unit: "Seconds" }),
      ["metric.unit = Seconds"],
    ],
    [
      "a treatment that is none",
      { ...BY_METRIC, treatMissingData: "notbreaching" },
      ["treatMissingData = notbreaching"],
    ],
    ["an operator that is none", { ...BY_METRIC, comparisonOperator: ">" }, ["comparisonOperator = >"]],
    [
      "a band's operator without a band",
      { ...BY_METRIC, comparisonOperator: "GreaterThanUpperThreshold" },
      ["comparisonOperator = GreaterThanUpperThreshold"],
    ],
    [
      "a plain operator on a band",
      { ...BY_BAND, comparisonOperator: "GreaterThanThreshold" },
      ["comparisonOperator = GreaterThanThreshold"],
    ],
    [
      "a low-sample treatment that is none",
      { ...BY_METRIC, evaluateLowSampleCountPercentiles: "skip" },
      ["evaluateLowSampleCountPercentiles = skip"],
    ],
    [
      "six actions",
      { ...BY_METRIC, okActions: Array<string>(6).fill(TOPIC) },
      [`okActions = ${JSON.stringify(Array(6).fill(TOPIC))}`],
    ],
    [
      "six actions of a composite",
      { ...COMPOSITE, alarmActions: Array<string>(6).fill("a") },
      ['alarmActions = ["a","a","a","a","a","a"]'],
    ],
    ["a name of 256 characters", { ...BY_METRIC, name: "n".repeat(256) }, [`name = ${"n".repeat(256)}`]],
    [
      "a description of 1025",
      { ...COMPOSITE, description: "d".repeat(1025) },
      [`description = ${"d".repeat(1025)}`],
    ],
    ["no threshold", { ...BY_METRIC, threshold: undefined }, ["threshold = (left out)"]],
    [
      "a threshold that is no number",
      { ...BY_METRIC, threshold: undefined, other: { threshold: "much" } },
      ["threshold = much"],
    ],
    ["no statistic", withMetric({ statistic: undefined }), ["metric.statistic = (left out)"]],
    ["no operator", { ...BY_METRIC, comparisonOperator: undefined }, ["comparisonOperator = (left out)"]],
    [
      "nothing at all",
      { kind: "metric" },
      [
        "comparisonOperator",
        "evaluationPeriods",
        "metric.namespace",
        "metric.metricName",
        "metric.statistic",
        "metric.period",
        "threshold",
      ].map((field) => `${field} = (left out)`),
    ],
    [
      "a metric of its own beside queries",
      { ...BY_MATH, metric: { statistic: "Sum", period: 60 } },
      ["metric.statistic = Sum", "metric.period = 60"],
    ],
    ["a threshold beside a band", { ...BY_BAND, threshold: 5 }, ["threshold = 5"]],
    [
      "a band that is not the threshold",
      { ...BY_BAND, thresholdMetricId: undefined },
      ["thresholdMetricId = (left out)"],
    ],
    [
      "a threshold metric that is no query",
      { ...BY_BAND, thresholdMetricId: "nope" },
      ["thresholdMetricId = nope"],
    ],
    [
      "a band with a period under 60",
      {
        ...BY_BAND,
        queries: [
          { ...ERRORS, metric: { ...METRIC, period: 30 }, returnData: true },
          { id: "band", expression: "ANOMALY_DETECTION_BAND(errors)", returnData: true },
        ],
      },
      ["queries.errors.period = 30"],
    ],
    ["eleven metrics", withQueries(...many, RATIO), ["queries = 11 metrics"]],
    [
      "eleven expressions",
      withQueries(
        ...many.map(({ id }, index): MetricQuery => ({ id, expression: "1", returnData: index === 0 })),
      ),
      ["queries = 11 expressions"],
    ],
    [
      "two periods",
      withQueries(ERRORS, { ...numbered(1), metric: { ...METRIC, period: 300 } }, RATIO),
      ["queries.m1.period = 300"],
    ],
    [
      "two returned series",
      withQueries({ ...ERRORS, returnData: true }, RATIO),
      ["queries.returnData = errors, ratio"],
    ],
    [
      "no returned series",
      withQueries(ERRORS, { ...RATIO, returnData: false }),
      ["queries.returnData = (none)"],
    ],
    [
      "a query of neither kind",
      withQueries(ERRORS, RATIO, { id: "x", returnData: false }),
      ["queries.x = (left out)"],
    ],
    ["a query of both kinds", withQueries({ ...ERRORS, expression: "1" }, RATIO), ["queries.errors = 1"]],
    [
      "SEARCH",
      withQueries({ ...RATIO, expression: "SUM(SEARCH('{AWS/ELB}', 'Sum', 60))" }),
      ["queries.ratio.expression = SUM(SEARCH('{AWS/ELB}', 'Sum', 60))"],
    ],
    ["an id twice", withQueries(ERRORS, ERRORS, RATIO), ["queries.id = errors"]],
    ["an id with a capital", withQueries({ ...ERRORS, id: "Errors" }, RATIO), ["queries.id = Errors"]],
    [
      "a query's metric without a statistic",
      withQueries({ ...ERRORS, metric: { ...METRIC, statistic: undefined } }, RATIO),
      ["queries.errors.statistic = (left out)"],
    ],
    [
      "a query's lower-case statistic",
      withQueries({ ...ERRORS, metric: { ...METRIC, statistic: "sum" } }, RATIO),
      ["queries.errors.statistic = sum"],
    ],
    [
      "a wall clock window of ten minutes",
      { ...withMetric({ period: 600 }), other: { evaluationWindow: { wallClockWindow: {} } } },
      ["metric.period = 600"],
    ],
    [
      "a warm-up over two days",
      { ...BY_METRIC, other: { warmUpConfiguration: { warmUpPeriodDurationInMinutes: 2881 } } },
      ["warmUpConfiguration.warmUpPeriodDurationInMinutes = 2881"],
    ],
    ["PromQL with a threshold", { ...BY_PROMQL, threshold: 1 }, ["threshold = 1"]],
    [
      "PromQL with a treatment",
      { ...BY_PROMQL, treatMissingData: "breaching" },
      ["treatMissingData = breaching"],
    ],
    [
      "PromQL without an interval",
      promql({ evaluationInterval: undefined }),
      ["evaluationInterval = (left out)"],
    ],
    ["PromQL every two hours", promql({ evaluationInterval: 7200 }), ["evaluationInterval = 7200"]],
    [
      "PromQL pending over a day",
      promql({ evaluationCriteria: { promqlCriteria: { query: "up", pendingPeriod: 86401 } } }),
      ["evaluationCriteria.promqlCriteria.pendingPeriod = 86401"],
    ],
  ];
  for (const [title, alarm, expected] of INVALID) {
    it(`finds ${title}`, () => {
      assert.deepEqual(found(alarm), expected);
    });
  }
});
