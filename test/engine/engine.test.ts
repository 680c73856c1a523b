import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { ALL, edits } from "../edits/edits";
import { Copy } from "../support/copy";
import { asEngineNames, Engine, pulumiIsThere, resourcesOf, verdictOf } from "./engine";

const PACKS = { policyPacks: ["policies"] };

describe("under a real Pulumi engine with a stub provider", function () {
  const there = pulumiIsThere(process.env.PATH ?? "");
  before(function () {
    if (there) return;
    console.log("    no `pulumi` on the PATH: the engine suite is skipped");
    this.skip();
  });

  describe("this project", () => {
    for (const name of ALL) {
      it(`passes the pack in every step of the life of ${name}`, async () => {
        const copy = new Copy();
        const engine = new Engine();
        try {
          const stack = await engine.stack(copy.dir, name);
          const steps = {
            "first preview": () => verdictOf((onEvent) => stack.preview({ ...PACKS, onEvent })),
            up: () => verdictOf((onEvent) => stack.up({ ...PACKS, onEvent })),
            "preview after up": () => verdictOf((onEvent) => stack.preview({ ...PACKS, onEvent })),
            update: () => {
              copy.replace("components/topics.ts", "displayName: `${name} ", "displayName: `the ${name} ");
              return verdictOf((onEvent) => stack.up({ ...PACKS, onEvent }));
            },
            refresh: () => verdictOf((onEvent) => stack.refresh({ onEvent })),
          };
          for (const [step, run] of Object.entries(steps)) {
            const { passed, violations, messages, output } = await run();
            assert.deepEqual(violations, [], `${step}: ${messages.join("\n")}`);
            assert.ok(passed, `${step}: ${output}`);
          }
          await stack.destroy();
          assert.deepEqual(await resourcesOf(stack), []);
        } finally {
          engine.remove();
          copy.remove();
        }
      });
    }
  });

  describe("an edit gets the verdict of `check` in the engine's first preview", () => {
    for (const { title, edit, stacks, shownByUpAlone } of edits) {
      it(title, async () => {
        const copy = new Copy();
        const engine = new Engine();
        try {
          edit(copy);
          // The engine tells a violation on a resource that a stack lacks without a name: ask one that has it all.
          const name = stacks.includes("production") ? "production" : (stacks[0] ?? "");
          const { report } = copy.check();
          const expected = (report?.violations ?? [])
            .filter(({ stack, level }) => stack === name && level === "mandatory")
            .map(({ policy, resource }) => `${policy} ${resource}`);
          const stack = await engine.stack(copy.dir, name);
          const verdict = await verdictOf((onEvent) =>
            shownByUpAlone === true ? stack.up({ ...PACKS, onEvent }) : stack.preview({ ...PACKS, onEvent }),
          );
          assert.equal(verdict.passed, false, verdict.output);
          const told = [...verdict.messages, verdict.output].join("\n");
          assert.deepEqual(verdict.violations, asEngineNames(expected, verdict.violations), told);
        } finally {
          engine.remove();
          copy.remove();
        }
      });
    }
  });

  it("a violation in the preview of `up` leaves nothing created", async () => {
    const copy = new Copy();
    const engine = new Engine();
    try {
      copy.replace("components/alarms/create.ts", "okActions: [topicArn],", "");
      const stack = await engine.stack(copy.dir, "ci");
      const preview = await verdictOf((onEvent) => stack.preview({ ...PACKS, onEvent }));
      assert.equal(preview.passed, false);
      assert.deepEqual(await resourcesOf(stack), []);
    } finally {
      engine.remove();
      copy.remove();
    }
  });
});

// What DESIGN and README say of --skip-preview, which the Automation API's `up` passes: as it was seen.
describe("`up` with --skip-preview", function () {
  before(function () {
    if (!pulumiIsThere(process.env.PATH ?? "")) this.skip();
  });

  const CASES: [title: string, editTitle: string, isWhole: boolean][] = [
    [
      "ends at an alarm that is wrong by itself, with a part of the stack made",
      "Sum → Maximum on the broker alarm",
      false,
    ],
    ["tells what takes the neighbours to judge when the whole stack is made", "the OK route removed", true],
  ];
  for (const [title, editTitle, isWhole] of CASES) {
    it(title, async () => {
      const copy = new Copy();
      const engine = new Engine();
      try {
        const { edit, policy } = edits.find((one) => one.title === editTitle)!;
        edit(copy);
        const stack = await engine.stack(copy.dir, "ci");
        const up = await verdictOf((onEvent) => stack.up({ ...PACKS, onEvent }));
        assert.equal(up.passed, false, up.output);
        assert.ok(
          up.violations.some((one) => one.startsWith(`${policy} `)),
          up.messages.join("\n"),
        );
        const made = await resourcesOf(stack);
        const brokers = made.filter((urn) => urn.endsWith("::elk-broker-backend-errors"));
        assert.ok(made.length > 0);
        assert.equal(brokers.length, isWhole ? 1 : 0, made.join("\n"));
      } finally {
        engine.remove();
        copy.remove();
      }
    });
  }
});

describe("a `pulumi` that is there and fails", () => {
  it("is a failure, not a skip", async () => {
    const bin = mkdtempSync(join(tmpdir(), "fake-"));
    const copy = new Copy();
    const fake = join(bin, "pulumi");
    writeFileSync(fake, "#!/bin/sh\necho broken >&2\nexit 1\n");
    chmodSync(fake, 0o755);
    const before = process.env.PATH ?? "";
    const engine = new Engine([bin, before].join(delimiter));
    try {
      assert.equal(pulumiIsThere(`${bin}${delimiter}${before}`), true);
      await assert.rejects(engine.stack(copy.dir, "ci"));
    } finally {
      engine.remove();
      process.env.PATH = before;
      copy.remove();
      rmSync(bin, { recursive: true, force: true });
    }
  });
});
