import assert from "node:assert/strict";
import type { Alarm } from "../../../cloudwatch/alarm";
import { isRefusal } from "../../../cloudwatch/evaluate/refusal";
import { reachOf, statesOver, statisticReach, type SampleBounds } from "../../../cloudwatch/reach";
import { alarmOn } from "./alarms";

describe("where a statistic can lie", () => {
  const any: SampleBounds = { low: -Infinity, high: Infinity, nonzero: false, whole: false };
  const share = { ...any, low: 0, high: 100 };
  const count = { ...any, low: 0, nonzero: true, whole: true };
  const time = { ...count, whole: false };
  const lag = { ...any, low: -1 };
  const ROWS: [statistic: string, bounds: SampleBounds, low: number, high: number, exact: boolean][] = [
    ["Average", share, 0, 100, true],
    ["Sum", share, 0, Infinity, true],
    ["Sum", { ...any, low: 1, high: 1 }, 1, Infinity, true],
    ["Sum", lag, -Infinity, Infinity, true],
    ["Sum", { ...any, low: -5, high: -2 }, -Infinity, -2, true],
    ["SampleCount", any, 1, Infinity, true],
    ["Sum", count, 1, Infinity, true],
    ["Maximum", count, 1, Infinity, true],
    // One node may publish 0 beside another that does not.
    ["Minimum", count, 0, Infinity, false],
    ["Average", count, 0, Infinity, false],
    ["Maximum", time, 0, Infinity, false],
    ["p95", share, 0, 100, false],
    // A period with a negative sample has no percentiles.
    ["p95", lag, 0, Infinity, false],
    ["p100", count, 1, Infinity, true],
    ["tm99", lag, -1, Infinity, false],
    ["ts90", share, 0, Infinity, false],
    ["tc90", any, 0, Infinity, false],
    ["PR(:300)", any, 0, 100, false],
  ];
  for (const [statistic, bounds, low, high, exact] of ROWS) {
    it(`${statistic} of samples from ${bounds.low} to ${bounds.high}${bounds.nonzero ? ", not all zero," : ""} is ${low} to ${high}`, () => {
      assert.deepEqual(statisticReach(statistic, bounds), { low, high, exact, missing: "possible" });
    });
  }

  it("a percentile of negative samples never has a value", () => {
    assert.equal(statisticReach("p95", { ...any, low: -5, high: -2 })?.missing, "always");
  });

  it("nothing is a statistic that CloudWatch has not", () => {
    assert.equal(statisticReach("Median", any), undefined);
  });
});

describe("what an alarm can do, over odd windows", () => {
  const cpu = (period: number, fields: Partial<Alarm>): Alarm => {
    const alarm = alarmOn("AWS/EC2", "CPUUtilization", "Average", { threshold: 80, ...fields });
    return { ...alarm, metric: { ...alarm.metric, period } };
  };
  const warmUp = { warmUpConfiguration: { warmUpPeriodDurationInMinutes: 120 } };
  const WINDOWS: [what: string, alarm: Alarm][] = [
    ["ten seconds", cpu(10, {})],
    ["a day", cpu(86400, { evaluationPeriods: 1 })],
    ["a week, evaluated once an hour", cpu(86400, { evaluationPeriods: 7 })],
    ["20 of 24 hours", cpu(3600, { evaluationPeriods: 24, datapointsToAlarm: 20 })],
    ["a warm-up", cpu(60, { other: warmUp })],
    [
      "a window of the clock",
      cpu(3600, { other: { evaluationWindow: { wallClockWindow: { timezone: "+05:30" } } } }),
    ],
    [
      "percentiles of few samples that are ignored",
      {
        ...cpu(60, { evaluateLowSampleCountPercentiles: "ignore" }),
        metric: { namespace: "AWS/ELB", metricName: "Latency", statistic: "p99.9", period: 60 },
      },
    ],
  ];
  for (const [what, alarm] of WINDOWS) {
    it(`shows that it fires, and that it does not always: ${what}`, () => {
      const { canFire, crossed, alwaysFires } = reachOf(alarm);
      assert.ok(canFire.answer === "yes" && canFire.by === "stream" && crossed.answer === "yes");
      assert.ok(alwaysFires.answer === "no" && alwaysFires.by === "stream");
      const [fired, quiet] = [statesOver(alarm, canFire.stream), statesOver(alarm, alwaysFires.stream)];
      assert.ok(!isRefusal(fired) && !isRefusal(quiet));
      assert.equal(fired.at(-1), "ALARM");
      assert.notEqual(quiet.at(-1), "ALARM");
    });
  }

  const ROWS: [
    what: string,
    alarm: Alarm,
    crossed: string,
    canFire: string,
    alwaysFires: string,
    firesOnSilence: boolean,
  ][] = [
    [
      "CPU over 100, or silence",
      cpu(60, { threshold: 100, treatMissingData: "breaching" }),
      "no",
      "yes",
      "no",
      false,
    ],
    ["CPU over -1", cpu(60, { threshold: -1 }), "yes", "yes", "yes", false],
    [
      "errors or silence",
      alarmOn("AWS/ELB", "SpilloverCount", "Sum", { threshold: 10, treatMissingData: "breaching" }),
      "yes",
      "yes",
      "no",
      true,
    ],
    [
      "traffic that stops",
      alarmOn("AWS/ELB", "RequestCount", "Sum", {
        threshold: 1,
        comparisonOperator: "LessThanThreshold",
        treatMissingData: "breaching",
      }),
      "no",
      "yes",
      "no",
      false,
    ],
    [
      "a metric that nobody knows",
      alarmOn("shop", "Orders", "Sum", { threshold: 1 }),
      "not proved",
      "not proved",
      "not proved",
      false,
    ],
    [
      "its silence",
      alarmOn("shop", "Orders", "Sum", { threshold: 1, treatMissingData: "breaching" }),
      "not proved",
      "yes",
      "not proved",
      false,
    ],
    ["more datapoints than periods", cpu(60, { datapointsToAlarm: 9 }), "no", "no", "no", false],
    [
      "a window without end",
      cpu(60, { evaluationPeriods: 1e9 }),
      "not proved",
      "not proved",
      "not proved",
      false,
    ],
    ["no threshold", cpu(60, { threshold: undefined }), "not proved", "not proved", "not proved", false],
    ["another kind", { kind: "promql" }, "not proved", "not proved", "not proved", false],
  ];
  for (const [what, alarm, crossed, canFire, alwaysFires, firesOnSilence] of ROWS) {
    it(`${what}: crossed ${crossed}, fires ${canFire}, always ${alwaysFires}${firesOnSilence ? ", on silence" : ""}`, () => {
      const reach = reachOf(alarm);
      assert.deepEqual(
        [reach.crossed.answer, reach.canFire.answer, reach.alwaysFires.answer, reach.firesOnSilence],
        [crossed, canFire, alwaysFires, firesOnSilence],
      );
    });
  }
});

describe("a missing input, of which AWS's page and others differ", () => {
  it("leaves open whether silence fires the alarm: FILL(a, 7) - b has a value in one reading only", () => {
    const line = (id: string, metricName: string) => ({
      id,
      returnData: false,
      metric: { namespace: "AWS/RDS", metricName, statistic: "Average", period: 60 },
    });
    const { canFire, crossed } = reachOf({
      kind: "math",
      queries: [
        { id: "e", expression: "FILL(a, 7) - b", returnData: true },
        line("a", "CPUSurplusCreditsCharged"),
        line("b", "AvailabilityPercentage"),
      ],
      ...{ evaluationPeriods: 1, threshold: -100, comparisonOperator: "LessThanThreshold" },
      treatMissingData: "breaching",
    });
    assert.equal(crossed.answer, "no");
    assert.equal(canFire.answer, "not proved");
  });
});
