import assert from "node:assert/strict";
import { alwaysHolds, ruleChildren } from "../../../cloudwatch/composite";

/** Children by rule: `+a` is raised by a's ALARM, `-a` is named otherwise. */
const rules: [string, string[]][] = [
  ['ALARM("a")', ["+a"]],
  ["ALARM(a)", ["+a"]],
  ["ALARM('a b')", ["+a b"]],
  ['ALARM("a \\"b\\" (c)")', ['+a "b" (c)']],
  [
    "ALARM(arn:aws:cloudwatch:eu-west-1:111111111111:alarm:a)",
    ["+arn:aws:cloudwatch:eu-west-1:111111111111:alarm:a"],
  ],
  ["ALARM(${a.name})", ["+${a.name}"]],
  ["ALARM(a) OR ALARM(b)", ["+a", "+b"]],
  ["ALARM(a) AND NOT ALARM(b)", ["+a", "-b"]],
  ["NOT (ALARM(a) OR OK(b))", ["-a", "+b"]],
  ["NOT OK(a)", ["+a"]],
  ["OK(a) OR INSUFFICIENT_DATA(b)", ["-a", "-b"]],
  ["(ALARM(a) AND (ALARM(b) OR NOT (NOT ALARM(c))))", ["+a", "+b", "+c"]],
  ["AT_LEAST(2, ALARM, (a, b, c)) OR ALARM(d)", ["+a", "+b", "+c", "+d"]],
  ["AT_LEAST(50%, NOT OK, (a, b))", ["+a", "+b"]],
  ["NOT AT_LEAST(1, ALARM, (a))", ["-a"]],
  ["ALARM(a) AND FALSE", ["-a"]],
  ["ALARM(a) OR TRUE", ["-a"]],
  ["ALARM(a) AND NOT ALARM(a)", ["-a"]],
  ["ALARM(a) OR ALARM(b) AND FALSE", ["+a", "-b"]],
  ["AT_LEAST(4, ALARM, (a, b, c))", ["-a", "-b", "-c"]],
  [
    `AT_LEAST(3, ALARM, (${"abcdefghijkl".split("").join(", ")}))`,
    "abcdefghijkl".split("").map((name) => `+${name}`),
  ],
  ["ALARM(a) ALARM(b)", ["-a"]],
  ["(".repeat(9000), []],
  ["TRUE", []],
  ["", []],
  ["ALARM(", []],
];

describe("an alarmRule's children", () => {
  for (const [rule, children] of rules) {
    it(`of ${rule.slice(0, 60) || "an empty rule"} are ${children.join(", ") || "none"}`, () => {
      assert.deepEqual(
        ruleChildren(rule).map(({ alarm, raises }) => (raises ? "+" : "-") + alarm),
        children,
      );
    });
  }
});

describe("an alarmRule that is always in ALARM", () => {
  for (const rule of ["TRUE", "NOT FALSE", "ALARM(a) OR NOT ALARM(a)", "ALARM(a) OR TRUE"])
    it(`is ${rule}`, () => {
      assert.equal(alwaysHolds(rule), true);
    });
  for (const rule of ["FALSE", "ALARM(a)", "NOT ALARM(a)", "TRUE AND ALARM(a)", "", "TRUE)"])
    it(`is not ${rule || "an empty rule"}`, () => {
      assert.equal(alwaysHolds(rule), false);
    });
});
