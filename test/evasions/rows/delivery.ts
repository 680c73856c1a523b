import { reject, rejects, type Row } from "../row";

const own = (args: string, name = "deaf") =>
  `const deaf = new aws.sns.Topic("${name}", ${args});
new aws.sns.TopicSubscription("deaf", { topic: deaf.arn, protocol: "email", endpoint: "team@example.com" });
alarm("jobs", { alarmActions: [deaf.arn], okActions: [deaf.arn] });`;
const central = "arn:aws:sns:eu-west-1:111111111111:alarms";
const toCentral = `alarm("jobs", { alarmActions: ["${central}"], okActions: ["${central}"] });`;
const deaf = rejects(reject("alarm-delivery-allowed", "deaf"));

/** Alarms that act on what reaches no one. */
export const delivery: readonly Row[] = [
  {
    title: "actions to a topic that nobody subscribes to",
    program: `const lonely = new aws.sns.Topic("lonely"); alarm("jobs", { alarmActions: [lonely.arn], okActions: [lonely.arn] });`,
    expect: rejects(reject("alarm-topics-subscribed", "lonely")),
  },
  {
    title: "a second alarm action to a topic that nobody subscribes to",
    program: `const lonely = new aws.sns.Topic("lonely"); alarm("jobs", { alarmActions: [lonely.arn, topic.arn] });`,
    expect: rejects(reject("alarm-topics-subscribed", "lonely")),
  },
  {
    title: "a topic whose only subscription filters alarms out",
    program: `const lonely = new aws.sns.Topic("lonely");
new aws.sns.TopicSubscription("lonely", { topic: lonely.arn, protocol: "email", endpoint: "team@example.com", filterPolicy: '{"severity":["page"]}' });
alarm("jobs", { alarmActions: [lonely.arn], okActions: [lonely.arn] });`,
    expect: rejects(reject("alarm-topics-subscribed", "lonely")),
  },
  {
    title: "a topic whose only subscription filters alarms out by their body",
    program: `const lonely = new aws.sns.Topic("lonely");
new aws.sns.TopicSubscription("lonely", { topic: lonely.arn, protocol: "email", endpoint: "team@example.com", filterPolicyScope: "MessageBody", filterPolicy: '{"AlarmName":["no such alarm"]}' });
alarm("jobs", { alarmActions: [lonely.arn], okActions: [lonely.arn] });`,
    expect: {
      covered:
        "Whether a subscription is confirmed, a filter on message bodies lets alarms through, or anybody reads",
      unchecked: /filter by the message's body/,
    },
  },
  {
    title: "an alarm of one stack to the topic that parity.yaml lists for the other",
    program: `const theirs = "arn:aws:sns:eu-west-1:111111111111:alarms-staging"; alarm("jobs", { alarmActions: [theirs], okActions: [theirs] });`,
    parity:
      "stacks: [staging, production]\nelsewhere:\n  - name: central\n    values: { staging: 'arn:aws:sns:eu-west-1:111111111111:alarms-staging', production: 'arn:aws:sns:eu-west-1:111111111111:alarms-production' }\n",
    expect: rejects(reject("alarm-topics-subscribed", "jobs", { stacks: ["production"] })),
  },
  {
    title: "a topic that a subscription in one stack alone serves",
    program: `const lonely = new aws.sns.Topic("lonely");
if (stack === "staging") new aws.sns.TopicSubscription("lonely", { topic: lonely.arn, protocol: "email", endpoint: "team@example.com" });
alarm("jobs", { alarmActions: [lonely.arn], okActions: [lonely.arn] });`,
    expect: rejects(
      reject("alarm-topics-subscribed", "lonely", { stacks: ["production"] }),
      reject("stack-parity", "lonely"),
    ),
  },
  {
    title: "actions to a literal ARN that is not under elsewhere",
    program: toCentral,
    expect: rejects(reject("alarm-topics-subscribed", "jobs", { message: /elsewhere/ })),
  },
  {
    title: "actions to Topic.get of an ARN that is not under elsewhere",
    program: `const far = aws.sns.Topic.get("far", "${central}"); alarm("jobs", { alarmActions: [far.arn], okActions: [far.arn] });`,
    expect: rejects(reject("alarm-topics-subscribed", "jobs", { message: /elsewhere/ })),
  },
  {
    title: "a topic with the AWS-managed key",
    program: own(`{ kmsMasterKeyId: "alias/aws/sns" }`),
    expect: deaf,
  },
  {
    title: "a topic policy that shuts CloudWatch out",
    program: own(`{ policy: topic.arn.apply(() => JSON.stringify({ Version: "2012-10-17", Statement: [
  { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111111111111:root" }, Action: "sns:Publish", Resource: "*" }] })) }`),
    expect: deaf,
  },
  {
    title: "a topic policy of its own that denies CloudWatch",
    program: `${own("{}")}
new aws.sns.TopicPolicy("shut", { arn: deaf.arn, policy: deaf.arn.apply((arn) => JSON.stringify({ Version: "2012-10-17", Statement: [
  { Effect: "Allow", Principal: { Service: "cloudwatch.amazonaws.com" }, Action: "sns:Publish", Resource: arn },
  { Effect: "Deny", Principal: "*", Action: "sns:Publish", Resource: arn }] })) });`,
    expect: rejects(reject("alarm-delivery-allowed", "shut")),
  },
  {
    title: "a key whose policy shuts CloudWatch out",
    program: `const key = new aws.kms.Key("key", { policy: JSON.stringify({ Version: "2012-10-17", Statement: [
  { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111111111111:root" }, Action: "kms:*", Resource: "*" }] }) });
${own("{ kmsMasterKeyId: key.arn }")}`,
    expect: rejects(reject("alarm-delivery-allowed", "key")),
  },
  {
    title: "a key policy of its own that shuts CloudWatch out",
    program: `const key = new aws.kms.Key("key");
new aws.kms.KeyPolicy("shut", { keyId: key.id, policy: JSON.stringify({ Version: "2012-10-17", Statement: [
  { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111111111111:root" }, Action: "kms:*", Resource: "*" }] }) });
${own("{ kmsMasterKeyId: key.arn }")}`,
    expect: rejects(reject("alarm-delivery-allowed", "shut")),
  },
];
