import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ALL } from "../edits/edits";
import type { Report } from "../../parity/report/types";
import { Copy } from "../support/copy";
import { Engine, pulumi, pulumiIsThere, verdictOf } from "./engine";

/** The pack's configuration where it cannot render the program: every policy is told of a folder that is none. */
function unrenderable(copy: Copy, states: string): string {
  const file = join(copy.dir, "pack.json");
  const config = { program: "no-such-folder", parityFile: join(copy.dir, "policies/parity.yaml"), states };
  const named = ["alarm-parity", "parity-exceptions-valid", "alarm-topics-subscribed"];
  writeFileSync(file, JSON.stringify(Object.fromEntries(named.map((name) => [name, config]))));
  return file;
}

describe("files that a real Pulumi engine writes", function () {
  this.timeout(900_000);
  let copy: Copy;
  let engine: Engine;
  const made: { remove(): void }[] = [];
  const file = (stack: string, kind: string): string => join(copy.dir, "files", kind, `${stack}.json`);
  const files = (kind: string): string[] => ALL.map((stack) => file(stack, kind));

  before(async function () {
    if (!pulumiIsThere(process.env.PATH ?? "")) {
      console.log("    no `pulumi` on the PATH: the files of an engine are not checked");
      this.skip();
    }
    copy = new Copy();
    engine = new Engine();
    made.push(engine, copy);
    for (const kind of ["first", "state", "after"])
      mkdirSync(join(copy.dir, "files", kind), { recursive: true });
    for (const name of ALL) {
      const stack = await engine.stack(copy.dir, name);
      writeFileSync(file(name, "first"), pulumi(stack, "preview", "--json", "--show-sames"));
      await stack.up();
      pulumi(stack, "stack", "export", "--file", file(name, "state"));
      writeFileSync(file(name, "after"), pulumi(stack, "preview", "--json", "--show-sames"));
    }
  });
  after(() => {
    for (const one of made) one.remove();
  });

  const flags: [string, string, string][] = [
    ["exports of the deployed stacks", "--state", "state"],
    ["first previews", "--preview", "first"],
    ["previews of the deployed stacks", "--preview", "after"],
  ];
  for (const [what, flag, kind] of flags) {
    it(`${what} are clean, and have the alarms that a check of the program has`, () => {
      const program = copy.check().report;
      const { code, text, report } = copy.check(flag, ...files(kind));
      assert.equal(code, 0, text);
      assert.ok(program !== undefined && report !== undefined);
      assert.deepEqual(report.violations, []);
      const verdicts = (rows: Report["parity"]) =>
        rows.map(({ identity, verdict, fields }) => [identity, verdict, fields.length].join(" ")).sort();
      assert.deepEqual(verdicts(report.parity), verdicts(program.parity));
      assert.deepEqual(
        report.stacks.map(({ name, resources, alarms }) => [name, resources, alarms.length]),
        program.stacks.map(({ name, resources, alarms }) => [name, resources, alarms.length]),
      );
    });
  }

  it("a first preview is held to previews of what is deployed", () => {
    const [first = "", ...others] = ALL;
    const { code, text } = copy.check(
      "--preview",
      file(first, "first"),
      ...others.map((stack) => file(stack, "after")),
    );
    assert.equal(code, 0, text);
  });

  it("the pack compares what it cannot render with the other stacks' exports", async () => {
    const stack = await engine.stack(copy.dir, "staging");
    const policies = {
      policyPacks: ["policies"],
      policyPackConfigs: [unrenderable(copy, join(copy.dir, "files/state"))],
    };
    const same = await verdictOf((onEvent) => stack.preview({ ...policies, onEvent }));
    assert.deepEqual(same.violations, [], same.messages.join("\n"));
    copy.replace("components/alarms/classic.ts", /threshold: 100,/, "threshold: 200,");
    const other = await verdictOf((onEvent) => stack.preview({ ...policies, onEvent }));
    assert.ok(other.violations.includes("alarm-parity elk-broker-backend-errors"), other.messages.join("\n"));
    assert.equal(other.passed, false);
  });
});
