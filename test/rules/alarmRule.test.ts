import assert from "node:assert/strict";
import { ruleChildren } from "../../policies/rules/alarmRule";

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
  ["TRUE", []],
  ["", []],
  ["ALARM(", []],
];

describe("an alarmRule's children", () => {
  for (const [rule, children] of rules) {
    it(`of ${rule || "an empty rule"} are ${children.join(", ") || "none"}`, () => {
      assert.deepEqual(
        ruleChildren(rule).map(({ alarm, raises }) => (raises ? "+" : "-") + alarm),
        children,
      );
    });
  }
});
