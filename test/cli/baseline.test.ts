import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packDir } from "../host/resources";
import { removePrograms, writeProgram } from "../support/program";
import { runCheck } from "./run";

/** Makes the topics of config `topics`; the pack rejects those called alarms. */
const PROGRAM = `
const { Config } = require("@pulumi/pulumi");
const { Topic } = require("@pulumi/aws/sns");
const { MetricAlarm } = require("@pulumi/aws/cloudwatch");
for (const parent of new Config().require("parents").split(" ")) {
  new Topic("alarms", {}, { parent: new (require("@pulumi/pulumi").ComponentResource)(parent, parent) });
}
new MetricAlarm("cpu", { comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 1 });
`;

function shop(parents: string): string {
  return writeProgram({
    "package.json": '{ "name": "shop", "main": "index.js" }',
    "index.js": PROGRAM,
    "Pulumi.ci.yaml": `config:\n  shop:parents: ${parents}\n`,
  });
}

const check = (dir: string, ...args: string[]) =>
  runCheck(["--program", dir, "--policy-pack", packDir("zzz"), ...args]);

describe("check --baseline", function () {
  this.timeout(120_000);
  let file = "";
  // Not before: another file's tests end with removing all programs.
  before(() => {
    file = join(shop("a:a:A b:b:B"), "baseline.json");
  });
  after(removePrograms);

  it("writes what is found and ends with 0", async () => {
    const { code, stdout } = await check(shop("a:a:A b:b:B"), "--write-baseline", file);
    assert.equal(code, 0, stdout);
    const { findings } = JSON.parse(readFileSync(file, "utf8")) as { findings: { resource: string }[] };
    assert.deepEqual(
      findings.map(({ resource }) => resource),
      [
        "a:a:A$aws:sns/topic:Topic alarms",
        "b:b:B$aws:sns/topic:Topic alarms",
        "aws:cloudwatch/metricAlarm:MetricAlarm cpu",
      ],
    );
  });

  it("passes what the file has, and counts it", async () => {
    const { code, stdout } = await check(shop("a:a:A b:b:B"), "--baseline", file);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /✓ 1 stack, 1 alarm: no violations, 3 known\n$/);
    assert.doesNotMatch(stdout, /✗/);
  });

  it("fails on as many findings where one of them is new, and tells the one that is gone", async () => {
    const { code, stdout } = await check(shop("a:a:A c:c:C"), "--baseline", file);
    assert.equal(code, 1, stdout);
    assert.match(
      stdout,
      /^Gone \(1\) and still in the baseline; .*\n {2}ci: zzz: aws:sns\/topic:Topic alarms: /m,
    );
    assert.match(stdout, /✗ 1 stack, 1 alarm: 1 violation, 2 known, in ci\n$/);
  });

  it("is not written where a stack cannot be rendered", async () => {
    const dir = shop("a:a:A");
    const other = join(dir, "other.json");
    const broken = writeProgram({
      "package.json": '{ "name": "shop", "main": "index.js" }',
      "index.js": "throw new Error('broken');",
      "Pulumi.ci.yaml": "config: {}\n",
    });
    const { code, stderr } = await check(broken, "--write-baseline", other);
    assert.equal(code, 2);
    assert.match(stderr, /--write-baseline .*other\.json: not written, since a stack could not be judged/);
    assert.equal(existsSync(other), false);
  });

  for (const [args, message] of [
    [["--write-baseline"], /^error: --write-baseline: name the file: --write-baseline FILE\n$/],
    [["--baseline", "/nowhere/b.json"], /^error: --baseline .*: there is no such file; make it with/],
    [["--write-baseline", "/nowhere/b.json"], /^error: --write-baseline .*: cannot be written \(ENOENT\)/],
  ] as const) {
    it(`refuses ${args.join(" ")} before any work`, async () => {
      const { code, stdout, stderr } = await check(shop("a:a:A"), ...args);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, message);
    });
  }
});
