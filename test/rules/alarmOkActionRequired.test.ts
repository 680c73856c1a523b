import assert from "node:assert/strict";
import { UNKNOWN } from "../../cloudwatch/unknown";
import { alarmOkActionRequired } from "../../policies/rules/alarmOkActionRequired";
import { add, applied, edits, Later, mutate, ref, type Edit } from "../support/compliant";
import { alarm } from "../support/compliantAlarms";
import { judgeEdit } from "./judgeEdit";

const WHO = 'alarm "api-cpu" (api-production-cpu)';
const COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm";
const SCALING =
  "arn:aws:autoscaling:eu-west-1:111111111111:scalingPolicy:1:autoScalingGroupName/api:policyName/up";

const withoutRoutes = mutate("api-cpu", { alarmActions: undefined, okActions: undefined });
const scaleOut = add("scale-out", {
  type: "aws:autoscaling/policy:Policy",
  inputs: {},
  outputs: { arn: SCALING },
});
const slackFunction = add("slack", {
  type: "aws:lambda/function:Function",
  inputs: { name: "slack" },
  outputs: { arn: "arn:aws:lambda:eu-west-1:111111111111:function:slack" },
});
const toSlack = mutate("api-cpu", { alarmActions: [ref("slack", "arn")], okActions: undefined });

/** A composite with both routes over the alarm. */
function composite(alarmRule: unknown, more: Record<string, unknown> = {}): Edit {
  return add("api", {
    type: COMPOSITE,
    inputs: {
      alarmName: "api",
      alarmRule,
      alarmActions: [ref("alarms", "arn")],
      okActions: [ref("alarms", "arn")],
      ...more,
    },
  });
}

const byName = new Later(["api-cpu"], (output) => `ALARM("${String(output("api-cpu", "name"))}") OR FALSE`);

const valid: [string, Edit | undefined, Record<string, unknown>?][] = [
  ["every alarm tells of both", undefined],
  [
    "the list is made in an apply",
    mutate("api-cpu", { okActions: new Later(["alarms"], (o) => [o("alarms", "arn")]) }),
  ],
  [
    "the actions are two topics and OK goes to one",
    mutate("api-cpu", { alarmActions: [ref("alarms", "arn"), ref("notifications", "arn")] }),
  ],
  [
    "all actions are scaling policies",
    edits(scaleOut, mutate("api-cpu", { alarmActions: [ref("scale-out", "arn")], okActions: undefined })),
  ],
  [
    "all actions are EC2's",
    mutate("api-cpu", { alarmActions: ["arn:aws:automate:eu-west-1:ec2:recover"], okActions: undefined }),
  ],
  [
    "a function tells of both",
    edits(
      slackFunction,
      mutate("api-cpu", { alarmActions: [ref("slack", "arn")], okActions: [ref("slack", "arn")] }),
    ),
  ],
  ["the function is configured as a machine", edits(slackFunction, toSlack), { machines: ["slack"] }],
  ["a composite with both routes tells of its child", edits(withoutRoutes, composite(byName))],
  [
    "a literal topic is in both",
    mutate("api-cpu", {
      alarmActions: ["arn:aws:sns:eu-west-1:222222222222:all"],
      okActions: ["arn:aws:sns:eu-west-1:222222222222:all"],
    }),
  ],
  [
    "the topic is read by Topic.get",
    edits(
      add("central", {
        type: "aws:sns/topic:Topic",
        external: true,
        inputs: {},
        outputs: {
          id: "arn:aws:sns:eu-west-1:222222222222:all",
          arn: "arn:aws:sns:eu-west-1:222222222222:all",
        },
      }),
      mutate("api-cpu", { alarmActions: [ref("central", "arn")], okActions: [ref("central", "arn")] }),
    ),
  ],
];

const invalid: [string, Edit, string, Record<string, unknown>?][] = [
  [
    "okActions is left out",
    mutate("api-cpu", { okActions: undefined }),
    `${WHO}: okActions is empty, so nobody learns that it is over`,
  ],
  [
    "okActions is empty",
    mutate("api-cpu", { okActions: [] }),
    `${WHO}: okActions is empty, so nobody learns that it is over`,
  ],
  [
    "an apply makes it empty",
    mutate("api-cpu", { okActions: applied("alarms", []) }),
    `${WHO}: okActions is empty, so nobody learns that it is over`,
  ],
  [
    "OK goes to another topic",
    mutate("api-cpu", { okActions: [ref("notifications", "arn")] }),
    `${WHO}: okActions goes to an SNS topic (notifications), but alarmActions to an SNS topic (alarms), so whoever got the alarm does not learn that it is over`,
  ],
  [
    "OK only makes an OpsItem",
    mutate("api-cpu", { okActions: ["arn:aws:ssm:eu-west-1:111111111111:opsitem:1"] }),
    `${WHO}: okActions has only an OpsItem (arn:aws:ssm:eu-west-1:111111111111:opsitem:1), which tells nobody that it is over`,
  ],
  [
    "one of the actions tells people",
    edits(
      scaleOut,
      mutate("api-cpu", {
        alarmActions: [ref("scale-out", "arn"), ref("alarms", "arn")],
        okActions: undefined,
      }),
    ),
    `${WHO}: okActions is empty, so nobody learns that it is over`,
  ],
  [
    "a function tells of ALARM only",
    edits(slackFunction, toSlack),
    `${WHO}: okActions is empty, so nobody learns that it is over`,
  ],
  [
    "the composite has no OK route",
    edits(
      withoutRoutes,
      mutate("api-cpu", { alarmActions: [ref("alarms", "arn")] }),
      composite(byName, { okActions: [] }),
    ),
    `${WHO}: okActions is empty, so nobody learns that it is over`,
  ],
  [
    "the composite's own actions are off",
    edits(withoutRoutes, composite(byName, { actionsEnabled: false })),
    `${WHO}: okActions is empty, so nobody learns that it is over`,
  ],
  [
    "the composite only waits for the child's ALARM to end",
    edits(withoutRoutes, composite('ALARM("other") AND NOT ALARM("api-production-cpu")')),
    `${WHO}: okActions is empty, so nobody learns that it is over`,
  ],
];

describe("alarm-ok-action-required", () => {
  for (const shape of ["preview", "update"] as const) {
    for (const [title, edit, config] of valid) {
      it(`accepts, in ${shape}, that ${title}`, () => {
        const { findings, unchecked } = judgeEdit(alarmOkActionRequired, { edit, shape, config });
        assert.deepEqual([findings, unchecked], [[], []]);
      });
    }
    for (const [title, edit, message, config] of invalid) {
      it(`rejects, in ${shape}, that ${title}`, () => {
        const { findings } = judgeEdit(alarmOkActionRequired, { edit, shape, config });
        assert.ok(findings.includes(message), findings.join("\n"));
      });
    }
  }

  it("names the topic to give", () => {
    const { fixes, of } = judgeEdit(alarmOkActionRequired, { edit: mutate("api-cpu", { okActions: [] }) });
    assert.deepEqual([of, fixes], [["api-cpu"], ["okActions: [alarms.arn]"]]);
  });

  it("rejects an unknown that depends on nothing, where no render shows its value", () => {
    const edit = mutate("api-cpu", { okActions: UNKNOWN });
    const { findings } = judgeEdit(alarmOkActionRequired, { edit, shape: "preview", renders: false });
    assert.deepEqual(findings, [
      `${WHO}: okActions is known only after deploying and comes from no topic or function, so it cannot be checked before deploying`,
    ]);
  });

  it("believes a dependency on the topic where no render shows more", () => {
    const { findings } = judgeEdit(alarmOkActionRequired, { shape: "preview", renders: false });
    assert.deepEqual(findings, []);
  });

  it("lists an alarm whose kind it does not know as not judged", () => {
    const edit = add("template", {
      type: "aws:cloudformation/stack:Stack",
      inputs: { templateUrl: "https://example.com" },
    });
    const { unchecked } = judgeEdit(alarmOkActionRequired, { edit });
    assert.deepEqual(unchecked, ['alarm "template": its actions cannot be read']);
  });

  it("reads a template that only the update knows", () => {
    const body = (okActions: string) =>
      `{"Resources":{"Topic":{"Type":"AWS::SNS::Topic"},"Cpu":{"Type":"AWS::CloudWatch::Alarm","Properties":{"AlarmActions":[{"Ref":"Topic"}]${okActions}}}}}`;
    const stack = (okActions: string) =>
      add("template", {
        type: "aws:cloudformation/stack:Stack",
        inputs: { templateBody: applied("alarms", body(okActions)) },
      });
    const bad = judgeEdit(alarmOkActionRequired, { edit: stack(""), shape: "preview" });
    assert.deepEqual(bad.findings, [
      'alarm "template/Cpu": okActions is empty, so nobody learns that it is over',
    ]);
    const good = judgeEdit(alarmOkActionRequired, {
      edit: stack(',"OKActions":[{"Ref":"Topic"}]'),
      shape: "preview",
    });
    assert.deepEqual(good.findings, []);
  });

  it("judges an alarm that stands under another name alike", () => {
    const edit: Edit = (specs, stack) => {
      specs.extra = alarm("extra", stack, { okActions: [] });
    };
    assert.deepEqual(judgeEdit(alarmOkActionRequired, { edit }).of, ["extra"]);
  });
});
