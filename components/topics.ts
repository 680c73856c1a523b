import * as pulumi from "@pulumi/pulumi";
import { Key } from "@pulumi/aws/kms/key";
import { Topic } from "@pulumi/aws/sns/topic";
import { TopicPolicy } from "@pulumi/aws/sns/topicPolicy";
import { TopicSubscription } from "@pulumi/aws/sns/topicSubscription";
import type { Account } from "./account";
import { keyPolicy, topicPolicy, type Publisher } from "./delivery";

/** The two topics of a stack. */
export interface Topics {
  /** Gets ALARM and OK of every alarm. */
  readonly alarms: MailTopic;
  /** Gets what the auto scaling groups do. */
  readonly notifications: MailTopic;
}

interface TopicsArgs {
  readonly account: Account;
  /** Addresses that get everything from both topics; each confirms each topic once, and gets nothing before. */
  readonly team: readonly string[];
}

/** Makes both topics, encrypted with one key of their own. */
export function createTopics({ account, team }: TopicsArgs): Topics {
  const key = new Key("topics-key", {
    description: `Topics of stack ${pulumi.getStack()}`,
    enableKeyRotation: true,
    policy: keyPolicy(account),
  });
  const common = { account, team, key };
  return {
    alarms: new MailTopic("alarms", { ...common, publisher: "cloudwatch" }),
    notifications: new MailTopic("notifications", { ...common, publisher: "autoscaling" }),
  };
}

interface MailTopicArgs extends TopicsArgs {
  /** The service that publishes to it. */
  readonly publisher: Publisher;
  readonly key: Key;
}

/** A topic with its policy and one subscription an address. */
export class MailTopic extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: MailTopicArgs, options?: pulumi.ComponentResourceOptions) {
    super("alarm-parity:topics:MailTopic", name, {}, options);
    const { account, team, publisher, key } = args;
    const parent = { parent: this };
    const topic = new Topic(
      name,
      {
        name: `${name}-${pulumi.getStack()}`,
        displayName: `${name} ${pulumi.getStack()}`,
        kmsMasterKeyId: key.arn,
      },
      parent,
    );
    new TopicPolicy(
      `${name}-policy`,
      { arn: topic.arn, policy: topicPolicy(topic.arn, account, publisher) },
      parent,
    );
    // Named by address, not by place in the list: one who leaves must not make the others confirm again.
    for (const address of team) {
      new TopicSubscription(
        `${name}-${address}`,
        { topic: topic.arn, protocol: "email", endpoint: address },
        parent,
      );
    }
    this.arn = topic.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
