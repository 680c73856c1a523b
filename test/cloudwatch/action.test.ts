import assert from "node:assert/strict";
import type { Alarm, AlarmKind } from "../../cloudwatch/alarm";
import {
  actionRefusal,
  drivesMachine,
  parseAction,
  type ActionKind,
  type AlarmState,
} from "../../cloudwatch/action";
import { UNKNOWN } from "../../cloudwatch/unknown";

const TOPIC = "arn:aws:sns:eu-west-1:111111111111:alarms";
const LAMBDA = "arn:aws:lambda:eu-west-1:111111111111:function:chat";
const RECOVER = "arn:aws:automate:eu-west-1:ec2:recover";
const GROUP_POLICY =
  "arn:aws:autoscaling:eu-west-1:111111111111:scalingPolicy:0a1b:autoScalingGroupName/api:policyName/out";
const SERVICE_POLICY =
  "arn:aws:autoscaling:eu-west-1:111111111111:scalingPolicy:0a1b:resource/ecs/service/c/s:policyName/out";
const OPS_ITEM = "arn:aws:ssm:eu-west-1:111111111111:opsitem:1#CATEGORY=Availability";
const INCIDENT = "arn:aws:ssm-incidents::111111111111:responseplan/plan";
const INVESTIGATION = "arn:aws:aiops:eu-west-1:111111111111:investigation-group/abc";

describe("parseAction", () => {
  const FORMS: [string, ActionKind][] = [
    [TOPIC, "sns"],
    ["arn:aws-cn:sns:cn-north-1:111111111111:alarms.fifo", "sns"],
    ["arn:aws-us-gov:sns:us-gov-west-1:111111111111:alarms", "sns"],
    ["arn:${AWS.Partition}:sns:${AWS.Region}:${AWS.AccountId}:Topic", "sns"],
    [LAMBDA, "lambda"],
    [`${LAMBDA}:7`, "lambda"],
    [`${LAMBDA}:live`, "lambda"],
    [`${LAMBDA}:$LATEST`, "lambda"],
    [RECOVER, "ec2"],
    ["arn:aws:swf:us-east-1:111111111111:action/actions/AWS_EC2.InstanceId.Reboot/1.0", "ec2"],
    [GROUP_POLICY, "autoscaling"],
    [SERVICE_POLICY, "autoscaling"],
    [OPS_ITEM, "ssm-opsitem"],
    ["arn:aws:ssm:eu-west-1:111111111111:opsitem:4", "ssm-opsitem"],
    [INCIDENT, "ssm-incident"],
    ["arn:aws:ssm-incidents::111111111111:response-plan/plan", "ssm-incident"],
    [INVESTIGATION, "investigation"],
    ["arn:aws:aiops:eu-west-1:111111111111:investigation-group:abc", "investigation"],
  ];
  for (const [arn, kind] of FORMS) {
    it(`reads ${arn} as ${kind}`, () => {
      assert.equal(parseAction(arn)?.kind, kind);
    });
  }

  it("reads each part", () => {
    assert.deepEqual(parseAction(TOPIC), {
      kind: "sns",
      partition: "aws",
      region: "eu-west-1",
      account: "111111111111",
      resource: "alarms",
    });
    assert.deepEqual(parseAction(RECOVER), {
      kind: "ec2",
      partition: "aws",
      region: "eu-west-1",
      account: "",
      resource: "ec2:recover",
    });
  });

  const NONE = [
    "",
    "alarms",
    "me@example.com",
    "arn:aws:sns:eu-west-1:alarms",
    "arn:aws:sns:eu-west-1:1111:alarms",
    "arn:aws:sns:Ireland:111111111111:alarms",
    `${TOPIC}:0a1b-subscription`,
    "arn:aws:sqs:eu-west-1:111111111111:queue",
    "arn:aws:automate:eu-west-1:ec2:explode",
    "arn:aws:ssm:eu-west-1:111111111111:opsitem:5",
    UNKNOWN,
  ];
  for (const arn of NONE) {
    it(`knows no action ${JSON.stringify(arn)}`, () => {
      assert.equal(parseAction(arn), undefined);
    });
  }
});

describe("actionRefusal", () => {
  const ofKind = (kind: AlarmKind, more: Partial<Alarm> = {}): Alarm => ({ kind, ...more });
  const onInstance = ofKind("metric", { metric: { dimensions: { InstanceId: "i-1" } } });
  const grouped = ofKind("insights", {
    queries: [{ id: "q", expression: "SELECT AVG(x) FROM y GROUP BY z ORDER BY AVG()" }],
  });
  const KINDS: AlarmKind[] = [
    "metric",
    "math",
    "anomaly",
    "insights",
    "promql",
    "composite",
    "log",
    "unknown",
  ];

  for (const kind of KINDS) {
    it(`lets a ${kind} alarm tell a topic and a function in every state`, () => {
      for (const state of ["ALARM", "OK", "INSUFFICIENT_DATA"] as const) {
        assert.equal(actionRefusal(TOPIC, ofKind(kind), state), undefined);
        assert.equal(actionRefusal(LAMBDA, ofKind(kind), state), undefined);
      }
    });
  }

  const BY_KIND: [string, string, AlarmKind[]][] = [
    ["an EC2 action", RECOVER, ["math", "anomaly", "insights", "promql", "composite", "log"]],
    ["a scaling policy of a group", GROUP_POLICY, ["anomaly", "promql", "composite", "log"]],
    ["a scaling policy of a service", SERVICE_POLICY, ["anomaly", "composite", "log"]],
    ["an OpsItem", OPS_ITEM, ["promql"]],
    ["an incident", INCIDENT, ["promql", "log"]],
    ["an investigation", INVESTIGATION, ["promql", "log"]],
  ];
  for (const [name, action, refused] of BY_KIND) {
    it(`refuses ${name} on ${refused.join(", ")} alone`, () => {
      const found = KINDS.filter((kind) => {
        const alarm = kind === "metric" ? onInstance : ofKind(kind);
        return actionRefusal(action, alarm, "ALARM") !== undefined;
      });
      assert.deepEqual(found, refused);
    });
  }

  const CASES: [string, string, Alarm, AlarmState, RegExp | undefined][] = [
    [
      "an EC2 action without an instance",
      RECOVER,
      ofKind("metric", { metric: {} }),
      "ALARM",
      /needs the dimension InstanceId/,
    ],
    [
      "not one whose dimensions are not known",
      RECOVER,
      ofKind("metric", { metric: { dimensions: UNKNOWN } }),
      "ALARM",
      undefined,
    ],
    ["an EC2 action on OK not, if there is an instance", RECOVER, onInstance, "OK", undefined],
    ["a scaling policy on many series", GROUP_POLICY, grouped, "ALARM", /many series \(GROUP BY\)/],
    ["an OpsItem on OK", OPS_ITEM, onInstance, "OK", /started on ALARM only, not on OK/],
    ["an incident on INSUFFICIENT_DATA", INCIDENT, onInstance, "INSUFFICIENT_DATA", /on ALARM only/],
    ["an investigation on OK", INVESTIGATION, onInstance, "OK", /on ALARM only/],
    [
      "a form that is none",
      "me@example.com",
      onInstance,
      "ALARM",
      /its form is none of an alarm action's ARN/,
    ],
    ["not what is unknown", UNKNOWN, onInstance, "ALARM", undefined],
    ["not what is only a reference", "${topic.arn}", onInstance, "ALARM", undefined],
  ];
  for (const [title, action, alarm, state, expected] of CASES) {
    it(`refuses ${title}`, () => {
      const refusal = actionRefusal(action, alarm, state);
      if (expected === undefined) assert.equal(refusal, undefined);
      else assert.match(refusal ?? "", expected);
    });
  }

  const PLACES: [string, string, { region?: string; partition?: string }, RegExp | undefined][] = [
    [
      "another region",
      TOPIC,
      { region: "us-east-1" },
      /^an SNS topic in eu-west-1 cannot be run by an alarm in us-east-1$/,
    ],
    [
      "another partition",
      TOPIC,
      { partition: "aws-cn" },
      /in partition aws cannot be run by an alarm in aws-cn/,
    ],
    ["not the same place", TOPIC, { region: "eu-west-1", partition: "aws" }, undefined],
    ["not an incident, whose ARN has no region", INCIDENT, { region: "us-east-1" }, undefined],
    ["not a place that is not known", TOPIC, { region: UNKNOWN }, undefined],
    [
      "not a region that is a reference",
      "arn:aws:sns:${AWS.Region}:111111111111:a",
      { region: "us-east-1" },
      undefined,
    ],
  ];
  for (const [title, action, where, expected] of PLACES) {
    it(`refuses ${title}`, () => {
      const refusal = actionRefusal(action, onInstance, "ALARM", where);
      if (expected === undefined) assert.equal(refusal, undefined);
      else assert.match(refusal ?? "", expected);
    });
  }
});

describe("drivesMachine", () => {
  const CASES: [string, Parameters<typeof drivesMachine>[0], boolean][] = [
    ["scaling policies and EC2 actions do", [GROUP_POLICY, RECOVER], true],
    ["one topic among them tells people", [GROUP_POLICY, TOPIC], false],
    ["a function tells people", [LAMBDA], false],
    ["no action drives nothing", [], false],
    ["what is left out drives nothing", undefined, false],
    ["what is not known may tell people", UNKNOWN, false],
    ["an unknown element may tell people", [GROUP_POLICY, UNKNOWN], false],
  ];
  for (const [title, actions, expected] of CASES) {
    it(title, () => {
      assert.equal(drivesMachine(actions), expected);
    });
  }
});
