import assert from "node:assert/strict";
import { alarmParity } from "../../policies/rules/alarmParity";
import { parityFile } from "../compare/support";
import { add, compliant, mutate, remove, urnOf, type Specs } from "../support/compliant";
import { failed, judgeStack, messages, reasons, type Case } from "./judgeStack";

const CPU = "api-cpu";
const onlyProduction = { ci: remove(CPU), staging: remove(CPU) };

/** Every stack's alarm ignores changes of these. */
const ignoring = (...ignoreChanges: string[]): Case["edits"] =>
  Object.fromEntries(
    ["ci", "staging", "production"].map((stack) => [
      stack,
      (specs: Specs) => {
        specs[CPU]!.options = { ignoreChanges };
      },
    ]),
  );

const VALID: [title: string, given: Case][] = [
  [
    "an alarm field whose changes are ignored, where an exception says why",
    {
      edits: ignoring("threshold"),
      parity: parityFile([{ name: CPU, field: "ignoreChanges", in: ["ci", "staging", "production"] }]),
    },
  ],
  ["stacks with the same alarms", {}],
  [
    "a difference with an exception",
    { edits: onlyProduction, parity: parityFile([{ name: CPU, only: ["production"] }]) },
  ],
  [
    "a stack that is not listed and has an alarm less",
    {
      stacks: ["production", "scratch"],
      edits: { scratch: remove(CPU) },
      parity: parityFile([], { stacks: ["production"] }),
    },
  ],
  ["a stack alone", { stacks: ["production"] }],
];

const INVALID: [title: string, given: Case, message: string][] = [
  [
    "an alarm that this stack alone has",
    { edits: onlyProduction },
    'alarm "api-cpu" is in production and not in ci and staging',
  ],
  [
    "an alarm that this stack lacks",
    { edits: { production: remove(CPU) } },
    'alarm "api-cpu" is in ci and staging and not in production',
  ],
  [
    "a threshold that differs",
    { edits: { ci: mutate(CPU, { threshold: 90 }) } },
    'alarm "api-cpu": threshold is 90 in ci and 80 in staging and production',
  ],
  [
    "a difference whose exception has no reason",
    { edits: onlyProduction, parity: parityFile([{ name: CPU, only: ["production"], reason: "" }]) },
    'alarm "api-cpu" is in production and not in ci and staging; its exception (policies/parity.yaml:10) does not count',
  ],
  [
    "an alarm less in a stack that is not listed",
    {
      stack: "scratch",
      stacks: ["production", "scratch"],
      edits: { scratch: remove(CPU) },
      parity: parityFile([], { stacks: ["production"] }),
    },
    'alarm "api-cpu" is not in scratch, and every listed stack has it (production)',
  ],
  [
    "a stack that could not be rendered",
    {
      renders: ({ stacks }) => {
        stacks[0]!.update = failed("ci", "index.ts:3: boom");
      },
    },
    "stack ci could not be rendered, so nobody knows its alarms: index.ts:3: boom",
  ],
  [
    "a stack whose own preview could not be rendered",
    {
      renders: ({ stacks }) => {
        stacks[2]!.preview = failed("production", "timed out");
      },
    },
    "stack production could not be rendered, so nobody knows its alarms: timed out",
  ],
  [
    "a program that behaves otherwise in a preview",
    {
      renders: ({ stacks }) => {
        const edit = mutate(CPU, { threshold: 70 });
        stacks[2]!.preview = compliant("preview", "production", edit);
        stacks[2]!.previewKnown = compliant("update", "production", edit);
      },
    },
    'alarm "api-cpu": threshold is 70 in the preview and 80 in the update: it is not what preview shows, since the program behaves otherwise in a preview of production',
  ],
  [
    "an alarm field whose changes are ignored",
    { edits: ignoring("tags", "okActions[0]") },
    'alarm "api-cpu": ignoreChanges of okActions[0] keeps what stands in the account, so nobody knows what is deployed',
  ],
  [
    "an alarm field whose changes are ignored, excepted in another stack alone",
    {
      edits: ignoring("okActions"),
      parity: parityFile([{ name: CPU, field: "ignoreChanges", in: ["ci"] }]),
    },
    'alarm "api-cpu": ignoreChanges of okActions keeps what stands in the account, so nobody knows what is deployed',
  ],
  [
    "a stack without a stack file",
    { stack: "prod", renders: () => undefined },
    "stack prod has no stack file beside Pulumi.yaml, and no engine says its configuration, so it cannot be held to the others",
  ],
];

describe("alarm-parity", () => {
  for (const [title, given] of VALID) {
    it(`accepts ${title}`, () => {
      assert.deepEqual(judgeStack(alarmParity, { parity: parityFile(), ...given }), {
        findings: [],
        unchecked: [],
      });
    });
  }

  for (const [title, given, message] of INVALID) {
    it(`rejects ${title}`, () => {
      const verdict = judgeStack(alarmParity, { parity: parityFile(), ...given });
      assert.deepEqual(messages(verdict), [message]);
      assert.ok(verdict.findings.every(({ fix }) => fix !== undefined && fix !== ""));
    });
  }

  it("names the alarm by its URN in this stack, also where the stack lacks it", () => {
    const { findings } = judgeStack(alarmParity, {
      edits: { production: remove(CPU) },
      parity: parityFile(),
    });
    assert.deepEqual(
      findings.map(({ urn }) => urn),
      [urnOf(CPU, "production")],
    );
  });

  it("is not stopped by a stack that parity.yaml does not list and that cannot be rendered", () => {
    const verdict = judgeStack(alarmParity, {
      stacks: ["ci", "production", "scratch"],
      parity: parityFile([], { stacks: ["ci", "production"] }),
      renders: ({ stacks }) => {
        stacks[2]!.update = failed("scratch", "boom");
      },
    });
    assert.deepEqual(verdict.findings, []);
  });

  it("finds what the engine shows otherwise than our render", () => {
    const shown = {
      production: mutate(CPU, { threshold: 81 }),
      ci: mutate(CPU, { threshold: 81 }),
      staging: mutate(CPU, { threshold: 81 }),
    };
    const verdict = judgeStack(alarmParity, { parity: parityFile(), edits: shown });
    assert.deepEqual(verdict.findings, []);
    const other = compliant("update", "production");
    const context = {
      stack: "production",
      project: "alarm-parity",
      today: "2026-11-24",
      config: {},
      parity: parityFile(),
      renders: { project: "p", dir: "/", stacks: [{ stack: "production", preview: other, update: other }] },
    };
    const engine = compliant("preview", "production", mutate(CPU, { threshold: 81 }));
    const resources = engine.resources.map((one) => ({
      ...one,
      props: one.inputs,
      alarms: [],
      ignoreChanges: [],
      provider: undefined,
    }));
    const said = alarmParity.checkStack!({ resources, byUrn: new Map() }, context);
    assert.deepEqual(messages(said), [
      'alarm "api-cpu" is not what our render of production shows: threshold is 81 there and 80 in the render',
    ]);
  });

  it("says what it could not compare", () => {
    const none = { renders: undefined };
    assert.deepEqual(
      judgeStack(alarmParity, { context: { ...none, rendersError: "no Pulumi.yaml" } }).unchecked,
      [
        {
          reason:
            "the stacks were not compared: no Pulumi.yaml; name a folder of the other stacks' exports as \"states\" in the pack's configuration",
        },
      ],
    );
    const unusable = judgeStack(alarmParity, {
      edits: onlyProduction,
      context: { parityError: "policies/parity.yaml:3: bad" },
    });
    assert.deepEqual(
      [messages(unusable), reasons(unusable)],
      [[], ["the stacks were not compared: policies/parity.yaml:3: bad"]],
    );
    const legacy = add("legacy", {
      type: "aws:cloudformation/stack:Stack",
      inputs: { templateUrl: "https://example.com" },
    });
    const unread = judgeStack(alarmParity, { edits: { ci: legacy, staging: legacy, production: legacy } });
    assert.deepEqual(reasons(unread), [
      "not compared whole with the other stacks: the template body is not given here",
    ]);
    const noted = judgeStack(alarmParity, {
      renders: ({ stacks }) => {
        const { update } = stacks[2]!;
        if (update.ok) update.notes = ["children of eks:Cluster are not seen"];
      },
    });
    assert.deepEqual(reasons(noted), ["children of eks:Cluster are not seen"]);
  });
});
