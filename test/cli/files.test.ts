import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { check, type CheckOptions } from "../../parity/check";
import type { Report } from "../../parity/report/types";
import { runCheck } from "./run";
import { writeProgram, removePrograms } from "../support/program";
import { Deployed, removeFiles, secret, write } from "../files/support";

describe("check --state and --preview", function () {
  this.timeout(60_000);
  after(() => {
    removeFiles();
    removePrograms();
  });

  it("judges and compares deployed stacks by the rules and the parity file: exit 1, secrets hidden", async () => {
    const [ci, production] = [new Deployed("ci"), new Deployed("production")];
    ci.alarm.inputs.okActions = [];
    production.alarm.inputs.threshold = secret({ plaintext: "73519" });
    const parity = "stacks: [ci, staging, production]\n";
    const files = write({
      "ci.json": ci.state(),
      "production.json": production.state(),
      "p.yaml": parity,
      "r.json": "",
    });
    const [ciFile = "", productionFile = "", parityFile = "", json = ""] = files;
    const flags = ["--state", ciFile, productionFile, "--parity", parityFile, "--json", json];
    const { code, stdout, stderr } = await runCheck(flags);
    assert.equal(code, 1, stderr);
    assert.match(stdout, /^✗ alarm-ok-action-required {2}ci\n {2}errors {2}alarms\/errors\.ts:12$/m);
    assert.match(stdout, /^ {2}errors {2}≠ {3}≠$/m);
    assert.match(stdout, /^ {4}okActions: ci not set, production \["\$\{alarms\.arn\}"\]$/m);
    assert.match(stdout, /^ {4}threshold: ci 100, production \[secret\]$/m);
    assert.match(stdout, /staging: p\.yaml lists it and no file is given for it/);
    const report = readFileSync(json, "utf8");
    assert.ok(![stdout, stderr, report].some((text) => text.includes("73519")));
    const { violations, stacks } = JSON.parse(report) as Report;
    assert.deepEqual(
      stacks.map(({ name, resources, alarms }) => [name, resources, alarms.length]),
      [
        ["ci", 4, 1],
        ["production", 4, 1],
      ],
    );
    assert.ok(!violations.some(({ policy }) => policy === "parity-exceptions-valid"));
    assert.ok(violations.some(({ policy, stack }) => policy === "alarm-parity" && stack === "production"));
    assert.ok(violations.every(({ shape }) => shape === undefined));
  });

  it("judges previews, and says what neither a preview nor a state tells", async () => {
    const stacks = ["ci", "production"].map((name) => {
      const deployed = new Deployed(name);
      deployed.alarm.inputs.treatMissingData = "missing";
      return deployed.firstPreview();
    });
    const files = write({ "ci.json": stacks[0], "production.json": stacks[1] });
    const { code, stdout, stderr } = await runCheck(["--preview", ...files, "--stack", "ci"]);
    assert.equal(code, 1, stderr);
    assert.match(stdout, /a preview does not tell whether treatMissingData "missing" was written/);
    assert.doesNotMatch(stdout, /✗ alarm-(parity|ok-action-required|action-required|topics-subscribed)/);
  });

  it("refuses both flags at once in one line: exit 2", async () => {
    const { code, stdout, stderr } = await runCheck(["--state", "a.json", "--preview", "b.json"]);
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, /^error: --state and --preview: give one of them; .*\n$/);
  });

  const state = new Deployed("ci").state();
  const qa = JSON.stringify(state).replaceAll("urn:pulumi:ci::", "urn:pulumi:qa::");
  const refused: [string, Partial<CheckOptions>, RegExp, unknown?][] = [
    [
      "a stack that no file is of",
      { stacks: ["prod"] },
      /^--stack prod: no file is of this stack; there are ci$/,
    ],
    [
      "another project's folder",
      { program: "." },
      /^--program \.: it is project alarm-parity, and the files of --state are of shop/,
    ],
    [
      "a parity file of other stacks",
      { parityFile: "policies/parity.yaml" },
      /^--state: policies\/parity\.yaml lists ci, staging, production, and none of these is among the files \(qa\)$/,
      qa,
    ],
    ["a parity file that is none", { parityFile: "no.yaml" }, /^no\.yaml: cannot be read \(ENOENT\)/],
  ];
  for (const [what, options, message, content = state] of refused) {
    it(`refuses ${what}`, async () => {
      const paths = write({ "ci.json": content });
      await assert.rejects(
        check({ policyPack: "policies", files: { kind: "state", paths }, ...options }),
        (error: Error) => {
          assert.equal(error.name, "InputError");
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }

  it("takes the parity file of the program that the files are of", async () => {
    const program = writeProgram({ "parity.yaml": "stacks: [ci]\nexeptions: []\n", "index.js": "" });
    const paths = write({ "ci.json": state });
    await assert.rejects(
      check({ policyPack: "policies", program, files: { kind: "state", paths } }),
      /^InputError: parity\.yaml:2: .*exeptions/,
    );
  });
});
