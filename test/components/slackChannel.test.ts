import assert from "node:assert/strict";
import { API, deploy, only, type Registered } from "./deploy";

const SLACK = { workspaceId: "T0EXAMPLE1", channelId: "C0EXAMPLE1" };
const HOST = { host: "api.example.com", certificateArn: "arn:certificate" };

describe("the Slack channel of a stack", () => {
  let all: Registered[];
  before(async () => {
    all = await deploy(API, "staging", { ...HOST, slack: SLACK });
  });

  it("gets what every topic gets, that of the monitor outside too", () => {
    const { slackTeamId, slackChannelId, snsTopicArns } = only(all, "slack-channel").inputs;
    assert.deepEqual([slackTeamId, slackChannelId], ["T0EXAMPLE1", "C0EXAMPLE1"]);
    assert.deepEqual(snsTopicArns, ["arn:alarms", "arn:notifications", "arn:external"]);
  });

  it("can change nothing: read-only as guardrail, and a role that reads CloudWatch", () => {
    assert.deepEqual(only(all, "slack-channel").inputs.guardrailPolicyArns, [
      "arn:aws:iam::aws:policy/ReadOnlyAccess",
    ]);
    const { Statement } = JSON.parse(only(all, "slack-role-read").inputs.policy as string) as {
      Statement: unknown;
    };
    assert.deepEqual(Statement, [
      {
        Effect: "Allow",
        Action: ["cloudwatch:Describe*", "cloudwatch:Get*", "cloudwatch:List*"],
        Resource: "*",
      },
    ]);
    const assume = only(all, "slack-role").inputs.assumeRolePolicy as string;
    assert.match(assume, /"Principal":\{"Service":"chatbot\.amazonaws\.com"\}/);
  });

  it("is not there unless it is asked for", async () => {
    const without = await deploy(API, "staging", HOST);
    assert.ok(!without.some(({ type }) => type.includes("chatbot")));
  });
});
