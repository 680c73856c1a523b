import assert from "node:assert/strict";
import { durationMinutes, longestGapMinutes, readExpression } from "../../../cloudwatch/mute/schedule";

describe("a mute rule's schedule", () => {
  const durations: [string, number | undefined][] = [
    ["PT4H", 240],
    ["PT90M", 90],
    ["P1D", 1440],
    ["P1DT1H1M", 1501],
    ["P2W", 20160],
    ["P", undefined],
    ["P1DT", undefined],
    ["4 hours", undefined],
  ];
  for (const [text, minutes] of durations) {
    it(`reads the duration ${text} as ${minutes ?? "none"}`, () => {
      assert.equal(durationMinutes(text), minutes);
    });
  }

  const day = 24 * 60;
  const gaps: [string, number | undefined][] = [
    ["* * * * *", 1],
    ["*/15 * * * *", 15],
    ["0 2 * * *", day],
    ["0 2,14 * * *", 12 * 60],
    ["0 8-18 * * *", 14 * 60],
    ["0 0 * * MON-FRI", 3 * day],
    ["0 0 ? * SUN", 7 * day],
    ["0 0 * * 7", 7 * day],
    ["0 0 1 * *", 31 * day],
    ["0 0 1,15 * SUN", 7 * day],
    ["0 0 1 JAN *", 365 * day],
    ["61 * * * *", undefined],
    ["0 0 * *", undefined],
    ["0 0 31 2 *", undefined],
    ["0 5-2 * * *", undefined],
    ["*/0 * * * *", undefined],
  ];
  for (const [cron, minutes] of gaps) {
    it(`finds ${minutes ?? "no"} minutes at most between two starts of ${cron}`, () => {
      assert.equal(longestGapMinutes(cron), minutes);
    });
  }

  it("tells cron from at, and neither", () => {
    assert.deepEqual(["cron(0 2 * * *)", " at(2026-12-31T23:59) ", "rate(1 day)"].map(readExpression), [
      { kind: "cron", text: "0 2 * * *" },
      { kind: "at", text: "2026-12-31T23:59" },
      undefined,
    ]);
  });
});
