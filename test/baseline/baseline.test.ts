import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { baselineOf, holdAgainst, readBaseline, writeBaseline } from "../../parity/baseline";
import type { Report, Violation } from "../../parity/report/types";

const STACKS = ["ci", "staging", "production"];

const violation = (message: string, more: Partial<Violation> = {}): Violation => ({
  policy: "alarm-parity",
  level: "mandatory",
  stack: "ci",
  urn: "urn:pulumi:ci::shop::aws:cloudwatch/metricAlarm:MetricAlarm::cpu",
  resource: "cpu",
  message,
  ...more,
});

const report = (violations: Violation[], stacks = STACKS): Report => ({
  version: 1,
  stacks: stacks.map((name) => ({ name, resources: 1, alarms: [] })),
  violations,
  unchecked: [],
  parity: [],
});

const says = (message: string): string => baselineOf(report([violation(message)]), [], STACKS)[0]!.says;

const THRESHOLD = 'alarm "cpu": threshold is 80 in ci and 90 in staging and production';

const SAME: [title: string, now: string][] = [
  ["other values", 'alarm "cpu": threshold is 81 in ci and 90.5 in staging and production'],
  ["other groups of stacks", 'alarm "cpu": threshold is 80 in ci, 85 in staging and 90 in production'],
  ["a value that is left out", 'alarm "cpu": threshold is not set in ci and 90 in staging and production'],
];

const OTHER: [title: string, now: Violation][] = [
  ["another field", violation('alarm "cpu": period is 60 in ci and 300 in staging and production')],
  ["another policy", violation(THRESHOLD, { policy: "stack-parity" })],
  ["another stack", violation(THRESHOLD, { stack: "staging" })],
  ["another resource", violation(THRESHOLD, { urn: "urn:pulumi:ci::shop::my:T::cpu" })],
];

describe("a baseline", () => {
  const dir = mkdtempSync(join(tmpdir(), "alarm-parity-baseline-"));
  const file = join(dir, "baseline.json");
  after(() => {
    rmSync(dir, { recursive: true });
  });

  it("keeps what a finding is about and not its values", () => {
    assert.equal(says(THRESHOLD), "alarm …: threshold is …");
    assert.equal(
      says('alarm "cpu" is in ci and not in staging and production'),
      "alarm … is in … and not in …",
    );
    assert.equal(
      says('topic "alarms": it has no subscription, so nobody gets alarms "a", "b" and 4 more'),
      "topic …: it has no subscription, so nobody gets alarms …",
    );
    assert.equal(
      says('alarm "p95": statistic "p95" of TargetResponseTime in AWS/ApplicationELB'),
      "alarm …: statistic … of TargetResponseTime in AWS/ApplicationELB",
    );
  });

  for (const [title, now] of SAME) {
    it(`knows a finding again with ${title}`, () => {
      const known = baselineOf(report([violation(THRESHOLD)]), [], STACKS);
      const held = holdAgainst(known, report([violation(now)]), STACKS);
      assert.deepEqual(held.report.violations, [violation(now, { known: true })]);
      assert.deepEqual(held.gone, []);
    });
  }

  for (const [title, now] of OTHER) {
    it(`finds ${title} new, and the old one gone`, () => {
      const known = baselineOf(report([violation(THRESHOLD)]), [], STACKS);
      const held = holdAgainst(known, report([now]), STACKS);
      assert.deepEqual(held.report.violations, [now]);
      assert.deepEqual(held.gone, known);
    });
  }

  it("says nothing of stacks that were not judged, and keeps what it has of them", () => {
    const known = baselineOf(report([violation(THRESHOLD)]), [], STACKS);
    const staging = report([], ["staging"]);
    assert.deepEqual(holdAgainst(known, staging, STACKS).gone, []);
    assert.deepEqual(baselineOf(staging, known, STACKS), known);
  });

  it("is written each finding once and sorted, and read again", () => {
    const two = [violation(THRESHOLD), violation(SAME[0]![1]), violation("a", { policy: "aaa" })];
    const findings = baselineOf(report(two), [], STACKS);
    writeBaseline(file, findings);
    assert.deepEqual(
      readBaseline(file).map(({ policy }) => policy),
      ["aaa", "alarm-parity"],
    );
    const text = readFileSync(file, "utf8");
    writeBaseline(file, [...findings].reverse());
    assert.equal(readFileSync(file, "utf8"), text);
  });

  const BAD: [title: string, text: string, message: RegExp][] = [
    [
      "half a file",
      '{"version": 1, "fin',
      /--baseline .*baseline\.json: cannot be read \(.+\); make it with/,
    ],
    ["another version", '{"version": 2, "findings": []}', /baseline\.json: version: .+; make it anew/],
    ["an unknown key", '{"version": 1, "findings": [], "x": 1}', /baseline\.json: .*"x"/],
    ["an entry that is none", '{"version": 1, "findings": [{"policy": 1}]}', /findings\.0\.policy: /],
  ];
  for (const [title, text, message] of BAD) {
    it(`refuses ${title} in one line`, () => {
      writeFileSync(file, text);
      assert.throws(() => readBaseline(file), message);
    });
  }

  it("refuses a file that is not there, and says how it is made", () => {
    assert.throws(() => readBaseline(join(dir, "none.json")), /no such file; make it with --write-baseline$/);
  });
});
