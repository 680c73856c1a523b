import assert from "node:assert/strict";
import fc from "fast-check";
import {
  isThresholdOperator,
  THRESHOLD_OPERATORS,
  type ThresholdOperator,
} from "../../../cloudwatch/evaluate";
import {
  alwaysBreaches,
  between,
  canBreach,
  contains,
  hull,
  NO_VALUE,
  only,
} from "../../../cloudwatch/reach/interval";

describe("the reach of a data point", () => {
  const rows: [
    reach: [number, number],
    operator: ThresholdOperator,
    threshold: number,
    can: boolean,
    always: boolean,
  ][] = [
    [[0, 100], "GreaterThanThreshold", 100, false, false],
    [[0, 100], "GreaterThanOrEqualToThreshold", 100, true, false],
    [[0, 100], "GreaterThanOrEqualToThreshold", 0, true, true],
    [[0, 100], "LessThanThreshold", 0, false, false],
    [[0, 100], "LessThanOrEqualToThreshold", 0, true, false],
    [[1, Infinity], "LessThanThreshold", 1, false, false],
    [[0, Infinity], "GreaterThanThreshold", 1e300, true, false],
    [[1, 1], "GreaterThanThreshold", 0, true, true],
    [[-Infinity, Infinity], "LessThanThreshold", -1e300, true, false],
  ];
  for (const [[low, high], operator, threshold, can, always] of rows) {
    it(`${low} to ${high} ${operator} ${threshold}: ${can ? "can" : "cannot"} breach${always ? ", always" : ""}`, () => {
      assert.equal(canBreach(between(low, high), operator, threshold), can);
      assert.equal(alwaysBreaches(between(low, high), operator, threshold), always);
    });
  }

  it("without any value neither breaches nor always breaches", () => {
    for (const operator of THRESHOLD_OPERATORS) {
      assert.equal(canBreach(NO_VALUE, operator, 0), false);
      assert.equal(alwaysBreaches(NO_VALUE, operator, 0), false);
    }
    assert.equal(contains(NO_VALUE, undefined), true);
    assert.equal(contains(NO_VALUE, 0), false);
    assert.deepEqual(between(2, 1), NO_VALUE);
  });

  it("a band's operator is no operator of a fixed threshold", () => {
    assert.equal(isThresholdOperator("GreaterThanThreshold"), true);
    assert.equal(isThresholdOperator("GreaterThanUpperThreshold"), false);
  });

  it("now one, now the other: both lie inside", () => {
    assert.deepEqual(hull(only(1), between(3, 5, "possible")), {
      low: 1,
      high: 5,
      missing: "possible",
      exact: true,
    });
    assert.deepEqual(hull(only(1), NO_VALUE), { low: 1, high: 1, missing: "possible", exact: true });
    assert.deepEqual(hull(NO_VALUE, NO_VALUE), NO_VALUE);
    const number = fc.integer({ min: -9, max: 9 });
    fc.assert(
      fc.property(number, number, number, number, number, (a, b, c, d, value) => {
        const [one, other] = [between(a, b), between(c, d)];
        if (contains(one, value) || contains(other, value)) assert.ok(contains(hull(one, other), value));
      }),
    );
  });
});
