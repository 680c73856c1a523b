import assert from "node:assert/strict";
import fc from "fast-check";
import { isMuted, longestGapMinutes, muteRuleOf, type MuteRule } from "../../../cloudwatch/mute";
import { UNKNOWN } from "../../../cloudwatch/unknown";

interface Schedule {
  expression?: string;
  duration?: string;
  timezone?: string;
}

function muteRule(schedule: Schedule, rest: Record<string, unknown> = {}): MuteRule {
  const rule = muteRuleOf({ rule: { schedule }, muteTargets: { alarmNames: ["api-5xx"] }, ...rest });
  return "refused" in rule ? assert.fail(rule.refused) : rule;
}

const seconds = (date: string): number => Date.parse(date) / 1000;

describe("a mute rule is active", () => {
  const nightly = { expression: "cron(0 2 * * *)", duration: "PT4H" };
  const once = { expression: "at(2026-05-10T14:00)", duration: "PT1H" };
  const expires = { expireDate: "2026-05-10T04:00:00Z" };
  const starts = { startDate: "2026-05-10T04:00:00Z" };
  const rows: [
    what: string,
    schedule: Schedule,
    rest: Record<string, unknown>,
    at: string,
    active: boolean,
  ][] = [
    ["from its begin", nightly, {}, "2026-05-10T02:00:00Z", true],
    ["not before", nightly, {}, "2026-05-10T01:59:59Z", false],
    ["until its end", nightly, {}, "2026-05-10T05:59:59Z", true],
    ["not at its end", nightly, {}, "2026-05-10T06:00:00Z", false],
    ["not after expireDate, in the middle of a mute", nightly, expires, "2026-05-10T04:00:00Z", false],
    ["before expireDate", nightly, expires, "2026-05-10T03:59:00Z", true],
    ["not before startDate, in the middle of a mute", nightly, starts, "2026-05-10T03:00:00Z", false],
    ["from startDate on", nightly, starts, "2026-05-10T04:00:00Z", true],
    ["once: from its begin", once, {}, "2026-05-10T14:00:00Z", true],
    ["once: not at its end", once, {}, "2026-05-10T15:00:00Z", false],
    ["once: not on another day", once, {}, "2026-05-11T14:30:00Z", false],
    ["in its time zone", { ...once, timezone: "Asia/Tokyo" }, {}, "2026-05-10T05:30:00Z", true],
    [
      "not in UTC where it has a zone",
      { ...once, timezone: "Asia/Tokyo" },
      {},
      "2026-05-10T14:30:00Z",
      false,
    ],
    ["in winter's time", { ...nightly, timezone: "Europe/Berlin" }, {}, "2026-01-10T01:00:00Z", true],
    ["in summer's time", { ...nightly, timezone: "Europe/Berlin" }, {}, "2026-07-10T00:00:00Z", true],
    [
      "not in winter's time in summer",
      { ...nightly, timezone: "Europe/Berlin" },
      {},
      "2026-07-10T04:30:00Z",
      false,
    ],
    [
      "over a weekend",
      { expression: "cron(0 18 * * FRI)", duration: "P2DT12H" },
      {},
      "2026-05-11T05:59:00Z",
      true,
    ],
    [
      "not on Monday",
      { expression: "cron(0 18 * * FRI)", duration: "P2DT12H" },
      {},
      "2026-05-11T06:00:00Z",
      false,
    ],
    [
      "on either day where both are given",
      { expression: "cron(0 0 1 * MON)", duration: "P1D" },
      {},
      "2026-05-11T12:00:00Z",
      true,
    ],
    [
      "never on a day that no month has",
      { expression: "cron(0 0 31 2 *)", duration: "P1D" },
      {},
      "2026-03-03T12:00:00Z",
      false,
    ],
    [
      "always where mutes overlap",
      { expression: "cron(0 * * * *)", duration: "PT90M" },
      {},
      "2026-05-10T12:59:00Z",
      true,
    ],
  ];
  for (const [what, schedule, rest, at, active] of rows)
    it(what, () => {
      const rule = muteRule(schedule, rest);
      assert.equal(rule.isActive(seconds(at)), active);
      assert.equal(isMuted(rule, "api-5xx", seconds(at)), active);
      assert.equal(isMuted(rule, "api-cpu", seconds(at)), false);
    });

  it("at the same times, whatever it was asked before", () => {
    const schedules = fc.constantFrom(
      nightly,
      once,
      { expression: "cron(*/20 8-10 * * MON-FRI)", duration: "PT15M" },
      { expression: "cron(30 2 * * *)", duration: "PT3H", timezone: "Europe/Berlin" },
    );
    const near = (date: string): fc.Arbitrary<number> =>
      fc.integer({ min: 0, max: 3 * 24 * 60 }).map((minute) => seconds(date) + minute * 60);
    const times = fc.array(fc.oneof(near("2026-05-09T00:00:00Z"), near("2026-03-28T00:00:00Z")), {
      minLength: 2,
    });
    fc.assert(
      fc.property(schedules, times, (schedule, asked) => {
        const one = muteRule(schedule);
        for (const at of asked) assert.equal(one.isActive(at), muteRule(schedule).isActive(at));
      }),
    );
  });

  it("at all times exactly where its duration covers the longest gap", () => {
    const at = seconds("2026-01-01T00:00:00Z");
    for (const cron of ["0 2 * * *", "0 2,14 * * *", "*/15 * * * *", "0 0 * * MON-FRI"]) {
      const gap = longestGapMinutes(cron) ?? assert.fail(cron);
      const isAlways = (minutes: number): boolean => {
        const rule = muteRule({ expression: `cron(${cron})`, duration: `PT${minutes}M` });
        return Array.from({ length: 14 * 24 * 60 }, (_, minute) => at + minute * 60).every(rule.isActive);
      };
      assert.deepEqual([isAlways(gap), isAlways(gap - 1)], [true, false], cron);
    }
  });
});

describe("a mute rule is refused", () => {
  const schedule = { expression: "cron(0 2 * * *)", duration: "PT4H" };
  const NEITHER = "is neither cron(…) of five fields nor at(yyyy-MM-ddThh:mm)";
  const rows: [schedule: Schedule, rest: Record<string, unknown>, refused: string][] = [
    [{ duration: "PT1H" }, {}, "schedule.expression is left out"],
    [{ expression: "cron(0 2 * * *)" }, {}, "schedule.duration is left out"],
    [{ ...schedule, duration: "4 hours" }, {}, 'schedule.duration "4 hours" is no duration such as PT4H'],
    [{ ...schedule, duration: "P16D" }, {}, 'schedule.duration "P16D" is not between PT1M and P15D'],
    [{ ...schedule, duration: "PT0M" }, {}, 'schedule.duration "PT0M" is not between PT1M and P15D'],
    ...[
      "rate(1 day)",
      "cron(0 2 * *)",
      "cron(0 2 * * ? *)",
      "cron(61 2 * * *)",
      "cron(0 2 L * *)",
      "cron(0 2 * * 1#2)",
      "cron(@daily)",
      "at(2026-02-31T00:00)",
      "at(2026-05-10)",
      "at(2026-05-10T25:00)",
      "at(tomorrow)",
    ].map((expression): [Schedule, Record<string, unknown>, string] => [
      { ...schedule, expression },
      {},
      `schedule.expression "${expression}" ${NEITHER}`,
    ]),
    [{ ...schedule, timezone: "Mars/Base" }, {}, 'schedule.timezone "Mars/Base" is no time zone'],
    [
      schedule,
      { expireDate: "2026-12-31" },
      'expireDate "2026-12-31" is no date such as 2026-12-31T23:59:00Z',
    ],
    [
      schedule,
      { startDate: "2026-12-31T00:00:00" },
      'startDate "2026-12-31T00:00:00" is no date such as 2026-12-31T23:59:00Z',
    ],
    [schedule, { startDate: UNKNOWN }, "the mute rule is known only after deploying"],
    [
      { expression: "at(2026-05-10T14:00)", duration: "PT1H" },
      { expireDate: "2026-12-31T23:59:00Z" },
      "an at() schedule takes no startDate and no expireDate",
    ],
  ];
  for (const [given, rest, refused] of rows)
    it(refused, () => {
      assert.deepEqual(muteRuleOf({ rule: { schedule: given }, ...rest }), { refused });
    });

  it("where it has no rule at all", () => {
    assert.deepEqual(muteRuleOf({}), { refused: "schedule.expression is left out" });
  });
});
