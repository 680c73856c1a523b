import assert from "node:assert/strict";
import type { Alarm } from "../../cloudwatch/alarm";
import { UNKNOWN } from "../../cloudwatch/unknown";
import { isPeriod, windowProblems } from "../../cloudwatch/window";
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
  withMetric,
  withQueries,
} from "./windowAlarms";

describe("windowProblems", () => {
  const VALID: [string, Alarm][] = [
    ["the broker's alarm", BY_METRIC],
    ["metric math", BY_MATH],
    ["an anomaly band", BY_BAND],
    ["a Metrics Insights query of 3 hours", BY_SELECT],
    ["PromQL", BY_PROMQL],
    ["PromQL with the treatment that the provider fills in", { ...BY_PROMQL, treatMissingData: "missing" }],
    ["a composite", COMPOSITE],
    ["a log alarm with nothing that is known", { kind: "log" }],
    ["an unknown kind", { kind: "unknown" }],
    ["a threshold of 0", { ...BY_METRIC, threshold: 0 }],
    ["a window of a day", { ...withMetric({ period: 300 }), evaluationPeriods: 288 }],
    [
      "a window of seven days with an hourly period",
      { ...withMetric({ period: 3600 }), evaluationPeriods: 168 },
    ],
    ["a high-resolution period", withMetric({ namespace: "Own", period: 10 })],
    ["M equal to N", { ...BY_METRIC, datapointsToAlarm: 5 }],
    ["a unit that the metric is published with", withMetric({ unit: "Count" })],
    ["a unit of a metric that is not in the table", withMetric({ namespace: "Own", unit: "Bits/Second" })],
    [
      "fields that are not known and have a length alone",
      { ...BY_METRIC, name: UNKNOWN, description: UNKNOWN, okActions: UNKNOWN },
    ],
    [
      "a wall clock window of an hour",
      { ...withMetric({ period: 3600 }), other: { evaluationWindow: { wallClockWindow: {} } } },
    ],
    ["five actions", { ...BY_METRIC, okActions: [TOPIC, TOPIC, TOPIC, TOPIC, TOPIC] }],
    [
      "a warm-up of two days",
      { ...BY_METRIC, other: { warmUpConfiguration: { warmUpPeriodDurationInMinutes: 2880 } } },
    ],
  ];
  for (const [title, alarm] of VALID) {
    it(`finds nothing wrong with ${title}`, () => {
      assert.deepEqual(windowProblems(alarm), []);
    });
  }

  const NOT_KNOWN: [string, Alarm][] = [
    ["threshold", { ...BY_METRIC, threshold: UNKNOWN }],
    ["metric.statistic", withMetric({ statistic: UNKNOWN })],
    ["metric.period", withMetric({ period: UNKNOWN })],
    ["evaluationPeriods", { ...BY_METRIC, evaluationPeriods: UNKNOWN }],
    ["datapointsToAlarm", { ...BY_METRIC, datapointsToAlarm: UNKNOWN }],
    ["treatMissingData", { ...BY_METRIC, treatMissingData: UNKNOWN }],
    ["comparisonOperator", { ...BY_METRIC, comparisonOperator: UNKNOWN }],
    ["metric.unit", withMetric({ unit: UNKNOWN })],
    ["warmUpConfiguration", { ...BY_METRIC, other: { warmUpConfiguration: UNKNOWN } }],
    ["queries.ratio.returnData", withQueries(ERRORS, { ...RATIO, returnData: UNKNOWN })],
    ["queries.ratio.expression", withQueries(ERRORS, { ...RATIO, expression: UNKNOWN })],
    ["queries", { ...BY_MATH, queries: UNKNOWN }],
    [
      "queries.errors.statistic",
      withQueries({ ...ERRORS, metric: { ...METRIC, statistic: UNKNOWN } }, RATIO),
    ],
  ];
  for (const [field, alarm] of NOT_KNOWN) {
    it(`marks ${field} as not to be checked before deploying where it is not known`, () => {
      assert.deepEqual(windowProblems(alarm), [
        {
          field,
          value: "(not known)",
          why: "it cannot be checked before deploying",
          fix: "make it known: give a literal, or a value from the stack's config",
          unknown: true,
        },
      ]);
    });
  }

  const FIXES: [string, Alarm, string, string][] = [
    [
      "the statistic meant",
      withMetric({ statistic: "sum" }),
      "CloudWatch minds the letter case",
      "write Sum",
    ],
    [
      "the nearest period",
      withMetric({ period: 100 }),
      "a period is 10, 20, 30 or a multiple of 60 seconds",
      "write 120",
    ],
    [
      "the longest window",
      { ...withMetric({ period: 300 }), evaluationPeriods: 300 },
      "300 × 300 s is 90000 s, over the limit of a day (86400 s)",
      "write 288 or less, or shorten the period",
    ],
    [
      "the unit of the metric",
      withMetric({ unit: "Percent" }),
      "BackendConnectionErrors is published in Count, so the alarm would stay in INSUFFICIENT_DATA for ever",
      "leave unit out, or write Count",
    ],
  ];
  for (const [title, alarm, why, fix] of FIXES) {
    it(`says why, and to type ${title}`, () => {
      assert.deepEqual(
        windowProblems(alarm).map((problem) => [problem.why, problem.fix]),
        [[why, fix]],
      );
    });
  }
});

describe("isPeriod", () => {
  it("takes 10, 20, 30 and multiples of 60 alone", () => {
    const taken = [0, 1, 10, 20, 30, 40, 60, 61, 120, 3600, -60, 60.5].filter(isPeriod);
    assert.deepEqual(taken, [10, 20, 30, 60, 120, 3600]);
  });
});
