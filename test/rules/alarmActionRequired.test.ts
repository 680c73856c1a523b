import assert from "node:assert/strict";
import { UNKNOWN } from "../../cloudwatch/unknown";
import { alarmActionRequired } from "../../policies/rules/alarmActionRequired";
import { add, applied, edits, mutate, ref, type Edit } from "../support/compliant";
import { judgeEdit } from "./judgeEdit";

const WHO = 'alarm "api-cpu" (api-production-cpu)';
const OFF = `${WHO}: actionsEnabled is false, so none of its actions runs`;

const composite = add("api", {
  type: "aws:cloudwatch/compositeAlarm:CompositeAlarm",
  inputs: {
    alarmName: "api",
    alarmRule: 'ALARM("api-production-cpu")',
    alarmActions: [ref("alarms", "arn")],
    okActions: [ref("alarms", "arn")],
  },
});

const valid: [string, Edit | undefined][] = [
  ["every alarm has an action", undefined],
  ["actionsEnabled is left out", mutate("api-cpu", { actionsEnabled: undefined })],
  [
    "a composite acts for its child",
    edits(mutate("api-cpu", { alarmActions: undefined, okActions: undefined }), composite),
  ],
  [
    "an OpsItem is made on ALARM",
    mutate("api-cpu", { alarmActions: ["arn:aws:ssm:eu-west-1:111111111111:opsitem:2"] }),
  ],
  [
    "alarm and topic are both in us-east-1",
    edits(mutate("api-cpu", { region: "us-east-1" }), mutate("alarms", { region: "us-east-1" }), (specs) => {
      for (const spec of Object.values(specs))
        if (spec.type.includes("metricAlarm")) spec.inputs.region = "us-east-1";
    }),
  ],
];

const invalid: [string, Edit, string][] = [
  [
    "alarmActions is left out",
    mutate("api-cpu", { alarmActions: undefined }),
    `${WHO}: alarmActions is empty, so nobody is told`,
  ],
  [
    "an apply makes it empty",
    mutate("api-cpu", { alarmActions: applied("alarms", []) }),
    `${WHO}: alarmActions is empty, so nobody is told`,
  ],
  ["actionsEnabled is false", mutate("api-cpu", { actionsEnabled: false }), OFF],
  [
    "an apply makes actionsEnabled false",
    mutate("api-cpu", { actionsEnabled: applied("alarms", false) }),
    OFF,
  ],
  [
    "the action is no ARN",
    mutate("api-cpu", { alarmActions: ["alarms"] }),
    `${WHO}: alarmActions has alarms, which CloudWatch cannot run there: its form is none of an alarm action's ARN`,
  ],
  [
    "an OpsItem is to be made on OK",
    mutate("api-cpu", { okActions: [ref("alarms", "arn"), "arn:aws:ssm:eu-west-1:111111111111:opsitem:2"] }),
    `${WHO}: okActions has arn:aws:ssm:eu-west-1:111111111111:opsitem:2, which CloudWatch cannot run there: an OpsItem is started on ALARM only, not on OK`,
  ],
  [
    "a literal topic is in another region",
    mutate("api-cpu", { alarmActions: ["arn:aws:sns:us-east-1:111111111111:all"] }),
    `${WHO}: alarmActions has arn:aws:sns:us-east-1:111111111111:all, which CloudWatch cannot run there: an SNS topic in us-east-1 cannot be run by an alarm in eu-west-1`,
  ],
  [
    "the stack's own topic is in another region",
    mutate("alarms", { region: "us-east-1" }),
    `${WHO}: alarmActions has alarms, which CloudWatch cannot run there: it is in us-east-1, the alarm in eu-west-1`,
  ],
  [
    "a literal topic is in another partition",
    mutate("api-cpu", { alarmActions: ["arn:aws-cn:sns:eu-west-1:111111111111:all"] }),
    `${WHO}: alarmActions has arn:aws-cn:sns:eu-west-1:111111111111:all, which CloudWatch cannot run there: an SNS topic in partition aws-cn cannot be run by an alarm in aws`,
  ],
];

describe("alarm-action-required", () => {
  for (const shape of ["preview", "update"] as const) {
    for (const [title, edit] of valid) {
      it(`accepts, in ${shape}, that ${title}`, () => {
        const { findings, unchecked } = judgeEdit(alarmActionRequired, { edit, shape });
        assert.deepEqual([findings, unchecked], [[], []]);
      });
    }
    for (const [title, edit, message] of invalid) {
      it(`rejects, in ${shape}, that ${title}`, () => {
        const { findings } = judgeEdit(alarmActionRequired, { edit, shape });
        assert.deepEqual(
          findings.filter((finding) => finding === message),
          [message],
          findings.join("\n"),
        );
      });
    }
  }

  it("rejects an actionsEnabled that is not known, where no render shows its value", () => {
    const edit = mutate("api-cpu", { actionsEnabled: UNKNOWN });
    const { findings, fixes } = judgeEdit(alarmActionRequired, { edit, shape: "preview", renders: false });
    assert.deepEqual(
      [findings, fixes],
      [
        [`${WHO}: actionsEnabled is known only after deploying, so it cannot be checked before deploying`],
        ["make it known: actionsEnabled: true"],
      ],
    );
  });

  it("rejects actions that are not known and depend on nothing", () => {
    const edit = mutate("api-cpu", { alarmActions: UNKNOWN });
    const { findings } = judgeEdit(alarmActionRequired, { edit, shape: "preview", renders: false });
    assert.deepEqual(findings, [
      `${WHO}: alarmActions is known only after deploying and comes from no topic or function, so it cannot be checked before deploying`,
    ]);
  });
});
