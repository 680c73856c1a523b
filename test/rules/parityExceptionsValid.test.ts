import assert from "node:assert/strict";
import { parityExceptionsValid } from "../../policies/rules/parityExceptionsValid";
import { parityFile } from "../compare/support";
import { remove, urnOf } from "../support/compliant";
import { failed, judgeStack, messages, reasons, type Case } from "./judgeStack";

const CPU = "api-cpu";
const onlyProduction = { ci: remove(CPU), staging: remove(CPU) };
const granted = (more: object) => ({
  edits: onlyProduction,
  parity: parityFile([{ name: CPU, only: ["production"], ...more }]),
});

const VALID: [title: string, given: Case][] = [
  ["no parity file", {}],
  ["a file without exceptions", { parity: parityFile() }],
  ["an exception with a reason", granted({})],
  ["an exception on its last day", granted({ expires: "2026-11-24" })],
  [
    "a wrong exception, in a stack that the file does not list",
    { ...granted({ reason: "" }), stack: "scratch", stacks: ["ci", "staging", "production", "scratch"] },
  ],
];

const INVALID: [title: string, given: Case, message: string, fix: string][] = [
  [
    "an exception without a reason",
    granted({ reason: "" }),
    'alarm "api-cpu": its exception (policies/parity.yaml:10) does not count: it has no reason',
    "give it a reason: why may this differ?",
  ],
  [
    "an expired one",
    granted({ expires: "2026-11-23" }),
    'alarm "api-cpu": its exception (policies/parity.yaml:10) does not count: it expired on 2026-11-23',
    "remove the difference and the exception, or decide again and give it a later date",
  ],
  [
    "one that names an alarm as CloudWatch does",
    { parity: parityFile([{ name: "api-production-cpu", only: ["ci"] }]) },
    'alarm "api-production-cpu": its exception (policies/parity.yaml:10) does not count: "api-production-cpu" is an alarm\'s name in CloudWatch, not its logical name',
    "write api-cpu",
  ],
  [
    "one for an alarm that does not exist",
    { parity: parityFile([{ name: "api-cpuu", only: ["ci"] }]) },
    'alarm "api-cpuu": its exception (policies/parity.yaml:10) does not count: no stack has such an alarm',
    "write api-cpu, or remove it",
  ],
  [
    "one for a resource that does not exist",
    { parity: parityFile([{ kind: "resource", name: "aws:sns/topic:Topic alarm", only: ["ci"] }]) },
    'resource "aws:sns/topic:Topic alarm": its exception (policies/parity.yaml:10) does not count: no stack has such a resource',
    "write alarms, or remove it",
  ],
  [
    "one for a field that does not exist",
    { parity: parityFile([{ name: CPU, field: "treshold", in: ["ci"] }]) },
    'alarm "api-cpu": its exception (policies/parity.yaml:10) does not count: there is no field "treshold"',
    "write field: threshold",
  ],
  [
    "one for a stack that is not listed",
    granted({ only: ["prod"] }),
    'alarm "api-cpu": its exception (policies/parity.yaml:10) does not count: it names stack "prod", which is not among the file\'s stacks (ci, staging, production)',
    "write production, or take prod out",
  ],
  [
    "a listed stack that does not exist",
    { parity: parityFile([], { stacks: ["ci", "staging", "production", "prod2"] }) },
    'policies/parity.yaml: stacks: there is no stack "prod2" in this project (ci, staging, production)',
    "add Pulumi.prod2.yaml, or take prod2 out",
  ],
  [
    "a file that cannot be used",
    { context: { parityError: 'policies/parity.yaml:3: unknown key "reson"; did you mean "reason"?' } },
    'policies/parity.yaml:3: unknown key "reson"; did you mean "reason"?',
    "mend that line of the parity file",
  ],
];

describe("parity-exceptions-valid", () => {
  for (const [title, given] of VALID) {
    it(`accepts ${title}`, () => {
      assert.deepEqual(judgeStack(parityExceptionsValid, given), { findings: [], unchecked: [] });
    });
  }

  for (const [title, given, message, fix] of INVALID) {
    it(`rejects ${title}`, () => {
      const { findings, unchecked } = judgeStack(parityExceptionsValid, given);
      assert.deepEqual(
        findings.map((finding) => [finding.message, finding.fix]),
        [[message, fix]],
      );
      assert.deepEqual(unchecked, []);
    });
  }

  it("names the alarm by its URN, also in a stack that rightly has it not", () => {
    for (const stack of ["ci", "production"]) {
      const { findings } = judgeStack(parityExceptionsValid, { ...granted({ reason: "" }), stack });
      assert.deepEqual(
        findings.map(({ urn }) => urn),
        [urnOf(CPU, stack)],
      );
    }
  });

  it("tells a file that lists none of the project's stacks", () => {
    const found = messages(
      judgeStack(parityExceptionsValid, { parity: parityFile([], { stacks: ["live"] }) }),
    );
    assert.deepEqual(found, [
      'policies/parity.yaml: stacks: there is no stack "live" in this project (ci, staging, production)',
    ]);
  });

  it("judges without renders what the file itself shows, and lists the rest as unchecked", () => {
    const context = { renders: undefined, rendersError: "no Pulumi.yaml" };
    const verdict = judgeStack(parityExceptionsValid, { ...granted({ reason: "" }), context });
    assert.deepEqual(messages(verdict), [
      'alarm "api-cpu": its exception (policies/parity.yaml:10) does not count: it has no reason',
    ]);
    assert.deepEqual(reasons(verdict), [
      "whether the exceptions' alarms, resources and fields exist was not checked: no Pulumi.yaml",
    ]);
  });

  it("does not call an alarm missing that may be in a stack that could not be rendered", () => {
    const verdict = judgeStack(parityExceptionsValid, {
      ...granted({}),
      stack: "ci",
      renders: ({ stacks }) => {
        stacks[2]!.update = failed("production", "boom");
      },
    });
    assert.deepEqual(messages(verdict), []);
    assert.deepEqual(reasons(verdict), [
      'alarm "api-cpu": its exception (policies/parity.yaml:10) may be for something in a stack that could not be rendered',
    ]);
  });
});
