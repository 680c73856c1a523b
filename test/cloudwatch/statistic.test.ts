import assert from "node:assert/strict";
import { statisticForm, suggestStatistic } from "../../cloudwatch/statistic";

describe("statisticForm", () => {
  const FORMS: Record<string, string[]> = {
    basic: ["Sum", "Average", "Minimum", "Maximum", "SampleCount"],
    percentile: ["p0", "p0.0", "p50", "p99.9", "p99.0123456789", "p100"],
    trimmedMean: ["tm90", "tm99.5", "TM(2%:98%)", "TM(150:1000)", "TM(:0.5)", "TM(10%:)", "IQM"],
    winsorizedMean: ["wm98", "WM(10%:90%)"],
    trimmedCount: ["tc90", "TC(0.005:0.030)"],
    trimmedSum: ["ts90", "TS(80%:)"],
    percentileRank: ["PR(:300)", "PR(100:2000)"],
  };
  for (const [form, statistics] of Object.entries(FORMS)) {
    for (const statistic of statistics) {
      it(`calls ${statistic} ${form}`, () => {
        assert.equal(statisticForm(statistic), form);
      });
    }
  }

  const NONE = [
    "",
    "sum",
    "SUM",
    "Avg",
    "p",
    "p101",
    "p100.5",
    "p-1",
    "P95",
    "p95%",
    "95",
    "p1e5",
    "TM",
    "TM()",
    "TM(:)",
    "TM(1%:5)",
  ];
  for (const statistic of NONE) {
    it(`knows no statistic ${JSON.stringify(statistic)}`, () => {
      assert.equal(statisticForm(statistic), undefined);
    });
  }
});

describe("suggestStatistic", () => {
  const MEANT: [string, string | undefined][] = [
    ["sum", "Sum"],
    ["SAMPLECOUNT", "SampleCount"],
    ["P95", "p95"],
    ["iqm", "IQM"],
    ["tm(10%:90%)", "TM(10%:90%)"],
    ["Avg", undefined],
  ];
  for (const [written, meant] of MEANT) {
    it(`takes ${written} for ${meant ?? "nothing"}`, () => {
      assert.equal(suggestStatistic(written), meant);
    });
  }
});
