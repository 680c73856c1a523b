import assert from "node:assert/strict";
import { alarmMissingDataExplicit } from "../../policies/rules/alarmMissingDataExplicit";
import { add, applied, edits, mutate, urnOf, type Edit } from "../support/compliant";
import { failed, judgeStack, messages, reasons, type Case } from "./judgeStack";

const CPU = "api-cpu";
const production = (edit: Edit): Case => ({ edits: { production: edit } });
const WHY =
  "treatMissingData is left out, so without data it goes to INSUFFICIENT_DATA and nobody decided that";

const VALID: [title: string, given: Case][] = [
  ["alarms that all say it", {}],
  ["the default, said", production(mutate(CPU, { treatMissingData: "missing" }))],
  [
    "a value that is known only after deploying",
    production(mutate(CPU, { treatMissingData: applied("api-lb", "ignore") })),
  ],
  [
    "a composite alarm, which has no such field",
    production(
      add("all", {
        type: "aws:cloudwatch/compositeAlarm:CompositeAlarm",
        inputs: { alarmName: "all", alarmRule: "TRUE" },
      }),
    ),
  ],
  [
    "a PromQL alarm, which has no such field",
    production(
      edits(
        mutate(CPU, { treatMissingData: undefined, evaluationCriteria: { promqlCriteria: { query: "up" } } }),
      ),
    ),
  ],
  [
    "a log alarm, which has no such field",
    production(add("logs", { type: "aws-native:cloudwatch:LogAlarm", inputs: {} })),
  ],
];

const INVALID: [title: string, given: Case, message: string][] = [
  [
    "an alarm on one metric that leaves it out",
    production(mutate(CPU, { treatMissingData: undefined })),
    `alarm "api-cpu" (api-production-cpu): ${WHY}`,
  ],
  [
    "an empty value, which the provider takes for left out",
    production(mutate(CPU, { treatMissingData: "" })),
    `alarm "api-cpu" (api-production-cpu): ${WHY}`,
  ],
  [
    "metric math that leaves it out",
    production(mutate("api-target-5xx", { treatMissingData: undefined })),
    `alarm "api-target-5xx" (api-production-target-5xx): ${WHY}`,
  ],
  [
    "an aws-native alarm that leaves it out",
    production(add("native", { type: "aws-native:cloudwatch:Alarm", inputs: { metricName: "x" } })),
    `alarm "native": ${WHY}`,
  ],
  [
    "an alarm in a CloudFormation template that leaves it out",
    production(
      add("legacy", {
        type: "aws:cloudformation/stack:Stack",
        inputs: {
          templateBody:
            '{"Resources":{"A":{"Type":"AWS::CloudWatch::Alarm","Properties":{"AlarmName":"a"}}}}',
        },
      }),
    ),
    `alarm "legacy/A" (a): ${WHY}`,
  ],
];

describe("alarm-missing-data-explicit", () => {
  for (const [title, given] of VALID) {
    it(`accepts ${title}`, () => {
      assert.deepEqual(judgeStack(alarmMissingDataExplicit, given), { findings: [], unchecked: [] });
    });
  }

  for (const [title, given, message] of INVALID) {
    it(`rejects ${title}`, () => {
      const verdict = judgeStack(alarmMissingDataExplicit, given);
      assert.deepEqual(messages(verdict), [message]);
      assert.match(verdict.findings[0]!.fix!, /^treatMissingData: "notBreaching"/);
    });
  }

  it("believes what the program gave, not the default that the engine shows", () => {
    const left = mutate(CPU, { treatMissingData: undefined });
    const verdict = judgeStack(alarmMissingDataExplicit, {
      ...production(left),
      renders: ({ stacks }) => {
        const { preview, update } = stacks[2]!;
        for (const render of [preview, update]) {
          if (render.ok)
            render.resources.find(({ name }) => name === CPU)!.outputs = { treatMissingData: "missing" };
        }
      },
    });
    assert.deepEqual(
      verdict.findings.map(({ urn }) => urn),
      [urnOf(CPU)],
    );
  });

  it("does not judge an alarm that the program only reads", () => {
    const verdict = judgeStack(alarmMissingDataExplicit, {
      ...production(mutate(CPU, { treatMissingData: undefined })),
      renders: ({ stacks }) => {
        const { preview, update } = stacks[2]!;
        for (const render of [preview, update])
          if (render.ok) render.resources.find(({ name }) => name === CPU)!.external = true;
      },
    });
    assert.deepEqual(verdict, { findings: [], unchecked: [] });
  });

  it("lists as unchecked what no render shows", () => {
    const none = judgeStack(alarmMissingDataExplicit, {
      context: { renders: undefined, rendersError: "no Pulumi.yaml" },
    });
    assert.deepEqual(reasons(none), [
      "treatMissingData: what the program leaves out shows in a render only, and there is none: no Pulumi.yaml",
    ]);
    const broken = judgeStack(alarmMissingDataExplicit, {
      renders: ({ stacks }) => {
        stacks[2]!.preview = failed("production", "boom");
        stacks[2]!.update = failed("production", "boom");
      },
    });
    assert.deepEqual(reasons(broken), [
      "treatMissingData: what the program leaves out shows in a render only, and stack production has none",
    ]);
    const unread = judgeStack(
      alarmMissingDataExplicit,
      production(
        add("legacy", {
          type: "aws:cloudformation/stack:Stack",
          inputs: { templateUrl: "https://example.com" },
        }),
      ),
    );
    assert.deepEqual(reasons(unread), [
      'alarm "legacy": its kind is not known, so nor is what it does without data',
    ]);
  });
});
