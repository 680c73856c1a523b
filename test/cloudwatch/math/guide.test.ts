import assert from "node:assert/strict";
import { yields, type Values } from "./run";

const _ = undefined;

// CloudWatch user guide, "Using metric math": every example whose result it states.
describe("metric math: the guide's tables", () => {
  const compared: Record<string, Values> = { metric1: [30, 20, 0, 0], metric2: [20, _, 20, _] };
  const conditions: Record<string, Values> = {
    metric1: [1, 1, 0, 0, _],
    metric2: [30, _, 0, 0, 30],
    metric3: [0, 0, 20, _, 20],
  };
  const rows: [expression: string, metrics: Record<string, Values>, result: Values][] = [
    ["(metric1 < metric2)", compared, [0, 0, 1, 0]],
    ["(metric1 >= 30)", compared, [1, 0, 0, 0]],
    ["(metric1 > 15 AND metric2 > 15)", compared, [1, 0, 0, 0]],
    ["IF(metric1, metric2, metric3)", conditions, [30, 0, 20, _, _]],
    ["IF(metric1, 5, metric3)", conditions, [5, 5, 20, _, _]],
    ["IF(metric1, metric2, 5)", conditions, [30, 0, 5, 5, _]],
  ];
  for (const [expression, metrics, result] of rows) {
    it(expression, () => {
      assert.deepEqual(yields(expression, metrics), result);
      assert.deepEqual(yields(expression, metrics, { missingInput: "noValue" }), result);
    });
  }
});

describe("metric math: what the guide says in prose", () => {
  const m: Record<string, Values> = { m1: [4, _, 6, _], m2: [2, 3, _, _] };
  const rows: [what: string, expression: string, result: Values][] = [
    ["a missing value counts as 0", "m1 + m2", [6, 3, 6, _]],
    ["also where it comes first", "m1 - m2", [2, -3, 6, _]],
    ["a division by zero drops the point", "m1 / m2", [2, 0, _, _]],
    ["a scalar is no value where the series has none", "m1 + 5", [9, _, 11, _]],
    ["a series without gaps is one", "m1 + TIME_SERIES(5)", [9, 5, 11, 5]],
    ["PERIOD", "m1 / PERIOD(m1) * 60", [4, _, 6, _]],
    ["AVG counts a missing member as 0", "AVG([m1, m2])", [3, 1.5, 3, _]],
    ["SUM of an array", "SUM(METRICS())", [6, 3, 6, _]],
    ["MAX of an array", "MAX(METRICS())", [4, 3, 6, _]],
    ["MIN of an array", "MIN([m1, m2])", [2, 3, 6, _]],
    ["STDDEV of an array", "STDDEV([m1, m2])", [1, 0, 0, _]],
    ["METRICS with a part of the id", 'SUM(METRICS("2"))', [2, 3, _, _]],
    ["several parts", "SUM([METRICS('m1'), METRICS('m2')])", [6, 3, 6, _]],
    ["METRICS()/100 is an array", "SUM(METRICS()/100)", [0.06, 0.03, 0.06, _]],
    ["a scalar before an array", "SUM(100/[m1, m2])", [75, 100 / 3, 100 / 6, _]],
    ["minus an array", "SUM(-[m1, m2])", [-6, -3, -6, _]],
    ["-5*m1", "-5*m1", [-20, _, -30, _]],
    ["-m1", "-m1", [-4, _, -6, _]],
    ["ABS", "ABS(m2-m1)", [2, 3, 6, _]],
    ["ABS of an array", "MIN(ABS(-[m1, m2]))", [2, 3, 6, _]],
    ["CEIL and FLOOR", "CEIL(m1/3) * 10 + FLOOR(m1/3)", [21, _, 22, _]],
    ["LOG10 and LOG", "LOG10(m2 * 50) + LOG(m2 - m2 + 1)", [2, Math.log10(150), _, _]],
    ["FILL with a number", "FILL(m1, 10)", [4, 10, 6, 10]],
    ["FILL with a series", "FILL(m1, m2)", [4, 3, 6, _]],
    ["FILL of an array", "SUM(FILL(METRICS(), 0))", [6, 3, 6, 0]],
    ["FILL of an array with a series", "SUM(FILL(METRICS(), m1))", [6, 3, 12, _]],
    ["FIRST and LAST", "FIRST([m1, m2]) * 10 + LAST([m1, m2])", [42, 3, 60, _]],
    ["only the low values", "IF(m1<5, m1)", [4, _, _, _]],
    ["one of two values", "IF(m1<5, 10, 2)", [10, _, 2, _]],
    ["a scalar condition that is true", "IF(1, m1, m2)", [4, _, 6, _]],
    ["a scalar condition that is false", "IF(0, m1, m2)", [2, 3, _, _]],
    ["a scalar condition, and no other value", "IF(0, m1)", [_, _, _, _]],
    ["any value but 0 is true, a negative one too", "IF(m2 - m1, 1, 0)", [1, 1, 1, _]],
    ["&& and ||", "(m1 == 4 && m2 == 2) || m1 != 4", [1, 0, 1, _]],
  ];
  for (const [what, expression, result] of rows) {
    it(`${what}: ${expression}`, () => {
      assert.deepEqual(yields(expression, m), result);
    });
  }

  it("read the other way, arithmetic and SUM have no value where a series has none", () => {
    const none: [string, Values][] = [
      ["m1 + m2", [6, _, _, _]],
      ["SUM([m1, m2])", [6, _, _, _]],
      ["MAX([m1, m2])", [4, _, _, _]],
      ["AVG([m1, m2])", [3, 1.5, 3, _]],
      ["m1 > m2", [1, 0, 1, _]],
      ["FILL(m1, 0) + FILL(m2, 0)", [6, 3, 6, 0]],
    ];
    for (const [expression, result] of none)
      assert.deepEqual(yields(expression, m, { missingInput: "noValue" }), result, expression);
  });
});
