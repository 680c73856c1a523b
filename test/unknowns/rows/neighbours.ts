import { add, edits, json, mutate, ref, remove } from "../../support/compliant";
import { ALARM } from "../../support/compliantAlarms";
import { keyPolicy } from "../../support/compliantDelivery";
import { by, lists, rejects, rowsOf, silent, type UnknownRow } from "../row";

const LIVE = "alarm-dimensions-live";
const SUBSCRIBED = "alarm-topics-subscribed";
const DELIVERY = "alarm-delivery-allowed";
const STATISTIC = "alarm-statistic-allowed";
const CPU = ALARM.classicCpu;
const ERRORS = ALARM.backendErrors;
const LB = "elk-broker-lb";
const KEY = "topics-key";
const on = CPU;

const nowhere = (what: string) =>
  rejects(new RegExp(`: ${what} is known only after deploying and comes from no resource`));
const cannot = rejects(/cannot be checked before/);
const cannotList = lists(/cannot be checked before deploying/);

const filtered = mutate("alarms-team", {
  filterPolicy: '{"AlarmName":["x"]}',
  filterPolicyScope: "MessageBody",
});
const chat = edits(
  remove("alarms-team"),
  add("chat", {
    type: "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration",
    inputs: {
      configurationName: "chat",
      iamRoleArn: "arn:aws:iam::1:role/x",
      slackChannelId: "C",
      slackTeamId: "T",
      snsTopicArns: [ref("alarms", "arn")],
    },
  }),
);
const lambda = edits(
  mutate(CPU, { alarmActions: [ref("fn", "arn")], okActions: [ref("fn", "arn")] }),
  add("fn", {
    type: "aws:lambda/function:Function",
    inputs: { name: "fn", role: "r" },
    outputs: { arn: "arn:aws:lambda:eu-west-1:111111111111:function:fn" },
  }),
  add("may", {
    type: "aws:lambda/permission:Permission",
    inputs: {
      function: ref("fn", "name"),
      action: "lambda:InvokeFunction",
      principal: "lambda.alarms.cloudwatch.amazonaws.com",
    },
  }),
);
const alias = edits(
  mutate("alarms", { kmsMasterKeyId: ref("alias", "arn") }),
  add("alias", {
    type: "aws:kms/alias:Alias",
    inputs: { name: "alias/topics", targetKeyId: ref(KEY, "keyId") },
    outputs: { arn: "arn:aws:kms:eu-west-1:111111111111:alias/topics" },
  }),
);
const ownPolicy = edits(
  mutate(KEY, { policy: undefined }),
  add("key-policy", {
    type: "aws:kms/keyPolicy:KeyPolicy",
    inputs: { keyId: ref(KEY, "keyId"), policy: json(keyPolicy()) },
  }),
);
const agent = edits(
  mutate("elk-broker-template", { userData: "#!/bin/sh" }),
  mutate(CPU, { namespace: "CWAgent", metricName: "mem_used_percent" }),
);
const native = edits(
  mutate(CPU, { alarmActions: [ref("native", "topicArn")], okActions: [ref("native", "topicArn")] }),
  add("native", {
    type: "aws-native:sns:Topic",
    inputs: { topicName: "native", subscription: [{ protocol: "email", endpoint: "team@example.com" }] },
    outputs: { topicArn: "arn:aws:sns:eu-west-1:111111111111:native" },
  }),
);
const twins = edits(
  mutate(CPU, { name: "twin" }),
  mutate(ERRORS, { name: "twin", region: "us-east-1", alarmActions: undefined }),
);

/** What a first preview does not know of what an alarm watches, and of the way from it to people. */
export const neighbours: readonly UnknownRow[] = [
  ...rowsOf(LIVE, ERRORS, {
    dimensions: {
      nothing: nowhere("dimensions"),
      named: [LB, lists(/: dimensions is known only/)],
      other: ["alarms-policy", nowhere("dimensions")],
      shown: [{ LoadBalancerName: "old" }, rejects(/"old" of AWS\/ELB is no classic load balancer/)],
      reads: ["metric", "metric.dimensions"],
    },
    "dimensions.LoadBalancerName": {
      nothing: nowhere("dimension LoadBalancerName"),
      named: [LB, silent("it comes from a load balancer")],
      other: ["alarms-policy", nowhere("dimension LoadBalancerName")],
      shown: ["old", rejects(/"old" of AWS\/ELB is no classic load balancer/)],
    },
    namespace: { nothing: by(STATISTIC, /: namespace is known only/), reads: ["metric.namespace"] },
    metricName: {
      nothing: by(STATISTIC, /: metricName is known only/),
      reads: ["metric.metricName", "metric.accountId"],
    },
    thresholdMetricId: { nothing: by(STATISTIC), reads: ["thresholdMetricId"] },
    evaluationCriteria: { nothing: by(STATISTIC), reads: ["other.evaluationCriteria"] },
  }),
  ...rowsOf(LIVE, ALARM.targetErrors, {
    metricQueries: { nothing: by(STATISTIC), reads: ["queries"] },
    "metricQueries[1].metric": {
      nothing: by(STATISTIC),
      reads: ["queries[].metric", "queries[].metric.namespace", "queries[].metric.metricName"],
    },
    "metricQueries[1].metric.dimensions": {
      // The other line comes from the load balancer, and so may this one.
      nothing: lists(/: dimensions in line "errors" is known only/),
      named: ["api-lb", lists(/: dimensions in line "errors" is known only/)],
      reads: ["queries[].metric.dimensions"],
    },
    "metricQueries[1].id": { nothing: by("alarm-window-valid"), reads: ["queries[].id"] },
    "metricQueries[1].accountId": {
      nothing: lists(/name resources of another account/),
      reads: ["queries[].metric.accountId"],
    },
  }),
  ...rowsOf(LIVE, "elk-broker-template", {
    userData: {
      stack: agent,
      nothing: lists(/elk-broker-template is known only after deploying/),
      reads: ["LaunchTemplate.userData"],
    },
  }),

  ...rowsOf("alarm-name-unique", CPU, {
    name: {
      nothing: lists(/its name is known only after deploying/),
      named: [KEY, lists(/its name is known only after deploying/)],
      shown: [
        "elk-broker-production-backend-errors",
        rejects(/has the name "elk-broker-production-backend-errors" too/),
      ],
      reads: ["name"],
    },
  }),
  ...rowsOf("alarm-name-unique", ERRORS, {
    region: {
      stack: twins,
      nothing: rejects(/has the name "twin" too/),
      named: [KEY, rejects(/has the name "twin" too/)],
      offender: CPU,
      reads: ["region", "MetricAlarm.region", "CompositeAlarm.region"],
    },
  }),

  ...rowsOf(SUBSCRIBED, "alarms-team", {
    topic: {
      on,
      offender: "alarms",
      nothing: rejects(/it has no subscription/),
      named: ["alarms", silent("it comes from the topic")],
      other: [KEY, rejects(/it has no subscription/)],
      shown: ["arn:aws:sns:eu-west-1:111111111111:old", rejects(/it has no subscription/)],
      reads: ["TopicSubscription.topic", "Topic.arn", "Topic.id", "Topic.topicArn"],
    },
    filterPolicy: {
      on,
      offender: "alarms",
      nothing: rejects(/filterPolicy that is known only after deploying/),
      named: [KEY, rejects(/filterPolicy that is known only after deploying/)],
      shown: ['{"a":["b"]}', rejects(/filterPolicy on message attributes/)],
      reads: ["TopicSubscription.filterPolicy"],
    },
    filterPolicyScope: {
      on,
      stack: filtered,
      offender: "alarms",
      nothing: rejects(/filterPolicy on message attributes/),
      named: [KEY, rejects(/filterPolicy that is known only after deploying/)],
      shown: ["MessageAttributes", rejects(/filterPolicy on message attributes/)],
      leftOut: rejects(/filterPolicy on message attributes/),
      reads: ["TopicSubscription.filterPolicyScope"],
    },
  }),
  ...rowsOf(SUBSCRIBED, "chat", {
    snsTopicArns: {
      on,
      stack: chat,
      offender: "alarms",
      nothing: rejects(/it has no subscription/),
      named: ["alarms", silent("it comes from the topic")],
      shown: [[], rejects(/it has no subscription/)],
      reads: ["SlackChannelConfiguration.snsTopicArns"],
    },
    "snsTopicArns[0]": {
      on,
      stack: chat,
      offender: "alarms",
      nothing: rejects(/it has no subscription/),
      named: ["alarms", silent("it comes from the topic")],
    },
  }),
  ...rowsOf(SUBSCRIBED, "native", {
    subscription: {
      on,
      stack: native,
      nothing: rejects(/it has no subscription/),
      shown: [[], rejects(/it has no subscription/)],
      reads: ["Topic.subscription"],
    },
  }),
  ...rowsOf(SUBSCRIBED, CPU, {
    alarmActions: { nothing: by("alarm-action-required"), reads: ["alarmActions"] },
    okActions: { nothing: by("alarm-ok-action-required"), reads: ["okActions"] },
  }),

  ...rowsOf(DELIVERY, "alarms-policy", {
    policy: {
      on,
      nothing: cannot,
      named: ["alarms", cannotList],
      shown: ['{"Statement":[]}', rejects(/does not let cloudwatch\.amazonaws\.com sns:Publish/)],
      reads: ["TopicPolicy.policy"],
    },
    arn: {
      on,
      nothing: cannot,
      named: ["alarms", silent("it comes from the topic")],
      reads: ["TopicPolicy.arn"],
    },
  }),
  ...rowsOf(DELIVERY, "alarms", {
    kmsMasterKeyId: {
      on,
      nothing: cannot,
      named: [KEY, silent("it comes from the key")],
      other: ["elk-broker-template", cannotList],
      shown: ["alias/aws/sns", rejects(/a key that AWS manages/)],
      reads: ["Topic.kmsMasterKeyId", "Topic.arn", "Topic.id", "Topic.topicArn"],
    },
    policy: {
      on,
      stack: edits(remove("alarms-policy"), mutate("alarms", { policy: undefined })),
      nothing: cannot,
      leftOut: silent("SNS's default policy"),
      reads: ["Topic.policy"],
    },
    region: { on, nothing: silent("the provider's own region"), reads: ["Topic.region"] },
  }),
  ...rowsOf(DELIVERY, KEY, {
    policy: {
      on,
      nothing: cannot,
      named: ["notifications", cannotList],
      shown: ['{"Statement":[]}', rejects(/does not let cloudwatch/)],
      reads: ["Key.policy", "Key.arn"],
    },
  }),
  ...rowsOf(DELIVERY, "key-policy", {
    policy: { on, stack: ownPolicy, nothing: cannot, reads: ["KeyPolicy.policy"] },
    keyId: {
      on,
      stack: ownPolicy,
      nothing: cannot,
      named: [KEY, silent("it comes from the key")],
      reads: ["KeyPolicy.keyId"],
    },
  }),
  ...rowsOf(DELIVERY, "alias", {
    targetKeyId: {
      on,
      stack: alias,
      named: [KEY, silent("it comes from the key")],
      reads: ["Alias.targetKeyId"],
    },
  }),
  ...rowsOf(DELIVERY, "may", {
    principal: {
      on,
      stack: lambda,
      offender: "fn",
      nothing: cannot,
      named: [KEY, cannot],
      reads: ["Permission.principal", "Function.arn"],
    },
    function: {
      on,
      stack: lambda,
      offender: "fn",
      nothing: rejects(/no permission lets/),
      named: ["fn", silent("it comes from the function")],
      reads: ["Permission.function"],
    },
  }),
  ...rowsOf(DELIVERY, CPU, {
    alarmActions: { nothing: by("alarm-action-required"), reads: ["alarmActions"] },
    okActions: { nothing: by("alarm-ok-action-required"), reads: ["okActions"] },
    name: { nothing: silent("the policy lets every alarm of the account publish"), reads: ["name"] },
  }),
];
