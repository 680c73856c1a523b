import assert from "node:assert/strict";
import { leftOutZero, normalise } from "../../cloudwatch/normalise";
import { UNKNOWN } from "../../cloudwatch/unknown";

describe("normalise", () => {
  const CASES: [string, unknown, unknown][] = [
    ["an empty text means left out", { unit: "" }, {}],
    ["an empty list means left out", { okActions: [] }, {}],
    ["null means left out", { unit: null }, {}],
    ["undefined means left out", { unit: undefined }, {}],
    [
      "a 0 where 0 is not legal means left out",
      { period: 0, datapointsToAlarm: 0, evaluationPeriods: 0 },
      {},
    ],
    ["a threshold of 0 stays", { threshold: 0 }, { threshold: 0 }],
    ["false stays", { actionsEnabled: false }, { actionsEnabled: false }],
    ["it goes into objects and lists", { q: [{ id: "a", period: 0, label: "" }] }, { q: [{ id: "a" }] }],
    ["empty elements of a list go", { okActions: ["", null, "a"] }, { okActions: ["a"] }],
    ["a list of empty elements means left out", { okActions: [null, ""] }, {}],
    ["an empty object stays, it can be a choice", { action: { allow: {} } }, { action: { allow: {} } }],
    ["the unknown mark stays", { threshold: UNKNOWN }, { threshold: UNKNOWN }],
  ];
  for (const [title, given, expected] of CASES) {
    it(title, () => {
      assert.deepEqual(normalise(given), expected);
    });
  }

  it("a value that is nothing is undefined", () => {
    assert.deepEqual(["", null, [], [[]]].map(normalise), [undefined, undefined, undefined, undefined]);
  });

  it("does not change what it is given", () => {
    const given = { okActions: ["", "a"], unit: "" };
    normalise(given);
    assert.deepEqual(given, { okActions: ["", "a"], unit: "" });
  });
});

describe("leftOutZero", () => {
  it("is true of a period and false of a threshold", () => {
    assert.deepEqual([leftOutZero("period"), leftOutZero("threshold")], [true, false]);
  });
});
