import assert from "node:assert/strict";
import fc from "fast-check";
import {
  decide,
  evaluatorOf,
  type AlarmState,
  type Decision,
  type Point,
} from "../../../cloudwatch/evaluate";
import { allRows, guides, pointsOf, TREATMENTS } from "./points";
import { slowly, statesSlowly, type RawSample, type SlowAlarm } from "./slow";

const STATES: readonly AlarmState[] = ["OK", "ALARM", "INSUFFICIENT_DATA"];

function agree(points: readonly Point[], rule: Decision): void {
  for (const current of STATES) {
    const state = decide((age) => points.at(-1 - age)!, rule, current);
    const said = `${points.join(" ")} ${JSON.stringify(rule)} from ${current}`;
    assert.equal(state, slowly(points, rule, current), said);
  }
}

describe("decide and its slow twin", () => {
  for (const m of [1, 2, 3])
    it(`agree on all 243 strings of five points, each treatment, M = ${m} of 3`, () => {
      const rows = [...allRows(5)];
      assert.equal(rows.length, 243);
      for (const row of rows) for (const treatment of TREATMENTS) agree(pointsOf(row), guides(m, treatment));
    });

  it("agree on random longer ones", () => {
    const rules = fc
      .tuple(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(10))
      .map(([n, share, more]) => ({
        evaluationPeriods: n,
        datapointsToAlarm: Math.max(1, Math.round(n * share)),
        evaluationRange: n + more,
      }));
    const point = fc.constantFrom<Point>("breaching", "notBreaching", "missing", "missing");
    const cases = rules.chain((rule) =>
      fc.tuple(
        fc.constant(rule),
        fc.array(point, { minLength: rule.evaluationRange, maxLength: rule.evaluationRange }),
        fc.constantFrom(...TREATMENTS),
      ),
    );
    fc.assert(
      fc.property(cases, ([rule, points, treatMissingData]) => {
        agree(points, { ...rule, treatMissingData });
      }),
      { numRuns: 2000 },
    );
  });
});

/** The states after each minute by the evaluator. */
function statesOf(samples: readonly RawSample[], slow: SlowAlarm, minutes: number): AlarmState[] {
  const { statistic, period, threshold, evaluationRange, ...rule } = slow;
  const evaluator = evaluatorOf(
    {
      kind: "metric",
      metric: { namespace: "App", metricName: "Jobs", statistic, period },
      ...{ ...rule, threshold, comparisonOperator: "GreaterThanThreshold" },
    },
    { evaluationRange },
  );
  assert.ok(!("refused" in evaluator));
  return Array.from({ length: minutes }, (_, minute) =>
    evaluator.advance(() =>
      samples.filter(({ at }) => Math.floor(at / 60) === minute).map(({ value }) => ({ value, count: 1 })),
    ),
  );
}

describe("the evaluator and its slow twin", () => {
  it("agree on random streams of raw samples: statistics, sliding periods, states", () => {
    const minutes = 40;
    const alarm = fc
      .record({
        statistic: fc.constantFrom("SampleCount", "Sum", "Average", "Minimum", "Maximum", "p90"),
        period: fc.constantFrom(60, 120, 300),
        threshold: fc.integer({ min: 0, max: 12 }),
        evaluationPeriods: fc.integer({ min: 1, max: 4 }),
        datapointsToAlarm: fc.integer({ min: 1, max: 4 }),
        evaluationRange: fc.integer({ min: 1, max: 7 }),
        treatMissingData: fc.constantFrom(...TREATMENTS),
      })
      .map((one) => ({
        ...one,
        datapointsToAlarm: Math.min(one.datapointsToAlarm, one.evaluationPeriods),
        evaluationRange: Math.max(one.evaluationRange, one.evaluationPeriods),
      }));
    // Whole numbers, so that both sum them to the same.
    const sample = fc.record({ at: fc.nat(minutes * 60 - 1), value: fc.integer({ min: 0, max: 12 }) });
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 60 }), alarm, (samples, one) => {
        assert.deepEqual(statesOf(samples, one, minutes), statesSlowly(samples, one, minutes));
      }),
      { numRuns: 400 },
    );
  });
});
