import type { Specs } from "./compliant";
import { json, ref } from "./later";

const ACCOUNT = "111111111111";
const REGION = "eu-west-1";

/** Topics, their key and policies, and the team's subscriptions. */
export function delivery(stack: string): Specs {
  return {
    "topics-key": {
      type: "aws:kms/key:Key",
      inputs: { description: `topics of ${stack}`, policy: json(keyPolicy()) },
      outputs: {
        id: "11111111-2222-3333-4444-555555555555",
        keyId: "11111111-2222-3333-4444-555555555555",
        arn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`,
      },
    },
    ...topic("alarms", stack),
    ...topic("notifications", stack),
    ...subscription("alarms"),
    ...subscription("notifications"),
  };
}

/** AWS.md "Delivery": root, CloudWatch, and Auto Scaling's role through SNS. */
export function keyPolicy(): { Version: string; Statement: Record<string, unknown>[] } {
  const use = ["kms:Decrypt", "kms:GenerateDataKey*"];
  return {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: "kms:*", Resource: "*" },
      { Effect: "Allow", Principal: { Service: "cloudwatch.amazonaws.com" }, Action: use, Resource: "*" },
      {
        Effect: "Allow",
        Principal: "*",
        Action: use,
        Resource: "*",
        Condition: {
          StringEquals: { "kms:CallerAccount": ACCOUNT, "kms:ViaService": `sns.${REGION}.amazonaws.com` },
        },
      },
    ],
  };
}

/** AWS.md "Delivery": the owner, and CloudWatch for the alarms of this account. */
export function topicPolicy(name: string): { Version: string; Statement: Record<string, unknown>[] } {
  const Resource = ref(name, "arn");
  return {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: "sns:*", Resource },
      {
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource,
        Condition: {
          StringEquals: { "aws:SourceAccount": ACCOUNT },
          ArnLike: { "aws:SourceArn": `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:*` },
        },
      },
    ],
  };
}

function topic(name: string, stack: string): Specs {
  const arn = `arn:aws:sns:${REGION}:${ACCOUNT}:${name}`;
  return {
    [name]: {
      type: "aws:sns/topic:Topic",
      inputs: { name: `${name}-${stack}`, kmsMasterKeyId: ref("topics-key", "arn") },
      outputs: { id: arn, arn },
    },
    [`${name}-policy`]: {
      type: "aws:sns/topicPolicy:TopicPolicy",
      inputs: { arn: ref(name, "arn"), policy: json(topicPolicy(name)) },
      outputs: {},
    },
  };
}

function subscription(topic: string): Specs {
  return {
    [`${topic}-team`]: {
      type: "aws:sns/topicSubscription:TopicSubscription",
      inputs: { topic: ref(topic, "arn"), protocol: "email", endpoint: "team@example.com" },
      outputs: {},
    },
  };
}
