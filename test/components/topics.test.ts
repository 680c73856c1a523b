import assert from "node:assert/strict";
import { API, deploy, only, type Registered } from "./deploy";

interface Statement {
  Sid: string;
  Principal: unknown;
  Action: string | string[];
  Condition?: unknown;
}

describe("the topics of a stack", () => {
  let all: Registered[];
  before(async () => {
    all = await deploy(API);
  });

  const statement = (resource: string, sid: string): Statement => {
    const { Statement } = JSON.parse(only(all, resource).inputs.policy as string) as {
      Statement: Statement[];
    };
    return Statement.find((one) => one.Sid === sid)!;
  };

  it("are encrypted with a key of their own, which rotates", () => {
    for (const topic of ["alarms", "notifications"]) {
      assert.equal(only(all, topic).inputs.kmsMasterKeyId, "arn:topics-key");
    }
    assert.equal(only(all, "topics-key").inputs.enableKeyRotation, true);
  });

  it("are named after the stack", () => {
    assert.equal(only(all, "alarms").inputs.name, "alarms-staging");
    assert.equal(only(all, "notifications").inputs.name, "notifications-staging");
  });

  it("have a subscription for each address, named after the address", () => {
    const found = all
      .filter(({ type }) => type === "aws:sns/topicSubscription:TopicSubscription")
      .map(({ name, inputs }) => [name, inputs.topic, inputs.protocol, inputs.endpoint].join(" "));
    assert.deepEqual(found.sort(), [
      "alarms-a@example.com arn:alarms email a@example.com",
      "alarms-b@example.com arn:alarms email b@example.com",
      "notifications-a@example.com arn:notifications email a@example.com",
      "notifications-b@example.com arn:notifications email b@example.com",
    ]);
  });

  it("let CloudWatch publish alarms of this account and region alone", () => {
    const { Principal, Action, Condition } = statement("alarms-policy", "CloudWatch");
    assert.deepEqual(Principal, { Service: "cloudwatch.amazonaws.com" });
    assert.equal(Action, "sns:Publish");
    assert.deepEqual(Condition, {
      StringEquals: { "aws:SourceAccount": "111111111111" },
      ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:eu-west-1:111111111111:alarm:*" },
    });
  });

  it("let Auto Scaling publish notifications, also where its role does not exist yet", () => {
    const { Principal, Action, Condition } = statement("notifications-policy", "AutoScaling");
    assert.deepEqual([Principal, Action], [{ AWS: "*" }, "sns:Publish"]);
    assert.deepEqual(Condition, {
      ArnLike: {
        "aws:PrincipalArn":
          "arn:aws:iam::111111111111:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling*",
      },
    });
  });

  it("stay in their owner's hands", () => {
    for (const policy of ["alarms-policy", "notifications-policy"]) {
      assert.deepEqual(statement(policy, "Owner").Principal, { AWS: "arn:aws:iam::111111111111:root" });
    }
  });

  it("have a key that CloudWatch may use without conditions, and Auto Scaling through SNS", () => {
    const use = ["kms:Decrypt", "kms:GenerateDataKey*"];
    const cloudWatch = statement("topics-key", "CloudWatch");
    assert.deepEqual([cloudWatch.Action, cloudWatch.Condition], [use, undefined]);
    const autoScaling = statement("topics-key", "AutoScaling");
    assert.deepEqual(autoScaling.Action, use);
    assert.deepEqual(autoScaling.Condition, {
      StringEquals: { "kms:CallerAccount": "111111111111", "kms:ViaService": "sns.eu-west-1.amazonaws.com" },
    });
    assert.equal(statement("topics-key", "Owner").Action, "kms:*");
  });
});
