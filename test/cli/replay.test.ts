import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ReplayReport } from "../../parity/replay";
import { Copy } from "../support/copy";
import { runReplay } from "./run";

const ALARM = {
  AlarmName: "web-errors",
  MetricName: "BackendConnectionErrors",
  Namespace: "AWS/ELB",
  Dimensions: [{ Name: "LoadBalancerName", Value: "web" }],
  Statistic: "Sum",
  Period: 60,
  Threshold: 100,
  ComparisonOperator: "GreaterThanThreshold",
  EvaluationPeriods: 5,
  TreatMissingData: "notBreaching",
  ActionsEnabled: true,
  AlarmActions: ["arn:aws:sns:eu-west-1:111111111111:on-call"],
  OKActions: ["arn:aws:sns:eu-west-1:111111111111:on-call"],
  StateValue: "OK",
};

const INCIDENT = `what: Down.
trouble: { from: 10m, to: 1h }
signals:
  - metric: AWS/ELB BackendConnectionErrors
    source: { LoadBalancerName: web }
    series: "_x10m 300@1x50m _x30m"
expect:
  - { alarm: web-errors, alarmWithin: 5m, okWithin: 5m, tells: on-call }
`;

describe("npm run replay", () => {
  const dir = mkdtempSync(join(tmpdir(), "replay-"));
  const file = (name: string, text: string): string => {
    writeFileSync(join(dir, name), text);
    return join(dir, name);
  };
  after(() => {
    rmSync(dir, { recursive: true });
  });

  it("finds every incident of this program as it expects it, and every alarm covered", async () => {
    const [json, junit, plots] = [join(dir, "report.json"), join(dir, "junit.xml"), join(dir, "plots")];
    const run = await runReplay(["--require-coverage", "--json", json, "--junit", junit, "--plot", plots]);
    assert.equal(run.code, 0, run.stdout + run.stderr);
    assert.match(run.stdout, /elk-broker-backend-errors → alarms\s+✓ 5m, OK 3m\s+✓ 5m, OK 3m\s+✓ 5m, OK 3m/);
    assert.match(run.stdout, /had: elk-broker-backend-errors\s+silent\s+silent\s+silent/);
    assert.match(run.stdout, /api-low-traffic → alarms\s+– excepted\s+– excepted\s+✓ 15m/);
    assert.match(run.stdout, /ci\s+alarms\s+nobody subscribes/);
    assert.match(run.stdout, /Coverage: 56 of 56 alarms fired by an incident/);
    const report = JSON.parse(readFileSync(json, "utf8")) as ReplayReport;
    assert.deepEqual(report.stacks, ["ci", "staging", "production"]);
    assert.ok(report.coverage?.every(({ verdict, nearest }) => verdict === "fired" && nearest !== undefined));
    assert.deepEqual([report.notEvaluated, report.incidents.flatMap(({ unwatched }) => unwatched)], [[], []]);
    const xml = readFileSync(junit, "utf8");
    assert.match(xml, /<testsuites tests="\d+" failures="0" errors="0" skipped="2">/);
    assert.ok(xml.includes('classname="broker-down.ci" name="elk-broker-backend-errors (ci)"'));
    assert.deepEqual(
      readdirSync(plots).sort(),
      report.incidents.map(({ incident }) => `${incident}.svg`),
    );
    const svg = readFileSync(join(plots, "flapping-hosts.svg"), "utf8");
    assert.match(svg, /^<svg[^>]*>.*api-unhealthy-hosts: Maximum UnHealthyHostCount &gt; 0, 3 of 5 × 1m/s);
    assert.ok(!svg.includes("NaN"));
  });

  it("fails where the broker's alarm is on Maximum again", async () => {
    const copy = new Copy();
    try {
      copy.replace(
        "components/alarms/classic.ts",
        /(metric: "BackendConnectionErrors",\s+)statistic: "Sum"/,
        'metric: "BackendConnectionErrors",\n    statistic: "Maximum" as "Sum"',
      );
      const run = await runReplay([
        "--program",
        copy.dir,
        "--incidents",
        "incidents",
        "--run",
        "broker-down",
      ]);
      assert.equal(run.code, 1, run.stdout + run.stderr);
      assert.match(run.stdout, /✗ broker-down {2}elk-broker-backend-errors {2}ci, staging, production/);
      assert.match(run.stdout, /expected {2}ALARM within 5m/);
      assert.match(run.stdout, /got {7}silent; nearest to > 100 was 1, with 0 of 5 points/);
    } finally {
      copy.remove();
    }
  });

  it("replays alarms of an answer of DescribeAlarms, one file a stack", async () => {
    const good = file("good.json", JSON.stringify({ MetricAlarms: [ALARM], CompositeAlarms: [] }));
    const bad = file("bad.json", JSON.stringify({ MetricAlarms: [{ ...ALARM, Statistic: "Maximum" }] }));
    file("down.yaml", INCIDENT);
    const run = await runReplay(["--incidents", dir, "--alarms", good]);
    assert.equal(run.code, 0, run.stdout + run.stderr);
    assert.match(run.stdout, /web-errors → on-call\s+✓ 5m, OK 3m/);
    const both = await runReplay(["--incidents", dir, "--alarms", good, bad]);
    assert.equal(both.code, 1);
    assert.match(both.stdout, /web-errors → on-call\s+✓ 5m, OK 3m\s+✗ silent/);
    const required = await runReplay([
      "--incidents",
      dir,
      "--alarms",
      file(
        "two.json",
        JSON.stringify({ MetricAlarms: [ALARM, { ...ALARM, AlarmName: "never", MetricName: "Latency" }] }),
      ),
      "--require-coverage",
    ]);
    assert.equal(required.code, 1);
    assert.match(required.stdout, /--require-coverage: never \(unwatched\)/);
  });

  const wrong: [what: string, args: () => string[], says: RegExp][] = [
    ["no such flag", () => ["--what"], /^error: unknown option '--what'\n$/],
    ["a regular expression that is none", () => ["--run", "("], /--run.*It is no regular expression/],
    [
      "a name that no incident has",
      () => ["--run", "nothing"],
      /--run nothing: no incident matches; there are api-disk, /,
    ],
    [
      "coverage of a part",
      () => ["--run", "broker", "--require-coverage"],
      /--require-coverage: it takes all incidents; leave --run out/,
    ],
    [
      "one picture of many",
      () => ["--plot", join(dir, "all.svg")],
      /--plot .*all\.svg: there are \d+ incidents, and a file takes one/,
    ],
    ["a folder without incidents", () => ["--incidents", "bench"], /bench: there is no incident/],
    ["a program without incidents", () => ["--program", "bench"], /Pulumi\.yaml/],
    [
      "a file of alarms that is not there",
      () => ["--alarms", "none.json"],
      /none\.json: there is no such file; write it with aws cloudwatch describe-alarms/,
    ],
    [
      "a file of no alarms",
      () => ["--alarms", file("empty.json", '{"MetricAlarms":[]}')],
      /empty\.json: it holds no alarm/,
    ],
    ["a file of something else", () => ["--alarms", file("other.json", '{"a":1}')], /other\.json/],
    ["a stack that is none", () => ["--stack", "cj"], /--stack cj: there is no such stack/],
    [
      "a report that cannot be written",
      () => ["--junit", "no/such/folder/x.xml"],
      /--junit no\/such\/folder\/x\.xml: cannot be written/,
    ],
  ];
  for (const [what, args, says] of wrong)
    it(`says in one line that there is ${what}`, async () => {
      const run = await runReplay(args());
      assert.equal(run.code, 2, run.stdout + run.stderr);
      assert.match(run.stderr, says);
      assert.equal(run.stderr.trim().split("\n").length, 1, run.stderr);
    });
});

describe("npm run check with incidents", () => {
  it("tells of a file that is wrong, and of an incident that fails, and judges all the same", () => {
    const copy = new Copy();
    try {
      mkdirSync(join(copy.dir, "incidents"));
      const incident = readFileSync("incidents/broker-down.yaml", "utf8");
      writeFileSync(join(copy.dir, "incidents/down.yaml"), incident);
      assert.deepEqual(firings(copy), [
        {
          alarm: "elk-broker-backend-errors",
          incident: "down",
          toAlarm: { ci: 300, staging: 300, production: 300 },
        },
      ]);
      writeFileSync(
        join(copy.dir, "incidents/down.yaml"),
        incident.replace("alarmWithin: 5m", "alarmWithin: 4m"),
      );
      const late = copy.check();
      assert.equal(late.code, 0, late.text);
      assert.match(late.text, /incidents: not as they expect it: down; npm run replay tells more/);
      writeFileSync(join(copy.dir, "incidents/down.yaml"), incident.replace("x10m 200", "x10m 2 o"));
      const wrong = copy.check();
      assert.equal(wrong.code, 0, wrong.text);
      assert.match(
        wrong.text,
        /incidents: not replayed: incidents\/down\.yaml:\d+:\d+: series of eu-west-1a: "o@1x2d" is no/,
      );
    } finally {
      copy.remove();
    }
  });

  function firings(copy: Copy): unknown {
    const { code, text, report } = copy.check();
    assert.equal(code, 0, text);
    assert.match(text, /elk-broker-backend-errors +✓ +✓ +✓ +5m\n/);
    return report?.firings;
  }
});
