import assert from "node:assert/strict";
import type { ParityException } from "../../parity/compare";
import { stackParity } from "../../policies/rules/stackParity";
import { parityFile } from "../compare/support";
import { add, edits, mutate, remove, urnOf, type Edit } from "../support/compliant";
import { judgeStack, messages, reasons, type Case } from "./judgeStack";

const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";
const GROUP_TYPE = "aws:autoscaling/group:Group";
const TEMPLATE = "api-template";

/** The same edit in every stack, made with the stack's own name. */
const everywhere = (edit: (stack: string) => Edit): Case => ({
  edits: Object.fromEntries(["ci", "staging", "production"].map((stack) => [stack, edit(stack)])),
});

const excepting = (exception: Partial<ParityException>) =>
  parityFile([{ kind: "resource", name: "", ...exception }]);

const userData = (...lines: string[]): Edit =>
  mutate(TEMPLATE, { userData: Buffer.from(["#!/bin/sh", ...lines, ""].join("\n")).toString("base64") });

const rule = (port: number) => ({ fromPort: port, toPort: port, protocol: "tcp" });
const securityGroup = (...ports: number[]): Edit =>
  add("sg", { type: "aws:ec2/securityGroup:SecurityGroup", inputs: { ingress: ports.map(rule) } });

const policy = (action: string): Edit =>
  add("policy", {
    type: "aws:iam/rolePolicy:RolePolicy",
    inputs: { policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] }) },
  });

/** A component of two resources. */
const service: Edit = edits(
  add("service", { type: "my:app:Service", inputs: {} }),
  add("queue", { type: "aws:sqs/queue:Queue", inputs: {}, parent: "service" }),
  add("bucket", { type: "aws:s3/bucket:Bucket", inputs: {}, parent: "service" }),
);

const withSecret = (password: string): Edit =>
  add("database", { type: "aws:rds/instance:Instance", inputs: { password, port: 5432 } });

/** A stack template with an alarm, and the bucket `name`. */
const template = (name: string, threshold = 1): Edit =>
  add("legacy", {
    type: "aws:cloudformation/stack:Stack",
    inputs: {
      templateBody: JSON.stringify({
        Resources: {
          Errors: { Type: "AWS::CloudWatch::Alarm", Properties: { Threshold: threshold } },
          [name]: { Type: "AWS::S3::Bucket" },
        },
      }),
    },
  });

const VALID: [title: string, given: Case][] = [
  ["stacks with the same resources", {}],
  [
    "a declared size",
    {
      edits: { ci: mutate("api-group", { minSize: 1 }) },
      parity: parityFile([], { sizes: [{ type: GROUP_TYPE, fields: ["minSize"] }] }),
    },
  ],
  ["a name with each stack's own", everywhere((stack) => mutate(TEMPLATE, { name: `api-${stack}-1` }))],
  ["user data with each stack's own name", everywhere((stack) => userData(`export STACK=${stack}`))],
  [
    "each stack's own account, where the accounts are declared",
    {
      ...everywhere((stack) =>
        mutate(TEMPLATE, { keyName: `arn:aws:x::${stack === "production" ? "2" : "1"}11111111111:key` }),
      ),
      parity: parityFile([], {
        accounts: { ci: "111111111111", staging: "111111111111", production: "211111111111" },
      }),
    },
  ],
  [
    "an exception for a field, and for what lies in it",
    {
      edits: { ci: mutate(TEMPLATE, { metadataOptions: { httpTokens: "optional" } }) },
      parity: excepting({
        name: `aws:ec2/launchTemplate:LaunchTemplate ${TEMPLATE}`,
        field: "metadataOptions",
        in: ["ci"],
      }),
    },
  ],
  [
    "an exception that holds for every name",
    {
      edits: { ci: remove("alarms-team", "notifications-team") },
      parity: excepting({ name: `${SUBSCRIPTION} *-team`, only: ["staging", "production"] }),
    },
  ],
  [
    "what stands in an excepted component",
    {
      edits: { production: service },
      parity: excepting({ name: "my:app:Service service", only: ["production"] }),
    },
  ],
  [
    "a secret of each stack's own",
    {
      edits: { ci: withSecret("a"), staging: withSecret("b"), production: withSecret("c") },
      renders: ({ stacks }) => {
        for (const { update } of stacks) {
          if (!update.ok) continue;
          for (const one of update.resources) if (one.name === "database") one.secrets = ["password"];
        }
      },
    },
  ],
  ["an alarm that differs, which is alarm-parity's", { edits: { ci: mutate("api-cpu", { threshold: 1 }) } }],
  [
    "an alarm in a template that differs, which is too",
    { edits: { ci: template("Logs", 2), staging: template("Logs"), production: template("Logs") } },
  ],
  [
    "a resource that others own",
    everywhere((stack) => (specs) => {
      if (stack !== "ci") return;
      add("theirs", { type: "aws:sns/topic:Topic", inputs: {}, external: true })(specs, stack);
    }),
  ],
];

const INVALID: [title: string, given: Case, messages: string[]][] = [
  [
    "a resource that one stack lacks",
    { edits: { ci: remove("alarms-team") } },
    [`${SUBSCRIPTION} "alarms-team" is in staging and production and not in ci`],
  ],
  [
    "a field that is no size",
    {
      edits: { ci: mutate("api-group", { healthCheckType: "EC2" }) },
      parity: parityFile([], { sizes: [{ type: GROUP_TYPE, fields: ["minSize"] }] }),
    },
    [`${GROUP_TYPE} "api-group": healthCheckType is "EC2" in ci and "ELB" in staging and production`],
  ],
  [
    "a field in an object",
    {
      edits: {
        ci: mutate("api-targets", {
          healthCheck: { path: "/", interval: 20, timeout: 10, healthyThreshold: 3, unhealthyThreshold: 3 },
        }),
      },
    },
    [
      'aws:lb/targetGroup:TargetGroup "api-targets": healthCheck.path is "/" in ci and "/health" in staging and production',
    ],
  ],
  [
    "one line of user data",
    {
      edits: {
        ci: userData("a=1", "b=2"),
        staging: userData("a=1", "b=3"),
        production: userData("a=1", "b=3"),
      },
    },
    [
      `aws:ec2/launchTemplate:LaunchTemplate "${TEMPLATE}": userData is "b=2" in ci and "b=3" in staging and production`,
    ],
  ],
  [
    "a line of user data that one stack lacks",
    { edits: { ci: userData("a=1"), staging: userData("a=1", "b=3"), production: userData("a=1", "b=3") } },
    [
      `aws:ec2/launchTemplate:LaunchTemplate "${TEMPLATE}": userData is nothing more in ci and "b=3" in staging and production`,
    ],
  ],
  [
    "a rule more in one stack's security group",
    { edits: { ci: securityGroup(80, 22), staging: securityGroup(80), production: securityGroup(80) } },
    [
      'aws:ec2/securityGroup:SecurityGroup "sg": ingress is [{"fromPort":22,"toPort":22,"protocol":"tcp"}] in ci and nothing more in staging and production',
    ],
  ],
  [
    "a port of a rule",
    { edits: { ci: securityGroup(80), staging: securityGroup(81), production: securityGroup(81) } },
    [80, 80].map((_, index) => {
      const field = index === 0 ? "fromPort" : "toPort";
      return `aws:ec2/securityGroup:SecurityGroup "sg": ingress[0].${field} is 80 in ci and 81 in staging and production`;
    }),
  ],
  [
    "a statement of a policy",
    { edits: { ci: policy("s3:*"), staging: policy("s3:Get*"), production: policy("s3:Get*") } },
    [
      'aws:iam/rolePolicy:RolePolicy "policy": policy.Statement[0].Action is "s3:*" in ci and "s3:Get*" in staging and production',
    ],
  ],
  [
    "an empty object that says something",
    everywhere((stack) =>
      add("acl", {
        type: "aws:wafv2/webAcl:WebAcl",
        inputs: { defaultAction: stack === "ci" ? { allow: {} } : { block: {} } },
      }),
    ),
    ["allow", "block"].map(
      (action) =>
        `aws:wafv2/webAcl:WebAcl "acl": defaultAction.${action} is ${action === "allow" ? "{} in ci and not set" : "not set in ci and {}"} in staging and production`,
    ),
  ],
  [
    "a component that one stack lacks, once, not with each of its resources",
    { edits: { staging: service, production: service } },
    ['my:app:Service "service" is in staging and production and not in ci'],
  ],
  [
    "a resource that a component of one stack lacks",
    { edits: { ci: edits(service, remove("queue")), staging: service, production: service } },
    ['aws:sqs/queue:Queue "queue" is in staging and production and not in ci'],
  ],
  [
    "the other resources of a template",
    { edits: { ci: template("Logs"), staging: template("Data"), production: template("Data") } },
    ["Logs", "Data"].map((name) => {
      const value = (has: boolean): string => (has ? '"AWS::S3::Bucket"' : "not set");
      return `aws:cloudformation/stack:Stack "legacy": templateBody.Resources.${name}.Type is ${value(name === "Logs")} in ci and ${value(name === "Data")} in staging and production`;
    }),
  ],
  [
    "what this stack lacks, although an exception says that it has it",
    {
      stack: "staging",
      edits: { ci: remove("alarms-team"), staging: remove("alarms-team") },
      parity: excepting({ name: `${SUBSCRIPTION} *`, only: ["staging", "production"] }),
    },
    [
      `${SUBSCRIPTION} "alarms-team" is not in staging, and policies/parity.yaml:10 says that staging and production have it`,
    ],
  ],
];

describe("stack-parity", () => {
  for (const [title, given] of VALID) {
    it(`passes ${title}`, () => {
      assert.deepEqual(messages(judgeStack(stackParity, given)), []);
    });
  }

  for (const [title, given, expected] of INVALID) {
    it(`rejects ${title}`, () => {
      assert.deepEqual(messages(judgeStack(stackParity, given)), expected);
    });
  }

  it("tells each stack of its own resource, or of the one that it would have", () => {
    const { findings } = judgeStack(stackParity, { edits: { production: remove("alarms-team") } });
    assert.deepEqual(
      findings.map(({ urn, fix }) => [urn, fix]),
      [
        [
          urnOf("alarms-team"),
          `build it in every stack, or add under exceptions: in policies/parity.yaml: - {resource: ${SUBSCRIPTION} alarms-team, only: [ci, staging], reason: why it may differ}`,
        ],
      ],
    );
  });

  it("says why nothing was compared", () => {
    const context = { renders: undefined, rendersError: "the program was not rendered: no runner" };
    assert.deepEqual(reasons(judgeStack(stackParity, { context })), [
      "the stacks were not compared: the program was not rendered: no runner",
    ]);
    const parityError = "policies/parity.yaml:3: unknown key";
    assert.deepEqual(reasons(judgeStack(stackParity, { context: { parityError } })), [
      `the stacks were not compared: ${parityError}`,
    ]);
  });
});
