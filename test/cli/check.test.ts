import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Report } from "../../parity/report/types";
import { packDir } from "../host/resources";
import { removePrograms, writeProgram } from "../support/program";
import { runCheck } from "./run";

/** Makes the topic that config `topic` names, and one alarm whose threshold is config `threshold`. */
const program = `
const { Config } = require("@pulumi/pulumi");
const { Topic } = require("@pulumi/aws/sns");
const { MetricAlarm } = require("@pulumi/aws/cloudwatch");
const config = new Config();
const topic = new Topic(config.require("topic"));
new MetricAlarm("cpu", {
  comparisonOperator: "GreaterThanThreshold",
  evaluationPeriods: 3,
  threshold: Number(config.get("threshold") ?? 80),
  alarmActions: [topic.arn],
});
`;

function stackFile(topic?: string, threshold = 80): string {
  return `config:\n  shop:threshold: ${threshold}\n${topic === undefined ? "" : `  shop:topic: ${topic}\n`}`;
}

function shop(stacks: Record<string, string>, code = program): string {
  const files = Object.entries(stacks).map(([name, text]) => [`Pulumi.${name}.yaml`, text]);
  const main = { "package.json": '{ "name": "shop", "main": "index.js" }', "index.js": code };
  return writeProgram({ ...main, ...(Object.fromEntries(files) as Record<string, string>) });
}

function zzz(dir: string, ...args: string[]): string[] {
  return ["--program", dir, "--policy-pack", packDir("zzz"), ...args];
}

function readReport(file: string): Report {
  return JSON.parse(readFileSync(file, "utf8")) as Report;
}

/** Processes whose parent is `pid`, or was before it ended. */
function childrenOf(pid: number): number[] {
  const rows = execFileSync("ps", ["-eo", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  return rows
    .map((row) => row.trim().split(/\s+/).map(Number))
    .flatMap(([child, parent]) => (parent === pid ? [child!] : []));
}

describe("check", function () {
  this.timeout(120_000);
  after(removePrograms);

  it("holds a stranger's program to a stranger's pack: exit 1, told on stdout and in the JSON", async () => {
    const dir = shop({ ci: stackFile("alarms"), staging: stackFile("notifications", 90) });
    const json = path.join(dir, "report.json");
    const { code, stdout, stderr } = await runCheck(zzz(dir, "--json", json));
    assert.equal(code, 1, stderr);
    assert.match(stdout, /^✗ zzz {2}ci\n {2}alarms {2}index.js:6\n/m);
    assert.match(stdout, /^ {2}cpu {2}≠ {3}≠\n {4}alarmActions: .*\n {4}threshold: ci 80, staging 90$/m);
    assert.match(stderr, /^ci \(preview\) rendered$/m);
    const report = readReport(json);
    assert.deepEqual(
      report.violations.filter(({ level }) => level === "mandatory"),
      [
        {
          ...{ policy: "zzz", level: "mandatory", stack: "ci", resource: "alarms" },
          urn: "urn:pulumi:ci::shop::aws:sns/topic:Topic::alarms",
          message: "Topics must not be called alarms.\nThe topic is called 'alarms'.",
          source: { file: "index.js", line: 6 },
        },
      ],
    );
    assert.deepEqual(
      report.stacks.map(({ name, resources, alarms }) => [name, resources, alarms.length]),
      [
        ["ci", 3, 1],
        ["staging", 3, 1],
      ],
    );
    assert.deepEqual(report.stacks[0]?.alarms[0]?.alarmActions, ["${alarms.arn}"]);
  });

  it("is clean with exit 0 where there are advisory findings alone", async () => {
    const { code, stdout, stderr } = await runCheck(zzz(shop({ ci: stackFile("notifications") })));
    assert.equal(code, 0, stderr);
    assert.match(stdout, /✓ 1 stack, 1 alarm: no violations, 1 advisory\n$/);
  });

  it("with --stack tells that stack's findings alone, and still compares it with its siblings", async () => {
    const dir = shop({ ci: stackFile("notifications"), staging: stackFile("alarms") });
    const json = path.join(dir, "report.json");
    const { code, stdout } = await runCheck(zzz(dir, "--stack", "ci", "--json", json));
    assert.equal(code, 0, stdout);
    assert.ok(!stdout.includes("✗"), stdout);
    const report = readReport(json);
    assert.deepEqual([...new Set(report.violations.map(({ stack }) => stack))], ["ci"]);
    assert.deepEqual(
      report.stacks.map(({ name }) => name),
      ["ci"],
    );
    assert.deepEqual(
      report.parity.map(({ kind, name, stacks }) => [kind, name, stacks]),
      [
        ["alarm", "cpu", ["ci", "staging"]],
        ["resource", "notifications", ["ci"]],
        ["resource", "alarms", ["staging"]],
      ],
    );
  });

  it("judges the others where one stack cannot be rendered, lists it, and writes no JSON: exit 2", async () => {
    const dir = shop({ ci: stackFile("alarms"), staging: stackFile() });
    const json = path.join(dir, "report.json");
    const { code, stdout, stderr } = await runCheck(zzz(dir, "--json", json));
    assert.equal(code, 2, stdout);
    assert.match(stdout, /^✗ cannot be rendered {2}staging \(update\)\n {2}.*shop:topic/m);
    assert.match(stdout, /^✗ zzz {2}ci\n/m);
    assert.match(stderr, /report.json: not written, since a stack could not be judged\n$/);
    assert.ok(!existsSync(json));
  });

  it("leaves no process behind after Ctrl-C, and exits with 130", async () => {
    const dir = shop({ ci: stackFile("alarms") }, "setInterval(() => undefined, 1000);");
    let children: number[] = [];
    const { code } = await runCheck(zzz(dir), (pid) => {
      const timer = setInterval(() => {
        children = childrenOf(pid);
        // The policy host and two renders.
        if (children.length < 3) return;
        clearInterval(timer);
        process.kill(pid, "SIGINT");
      }, 100);
    });
    assert.equal(code, 130);
    assert.ok(children.length >= 3);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const alive = children.filter(
      (pid) => existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`).length > 0,
    );
    assert.deepEqual(alive, []);
  });
});
