import assert from "node:assert/strict";
import { removePrograms, writeProgram } from "../support/program";
import { packDir } from "../host/resources";
import { type Run, runCheck } from "./run";

const zzz = ["--policy-pack", packDir("zzz")];

/** One line on stderr beside the progress lines, nothing on stdout, exit 2. */
function assertRefused({ code, stdout, stderr }: Run, message: RegExp): void {
  const told = stderr
    .split("\n")
    .filter((line) => line !== "" && !/ rendered$|^rendered, judging$/.test(line));
  assert.equal(told.length, 1, stderr);
  assert.match(told[0]!, message);
  assert.deepEqual([code, stdout], [2, ""]);
}

describe("check refuses in one line with exit 2", () => {
  after(removePrograms);

  const flags: [string, string[], RegExp][] = [
    ["an unknown flag", ["--nope"], /^error: unknown option '--nope'/],
    [
      "a mistyped flag, with the right one",
      ["--jsn", "x"],
      /^error: unknown option '--jsn' \(Did you mean --json\?\)$/,
    ],
    ["a flag without its value", ["--json"], /^error: option '--json <file>' argument missing$/],
    ["an argument too many", ["ci"], /^error: too many arguments/],
    [
      "a time limit of 0",
      ["--timeout", "0"],
      /^error: option '--timeout <seconds>' argument '0' is invalid. It is a number/,
    ],
    ["a time limit that is no number", ["--timeout", "soon"], /argument 'soon' is invalid/],
    ["a program folder that is none", ["--program", "/no/such"], /^error: \/no\/such: no such folder/],
    ["a folder without Pulumi.yaml", ["--program", "test"], /^error: test: no Pulumi.yaml in this folder/],
    [
      "a report that cannot be written",
      ["--json", "/no/such/r.json"],
      /^error: --json \/no\/such\/r.json: cannot be written/,
    ],
    [
      "a configuration of the pack that is not there",
      ["--policy-pack-config", "/no/such.json"],
      /^error: --policy-pack-config \/no\/such.json: cannot be read \(ENOENT\)$/,
    ],
    [
      "a stack that does not exist",
      ["--stack", "prod"],
      /^error: --stack prod: there is no such stack; there are ci, /,
    ],
  ];
  for (const [what, args, message] of flags) {
    it(what, async () => {
      assertRefused(await runCheck(args), message);
    });
  }

  const programs: [string, Record<string, string>, string[], RegExp][] = [
    [
      "a stack that parity.yaml lists and that has no file",
      { "index.js": "", "parity.yaml": "stacks: [ci, production]\n" },
      zzz,
      /^error: Pulumi.production.yaml is missing, but parity.yaml lists the stack production: add the file/,
    ],
    [
      "a parity.yaml with a typo in a key",
      { "index.js": "", "parity.yaml": "stacks: [ci]\nexeptions: []\n" },
      zzz,
      /^error: parity.yaml:2: .*exeptions/,
    ],
    [
      "a pack that is none",
      { "index.js": "" },
      ["--policy-pack", packDir("no-pack")],
      /no-pack has no PulumiPolicy.yaml/,
    ],
    [
      "a pack whose rule throws",
      { "index.js": 'new (require("@pulumi/aws/sns").Topic)("alarms");' },
      ["--policy-pack", packDir("rule-throws")],
      /rule-throws: its policy breaks threw "TypeError: cannot read the moon"/,
    ],
  ];
  for (const [what, files, args, message] of programs) {
    it(what, async () => {
      const dir = writeProgram({ "package.json": '{ "name": "shop", "main": "index.js" }', ...files });
      assertRefused(await runCheck(["--program", dir, ...args]), message);
    });
  }
});

describe("check --help", () => {
  it("tells every flag and the exit codes, with exit 0", async () => {
    const { code, stdout, stderr } = await runCheck(["--help"]);
    assert.deepEqual([code, stderr], [0, ""]);
    for (const flag of ["--json", "--stack", "--program", "--policy-pack", "--timeout"]) {
      assert.ok(stdout.includes(flag), stdout);
    }
    assert.match(stdout, /Exit codes: 0 clean, 1 violations, 2 could not run\./);
  });
});
