import * as pulumi from "@pulumi/pulumi";
import type { Account } from "./account";

/** Who may publish to a topic beside the account's own principals. */
export type Publisher = "cloudwatch" | "autoscaling";

/** What the default topic policy grants the owner; a policy of one's own replaces it. */
const OWNER_ACTIONS = [
  "sns:GetTopicAttributes",
  "sns:SetTopicAttributes",
  "sns:AddPermission",
  "sns:RemovePermission",
  "sns:DeleteTopic",
  "sns:Subscribe",
  "sns:ListSubscriptionsByTopic",
  "sns:Publish",
];

const USE_KEY = ["kms:Decrypt", "kms:GenerateDataKey*"];

/** The policy of a topic: its owner, and one publishing service, for this account alone. */
export function topicPolicy(
  topicArn: pulumi.Input<string>,
  account: Account,
  publisher: Publisher,
): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Owner",
        Effect: "Allow",
        Principal: { AWS: rootOf(account) },
        Action: OWNER_ACTIONS,
        Resource: topicArn,
      },
      { ...PUBLISHERS[publisher](account), Effect: "Allow", Action: "sns:Publish", Resource: topicArn },
    ],
  });
}

/**
 * The policy of the topics' key. An alarm is published by CloudWatch; CloudWatch cannot use an AWS-managed key, and
 * sets no source in its requests to KMS, so its statement has no condition. Auto Scaling publishes as its service-linked
 * role; a fresh account lacks that role and KMS refuses principals that do not exist, so it is let in as any caller of this
 * account that comes through SNS.
 */
export function keyPolicy(account: Account): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Owner",
        Effect: "Allow",
        Principal: { AWS: rootOf(account) },
        Action: "kms:*",
        Resource: "*",
      },
      {
        Sid: "CloudWatch",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: USE_KEY,
        Resource: "*",
      },
      {
        Sid: "AutoScaling",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: USE_KEY,
        Resource: "*",
        Condition: {
          StringEquals: {
            "kms:CallerAccount": account.accountId,
            "kms:ViaService": pulumi.interpolate`sns.${account.region}.amazonaws.com`,
          },
        },
      },
    ],
  });
}

const PUBLISHERS: Record<Publisher, (account: Account) => object> = {
  cloudwatch: ({ partition, region, accountId }) => ({
    Sid: "CloudWatch",
    Principal: { Service: "cloudwatch.amazonaws.com" },
    Condition: {
      StringEquals: { "aws:SourceAccount": accountId },
      ArnLike: {
        "aws:SourceArn": pulumi.interpolate`arn:${partition}:cloudwatch:${region}:${accountId}:alarm:*`,
      },
    },
  }),
  // Named by a condition, because a principal must exist and a fresh account lacks the role.
  autoscaling: ({ partition, accountId }) => ({
    Sid: "AutoScaling",
    Principal: { AWS: "*" },
    Condition: {
      ArnLike: {
        "aws:PrincipalArn": pulumi.interpolate`arn:${partition}:iam::${accountId}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling*`,
      },
    },
  }),
};

function rootOf({ partition, accountId }: Account): pulumi.Output<string> {
  return pulumi.interpolate`arn:${partition}:iam::${accountId}:root`;
}
