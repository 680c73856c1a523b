import assert from "node:assert/strict";
import type { Alarm, MetricQuery } from "../../../cloudwatch/alarm";
import { evaluatorOf, type AlarmState, type EvaluationOptions } from "../../../cloudwatch/evaluate";
import type { Samples } from "../../../cloudwatch/samples";
import { UNKNOWN } from "../../../cloudwatch/unknown";

const ALARM: Alarm = {
  kind: "metric",
  metric: { namespace: "AWS/ELB", metricName: "BackendConnectionErrors", statistic: "Sum", period: 60 },
  evaluationPeriods: 3,
  threshold: 100,
  comparisonOperator: "GreaterThanThreshold",
  treatMissingData: "missing",
};

/** `count` samples of 1. */
const errors = (count: number): Samples => (count === 0 ? [] : [{ value: 1, count }]);
const gauge = (value: number): Samples => [{ value, count: 1 }];

/** The states after each step. */
function statesOf(alarm: Alarm, steps: readonly Samples[], options?: EvaluationOptions): AlarmState[] {
  const evaluator = evaluatorOf(alarm, options);
  assert.ok(!("refused" in evaluator), JSON.stringify(evaluator));
  return steps.map((samples) => evaluator.advance(() => samples));
}

/** The steps (1 is the first) at whose end the state changed, and to what. */
function changes(alarm: Alarm, steps: readonly Samples[], options?: EvaluationOptions): string[] {
  let last: AlarmState = "INSUFFICIENT_DATA";
  return statesOf(alarm, steps, options).flatMap((state, index) => {
    const change = state === last ? [] : [`${index + 1} ${state}`];
    last = state;
    return change;
  });
}

const times = (count: number, samples: Samples): Samples[] => new Array<Samples>(count).fill(samples);

describe("an alarm evaluated step by step", () => {
  it("fires after N breaching periods and is over after one that is not", () => {
    const steps = [...times(3, errors(5)), ...times(4, errors(300)), ...times(2, errors(5))];
    assert.deepEqual(changes(ALARM, steps), ["1 OK", "6 ALARM", "8 OK"]);
  });

  it("never fires on Maximum of samples of 1, however many there are", () => {
    const alarm = { ...ALARM, metric: { ...ALARM.metric, statistic: "Maximum" } };
    assert.deepEqual(changes(alarm, times(2880, errors(5000))), ["1 OK"]);
  });

  it("holds the threshold against M of N", () => {
    const alarm = { ...ALARM, datapointsToAlarm: 2 };
    const steps = [gauge(0), gauge(101), gauge(0), gauge(101), gauge(0), gauge(0)];
    assert.deepEqual(changes(alarm, steps), ["1 OK", "4 ALARM", "5 OK"]);
  });

  it("slides periods of five minutes with each minute", () => {
    const alarm = {
      ...ALARM,
      metric: { ...ALARM.metric, period: 300 },
      evaluationPeriods: 1,
    };
    // 30 a minute: the Sum of five minutes first exceeds 100 after the fourth.
    assert.deepEqual(changes(alarm, [...times(10, errors(0)), ...times(6, errors(30))]), [
      "11 OK",
      "14 ALARM",
    ]);
  });

  it("looks as far back as the evaluation range for real points", () => {
    const steps = [...times(3, errors(300)), ...times(6, errors(0))];
    // N + 2 = 5 points: all are missing once the last breaching one is six minutes old.
    assert.deepEqual(changes(ALARM, steps), ["1 OK", "3 ALARM", "8 INSUFFICIENT_DATA"]);
    assert.deepEqual(changes(ALARM, steps, { evaluationRange: 3 }), [
      "1 OK",
      "3 ALARM",
      "6 INSUFFICIENT_DATA",
    ]);
  });

  it("evaluates short periods every ten seconds", () => {
    const alarm = { ...ALARM, metric: { ...ALARM.metric, period: 10 }, evaluationPeriods: 2 };
    const evaluator = evaluatorOf(alarm);
    assert.ok(!("refused" in evaluator));
    assert.equal(evaluator.step, 10);
    assert.deepEqual(changes(alarm, [gauge(0), gauge(0), gauge(200), gauge(200)]), ["1 OK", "4 ALARM"]);
  });

  it("evaluates windows of more than a day once an hour, up to the last full hour", () => {
    const alarm = {
      ...ALARM,
      metric: { ...ALARM.metric, statistic: "Average", period: 3600 },
      ...{ evaluationPeriods: 25, datapointsToAlarm: 1 },
    };
    const steps = [...times(90, gauge(0)), ...times(90, gauge(1000))];
    assert.deepEqual(changes(alarm, steps), ["60 OK", "120 ALARM"]);
    assert.deepEqual(changes({ ...alarm, evaluationPeriods: 24 }, steps), ["1 OK", "97 ALARM"]);
  });

  it("evaluates a wall-clock window on full periods of the clock, and no more than N of them", () => {
    const clock = (timezone?: string): Alarm => ({
      ...ALARM,
      metric: { ...ALARM.metric, period: 300 },
      evaluationPeriods: 1,
      other: { evaluationWindow: { wallClockWindow: timezone === undefined ? {} : { timezone } } },
    });
    const steps = [...times(6, errors(0)), ...times(6, errors(30)), ...times(10, errors(0))];
    assert.deepEqual(changes(clock(), steps), ["10 ALARM", "15 OK", "20 INSUFFICIENT_DATA"]);
    // Two minutes past a full period: the boundaries come three minutes later in the run.
    assert.deepEqual(changes(clock(), steps, { start: 120 }), ["8 OK", "13 ALARM", "18 INSUFFICIENT_DATA"]);
    assert.deepEqual(changes(clock("UTC-00:05"), steps), changes(clock(), steps));
  });

  it("keeps its state where it is to ignore a percentile of few samples", () => {
    const latency = (count: number): Samples => [{ value: 900, count }];
    const alarm: Alarm = {
      ...ALARM,
      metric: { ...ALARM.metric, statistic: "p95" },
      ...{ evaluationPeriods: 1, evaluateLowSampleCountPercentiles: "ignore" },
    };
    const steps = [latency(199), latency(200), latency(3)];
    assert.deepEqual(changes(alarm, steps), ["2 ALARM"]);
    const evaluates = { ...alarm, evaluateLowSampleCountPercentiles: "evaluate" };
    assert.deepEqual(changes(evaluates, steps), ["1 ALARM"]);
  });

  it("ignores missing data of DynamoDB unless it is told otherwise", () => {
    const dynamo = {
      ...ALARM,
      treatMissingData: undefined,
      metric: { ...ALARM.metric, namespace: "AWS/DynamoDB" },
    };
    const steps = [...times(3, gauge(200)), ...times(6, errors(0))];
    assert.deepEqual(changes(dynamo, steps), ["3 ALARM"]);
    assert.deepEqual(changes({ ...dynamo, treatMissingData: "notBreaching" }, steps), [
      "1 OK",
      "3 ALARM",
      "6 OK",
    ]);
  });

  it("stays in INSUFFICIENT_DATA while it warms up", () => {
    const alarm = { ...ALARM, other: { warmUpConfiguration: { warmUpPeriodDurationInMinutes: 10 } } };
    assert.deepEqual(changes(alarm, times(12, gauge(200))), ["11 ALARM"]);
  });

  it("shows the newest data point", () => {
    const evaluator = evaluatorOf(ALARM);
    assert.ok(!("refused" in evaluator));
    evaluator.advance(() => errors(7));
    assert.equal(evaluator.value, 7);
    evaluator.advance(() => []);
    assert.equal(evaluator.value, undefined);
  });
});

describe("an alarm on metric math", () => {
  const line = (id: string, metricName: string): MetricQuery => ({
    id,
    metric: { namespace: "AWS/ApplicationELB", metricName, statistic: "Sum", period: 60 },
    returnData: false,
  });
  const share: Alarm = {
    ...ALARM,
    kind: "math",
    metric: undefined,
    queries: [
      line("errors", "HTTPCode_Target_5XX_Count"),
      line("requests", "RequestCount"),
      { id: "result", expression: "errors - 0.01 * requests", returnData: true },
    ],
    ...{ evaluationPeriods: 1, threshold: 5, treatMissingData: "notBreaching" },
  };
  const minute =
    (failed: number, all: number) =>
    (id: string): Samples =>
      errors(id === "errors" ? failed : all);

  it("is held against its expression", () => {
    const evaluator = evaluatorOf(share);
    assert.ok(!("refused" in evaluator));
    assert.equal(evaluator.advance(minute(6, 100)), "OK");
    assert.equal(evaluator.value, 5);
    assert.equal(evaluator.advance(minute(7, 100)), "ALARM");
    // No errors were reported, which counts as 0.
    assert.equal(evaluator.advance(minute(0, 100)), "OK");
    assert.equal(evaluator.value, -1);
    assert.equal(evaluator.advance(minute(0, 0)), "OK");
    assert.equal(evaluator.value, undefined);
  });

  it("can be read as having no value where one input has none", () => {
    const evaluator = evaluatorOf(share, { missingInput: "noValue" });
    assert.ok(!("refused" in evaluator));
    evaluator.advance(minute(0, 100));
    assert.equal(evaluator.value, undefined);
  });

  it("is refused where a line is", () => {
    const trimmed = { ...line("slow", "TargetResponseTime"), metric: { statistic: "tm90", period: 60 } };
    const result = { id: "result", expression: "slow * 2", returnData: true };
    const evaluator = evaluatorOf({ ...share, queries: [trimmed, result] });
    assert.ok("refused" in evaluator);
    assert.match(evaluator.refused, /^line "slow": tm90 is not evaluated/);
  });
});

const REFUSED: readonly (readonly [why: string, alarm: Alarm, refused: RegExp])[] = [
  ["an anomaly band", { ...ALARM, kind: "anomaly" }, /trained model/],
  ["Metrics Insights", { ...ALARM, kind: "insights" }, /Metrics Insights/],
  ["PromQL", { ...ALARM, kind: "promql" }, /PromQL/],
  ["a log alarm", { ...ALARM, kind: "log" }, /log alarm/],
  ["a kind that is not known", { ...ALARM, kind: "unknown" }, /kind is not known/],
  ["a trimmed mean", { ...ALARM, metric: { ...ALARM.metric, statistic: "tm90" } }, /^tm90 is not evaluated/],
  ["no statistic", { ...ALARM, metric: { period: 60 } }, /^statistic is left out$/],
  ["an unknown threshold", { ...ALARM, threshold: UNKNOWN }, /^threshold is known only after deploying$/],
  ["no threshold", { ...ALARM, threshold: undefined }, /^threshold is left out$/],
  ["an unknown operator", { ...ALARM, comparisonOperator: UNKNOWN }, /^comparisonOperator is known only/],
  [
    "an operator of bands",
    { ...ALARM, comparisonOperator: "LessThanLowerThreshold" },
    /LessThanLowerThreshold/,
  ],
  ["an unknown period", { ...ALARM, metric: { ...ALARM.metric, period: UNKNOWN } }, /^period is known only/],
  ["a period that is none", { ...ALARM, metric: { ...ALARM.metric, period: 45 } }, /^period 45 is none/],
  ["M over N", { ...ALARM, datapointsToAlarm: 4 }, /datapointsToAlarm 4 is more than evaluationPeriods 3/],
  ["no evaluation periods", { ...ALARM, evaluationPeriods: undefined }, /^evaluationPeriods is left out$/],
  ["an unknown treatment", { ...ALARM, treatMissingData: UNKNOWN }, /^treatMissingData is known only/],
  ["a treatment that is none", { ...ALARM, treatMissingData: "good" }, /^treatMissingData good is none of/],
  [
    "weeks of the clock",
    {
      ...ALARM,
      metric: { ...ALARM.metric, period: 604800 },
      ...{ evaluationPeriods: 1, other: { evaluationWindow: { wallClockWindow: {} } } },
    },
    /does not say on which day a week begins/,
  ],
  [
    "a time zone with a name",
    { ...ALARM, other: { evaluationWindow: { wallClockWindow: { timezone: "Europe/Berlin" } } } },
    /time zone Europe\/Berlin/,
  ],
];

describe("what is not evaluated", () => {
  for (const [why, alarm, refused] of REFUSED)
    it(`${why} is refused with one sentence`, () => {
      const evaluator = evaluatorOf(alarm);
      assert.ok("refused" in evaluator);
      assert.match(evaluator.refused, refused);
    });
});
