import assert from "node:assert/strict";
import { parityExceptionsCurrent } from "../../policies/rules/parityExceptionsCurrent";
import { parityFile } from "../compare/support";
import { mutate, remove, urnOf, type Specs } from "../support/compliant";
import { failed, judgeStack, messages, reasons, type Case } from "./judgeStack";

const CPU = "api-cpu";
const threshold = parityFile([{ name: CPU, field: "threshold", in: ["ci"] }]);
const idle = 'alarm "api-cpu": its exception (policies/parity.yaml:10) covers no difference any more';

const ignoreThreshold = (specs: Specs): void => {
  specs[CPU]!.options = { ignoreChanges: ["threshold"] };
};

const VALID: [title: string, given: Case][] = [
  ["no parity file", {}],
  [
    "an exception for a field that differs",
    { parity: threshold, edits: { ci: mutate(CPU, { threshold: 90 }) } },
  ],
  [
    "an exception for an alarm that some stacks lack",
    {
      parity: parityFile([{ name: CPU, only: ["production"] }]),
      edits: { ci: remove(CPU), staging: remove(CPU) },
    },
  ],
  [
    "an exception for ignoreChanges that every stack has alike",
    {
      parity: parityFile([{ name: CPU, field: "ignoreChanges", in: ["ci", "staging", "production"] }]),
      edits: Object.fromEntries(["ci", "staging", "production"].map((stack) => [stack, ignoreThreshold])),
    },
  ],
  [
    "an exception that does not count, which another policy tells",
    { parity: parityFile([{ name: CPU, field: "threshold", in: ["ci"], reason: "" }]) },
  ],
  [
    "an idle exception, in a stack that the file does not list",
    { parity: threshold, stack: "scratch", stacks: ["ci", "staging", "production", "scratch"] },
  ],
];

const INVALID: [title: string, given: Case][] = [
  ["for a field that is the same in all stacks", { parity: threshold }],
  [
    "for a field that differs in other stacks alone",
    { parity: threshold, edits: { staging: remove(CPU), ci: mutate(CPU, { period: 60 }) } },
  ],
  [
    "for ignoreChanges where nothing is ignored any more",
    { parity: parityFile([{ name: CPU, field: "ignoreChanges", in: ["ci"] }]) },
  ],
  ["for an alarm that every stack has", { parity: parityFile([{ name: CPU, only: ["production"] }]) }],
];

describe("parity-exceptions-current", () => {
  for (const [title, given] of VALID) {
    it(`accepts ${title}`, () => {
      assert.deepEqual(judgeStack(parityExceptionsCurrent, given), { findings: [], unchecked: [] });
    });
  }

  for (const [title, given] of INVALID) {
    it(`tells of an exception ${title}`, () => {
      assert.deepEqual(judgeStack(parityExceptionsCurrent, given), {
        findings: [{ urn: urnOf(CPU), message: idle, fix: "remove the exception" }],
        unchecked: [],
      });
    });
  }

  it("does not stop a deployment", () => {
    assert.equal(parityExceptionsCurrent.level, "advisory");
  });

  it("lists an exception as unchecked while a stack could not be rendered", () => {
    const verdict = judgeStack(parityExceptionsCurrent, {
      parity: threshold,
      renders: ({ stacks }) => {
        stacks[0]!.update = failed("ci", "boom");
      },
    });
    assert.deepEqual(messages(verdict), []);
    assert.deepEqual(reasons(verdict), [
      'alarm "api-cpu": its exception (policies/parity.yaml:10) may still be needed by a stack that could not be rendered',
    ]);
  });

  it("says that it was not checked without renders", () => {
    const verdict = judgeStack(parityExceptionsCurrent, {
      parity: threshold,
      context: { renders: undefined, rendersError: "no Pulumi.yaml" },
    });
    assert.deepEqual(reasons(verdict), [
      "whether the exceptions are still needed was not checked: no Pulumi.yaml",
    ]);
  });
});
