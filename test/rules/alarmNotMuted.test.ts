import assert from "node:assert/strict";
import type { ParityException } from "../../parity/compare/parityFile";
import { UNKNOWN } from "../../cloudwatch/unknown";
import { alarmNotMuted } from "../../policies/rules/alarmNotMuted";
import { add, applied, edits, type Edit } from "../support/compliant";
import { judgeEdit } from "./judgeEdit";

const TYPE = "aws:cloudwatch/alarmMuteRule:AlarmMuteRule";
const AT = { expression: "at(2026-12-31T23:59)", duration: "PT4H" };
const UNEXCEPTED =
  'mute rule "night": it silences alarms while their actionsEnabled stays true, and no exception allows it in production';

function mute(schedule: unknown, more: Record<string, unknown> = {}, type = TYPE): Edit {
  return add("night", { type, inputs: { name: "night", rule: { schedule }, ...more } });
}

const cron = (pattern: string, duration: string) => ({ expression: `cron(${pattern})`, duration });
const until = { expireDate: "2026-12-31T23:59:00Z" };

function exception(more: Partial<ParityException> = {}): ParityException {
  return {
    kind: "resource",
    name: `${TYPE} night`,
    only: ["production"],
    reason: "Backups.",
    line: 1,
    ...more,
  };
}

describe("alarm-not-muted", () => {
  const excepted = { exceptions: [exception()] };
  const valid: [string, Edit | undefined][] = [
    ["there is no mute rule", undefined],
    ["a single mute ends by its duration", mute(AT)],
    ["a nightly mute expires", mute(cron("0 2 * * *", "PT4H"), until)],
    ["a weekly mute of six days expires", mute(cron("0 0 * * MON", "P6D"), until)],
    ["the schedule is made in an apply", mute(applied("alarms", AT))],
  ];
  const invalid: [string, Edit, string][] = [
    [
      "cron has no end",
      mute(cron("0 2 * * *", "PT4H")),
      'mute rule "night": cron(0 2 * * *) has no expireDate, so it mutes without an end',
    ],
    [
      "an apply gives cron no end",
      mute(applied("alarms", cron("0 2 * * *", "PT4H"))),
      'mute rule "night": cron(0 2 * * *) has no expireDate, so it mutes without an end',
    ],
    [
      "the window covers all time",
      mute(cron("0 0 * * *", "P1D"), until),
      'mute rule "night": P1D from every start of cron(0 0 * * *) covers all time (at most 1440 minutes lie between two starts), so no alarm ever acts',
    ],
    [
      "an hour from every half hour covers all time",
      mute(cron("0/30 * * * ?", "PT1H"), until),
      'mute rule "night": PT1H from every start of cron(0/30 * * * ?) covers all time (at most 30 minutes lie between two starts), so no alarm ever acts',
    ],
    [
      "the schedule is none",
      mute({ expression: "rate(1 day)", duration: "PT1H" }),
      'mute rule "night": schedule "rate(1 day)" for "PT1H" is none that CloudWatch knows, so its end cannot be told',
    ],
  ];
  for (const shape of ["preview", "update"] as const) {
    for (const [title, edit] of valid) {
      it(`accepts, in ${shape}, with an exception, that ${title}`, () => {
        assert.deepEqual(judgeEdit(alarmNotMuted, { edit, shape, parity: excepted }).findings, []);
      });
    }
    for (const [title, edit, message] of invalid) {
      it(`rejects, in ${shape}, even with an exception, that ${title}`, () => {
        assert.deepEqual(judgeEdit(alarmNotMuted, { edit, shape, parity: excepted }).findings, [message]);
      });
    }
  }

  it("rejects a schedule that is not known, where no render shows it", () => {
    const { findings } = judgeEdit(alarmNotMuted, {
      edit: mute(UNKNOWN),
      shape: "preview",
      renders: false,
      parity: excepted,
    });
    assert.deepEqual(findings, [
      'mute rule "night": its schedule is known only after deploying, so it cannot be checked before deploying',
    ]);
  });

  const exceptions: [string, ParityException[], boolean][] = [
    ["none", [], false],
    ["one for this rule and stack", [exception()], true],
    ["one for another stack", [exception({ only: ["ci"] })], false],
    ["one for another rule", [exception({ name: `${TYPE} day` })], false],
    ["one without a reason", [exception({ reason: "" })], false],
    ["one that ends today", [exception({ expires: "2026-11-24" })], true],
    ["one that ended yesterday", [exception({ expires: "2026-11-23" })], false],
  ];
  for (const [title, list, passes] of exceptions) {
    it(`${passes ? "accepts" : "rejects"} a mute in a listed stack with this exception: ${title}`, () => {
      const { findings } = judgeEdit(alarmNotMuted, { edit: mute(AT), parity: { exceptions: list } });
      assert.deepEqual(findings, passes ? [] : [UNEXCEPTED]);
    });
  }

  it("holds every stack to it where there is no parity file", () => {
    assert.deepEqual(judgeEdit(alarmNotMuted, { edit: mute(AT) }).findings, [UNEXCEPTED]);
  });

  it("lets a stack that is not listed mute itself for a time", () => {
    assert.deepEqual(
      judgeEdit(alarmNotMuted, { edit: mute(AT), parity: { stacks: ["ci", "staging"] } }).findings,
      [],
    );
  });

  const COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm";
  const suppressedBy = (alarmRule: unknown) =>
    edits(
      add("quiet", { type: COMPOSITE, inputs: { alarmName: "quiet", alarmRule } }),
      add("all", {
        type: COMPOSITE,
        inputs: { alarmName: "all", alarmRule: "ALARM(x)", actionsSuppressor: { alarm: "quiet" } },
      }),
    );
  for (const shape of ["preview", "update"] as const) {
    it(`rejects, in ${shape}, a suppressor that is always in ALARM`, () => {
      for (const rule of ["NOT FALSE", applied("alarms", "NOT FALSE")]) {
        assert.deepEqual(judgeEdit(alarmNotMuted, { edit: suppressedBy(rule), shape }).findings, [
          'alarm "all": its actionsSuppressor "quiet" is always in ALARM (NOT FALSE), so its actions never run',
        ]);
      }
    });
    it(`accepts, in ${shape}, a suppressor that ends`, () => {
      assert.deepEqual(judgeEdit(alarmNotMuted, { edit: suppressedBy("ALARM(y)"), shape }).findings, []);
    });
  }

  it("knows the mute rules of aws-native", () => {
    const edit = mute(cron("0 2 * * *", "PT4H"), {}, "aws-native:cloudwatch:AlarmMuteRule");
    assert.equal(judgeEdit(alarmNotMuted, { edit }).findings.length, 2);
  });
});
