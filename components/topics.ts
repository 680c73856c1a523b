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
  /** In the region of the monitor outside, where its alarm is. @default the stack has no monitor */
  readonly external?: MailTopic;
}

interface TopicsArgs {
  readonly account: Account;
  /** Addresses that get everything from both topics; each confirms each topic once, and gets nothing before. */
  readonly team: readonly string[];
  /** Region of the stack's monitor outside. @default it has none */
  readonly monitorRegion?: string;
}

/** Makes both topics, encrypted with one key of their own, and a third with its own key where a monitor is. */
export function createTopics({ account, team, monitorRegion }: TopicsArgs): Topics {
  const key = createKey("topics-key", account);
  const topics = {
    alarms: new MailTopic("alarms", { account, team, key, publisher: "cloudwatch" }),
    notifications: new MailTopic("notifications", { account, team, key, publisher: "autoscaling" }),
  };
  if (monitorRegion === undefined) return topics;
  const there = { account: { ...account, region: pulumi.output(monitorRegion) }, region: monitorRegion };
  return { ...topics, external: new MailTopic("external", { ...there, team, publisher: "cloudwatch" }) };
}

function createKey(
  name: string,
  account: Account,
  region?: string,
  options?: pulumi.CustomResourceOptions,
): Key {
  return new Key(
    name,
    {
      region,
      description: `Topics of stack ${pulumi.getStack()}`,
      enableKeyRotation: true,
      policy: keyPolicy(account),
    },
    options,
  );
}

interface MailTopicArgs {
  /** Where it is. */
  readonly account: Account;
  readonly team: readonly string[];
  /** The service that publishes to it. */
  readonly publisher: Publisher;
  /** @default one of its own */
  readonly key?: Key;
  /** @default the stack's own */
  readonly region?: string;
}

/** A topic with its policy and one subscription an address. */
export class MailTopic extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: MailTopicArgs, options?: pulumi.ComponentResourceOptions) {
    super("alarm-parity:topics:MailTopic", name, {}, options);
    const { account, team, publisher, region } = args;
    const parent = { parent: this };
    const key = args.key ?? createKey(`${name}-key`, account, region, parent);
    const topic = new Topic(
      name,
      {
        region,
        name: `${name}-${pulumi.getStack()}`,
        displayName: `${name} ${pulumi.getStack()}`,
        kmsMasterKeyId: key.arn,
      },
      parent,
    );
    new TopicPolicy(
      `${name}-policy`,
      { region, arn: topic.arn, policy: topicPolicy(topic.arn, account, publisher) },
      parent,
    );
    // Named by address, not by place in the list: one who leaves must not make the others confirm again.
    for (const address of team) {
      new TopicSubscription(
        `${name}-${address}`,
        { region, topic: topic.arn, protocol: "email", endpoint: address },
        parent,
      );
    }
    this.arn = topic.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
