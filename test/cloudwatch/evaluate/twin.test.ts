import assert from "node:assert/strict";
import fc from "fast-check";
import { decide, type AlarmState, type Decision, type Point } from "../../../cloudwatch/evaluate";
import { allRows, guides, pointsOf, TREATMENTS } from "./points";
import { slowly } from "./slow";

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
