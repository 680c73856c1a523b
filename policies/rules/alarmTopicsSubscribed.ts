import { refersTo } from "./links";
import { ELSEWHERE_SCHEMA } from "./resolve";
import { MACHINES_SCHEMA } from "./routes";
import type { Rule, RuleContext, StackResource, StackView, Verdict } from "./rule";
import { whyForeign } from "./targets";
import { TOPIC_OUTPUTS, actedOn, foreignArn, isListedElsewhere, showAlarms, type ActedOn } from "./topics";

/**
 * What subscribes to topics, and the property that names them. A chat configuration counts: AWS Chatbot subscribes
 * itself to the topics that it names, and a room is people.
 */
const SUBSCRIBERS: Readonly<Record<string, string>> = {
  "aws:sns/topicSubscription:TopicSubscription": "topic",
  "aws-native:sns:Subscription": "topicArn",
  "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": "snsTopicArns",
  "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration": "snsTopicArns",
  "aws-native:chatbot:SlackChannelConfiguration": "snsTopicArns",
  "aws-native:chatbot:MicrosoftTeamsChannelConfiguration": "snsTopicArns",
};
const DEFAULT_STACKS = ["staging", "production"];

/** Judged in the stack: a topic and its subscriptions are resources of their own. */
export const alarmTopicsSubscribed: Rule = {
  name: "alarm-topics-subscribed",
  description:
    "A topic that alarms go to must have a subscription, and a topic of others must be listed in parity.yaml.",
  level: "mandatory",
  configSchema: {
    subscribedStacks: {
      type: "array",
      items: { type: "string" },
      description: `Stacks in which every topic that alarms go to must have a subscription. Default: ${DEFAULT_STACKS.join(", ")}.`,
    },
    ...ELSEWHERE_SCHEMA,
    ...MACHINES_SCHEMA,
  },
  checkStack: (stack, context) => {
    const verdict: Verdict = { findings: [], unchecked: [] };
    for (const topic of actedOn(stack, context)) judge(topic, stack, context, verdict);
    return verdict;
  },
};

function judge(topic: ActedOn, stack: StackView, context: RuleContext, verdict: Verdict): void {
  const { target, alarms } = topic;
  const urn = alarms[0]?.resource.urn;
  if (target.kind === "foreign") {
    verdict.unchecked.push({
      urn,
      reason: `${whyForeign(target, context)}: its subscriptions cannot be seen here`,
    });
    return;
  }
  const arn = foreignArn(target, context);
  if (arn !== undefined) {
    if (isListedElsewhere(arn, context)) return;
    verdict.findings.push({
      urn,
      message: `${showAlarms(alarms)}: goes to the topic "${arn}", which is none of this stack, and parity.yaml does not list it under elsewhere, so nobody says that it is live and subscribed`,
      fix: `use a topic of this stack, or in parity.yaml under elsewhere: {name: …, values: {${context.stack}: "${arn}"}}`,
    });
    return;
  }
  if (target.kind !== "sns" || target.resource === undefined || !mustSubscribe(context)) return;
  const problem = unsubscribed(target.resource, stack, context);
  if (problem === undefined) return;
  verdict.findings.push({
    urn: target.resource.urn,
    message: `topic "${target.show}": ${problem}, so nobody gets ${showAlarms(alarms)}`,
    fix: `new aws.sns.TopicSubscription("…", {topic: ${target.show}.arn, protocol: "email", endpoint: "team@example.com"})`,
  });
}

function mustSubscribe({ config, stack }: RuleContext): boolean {
  const stacks: unknown = config.subscribedStacks ?? DEFAULT_STACKS;
  return Array.isArray(stacks) && stacks.includes(stack);
}

function unsubscribed(topic: StackResource, stack: StackView, context: RuleContext): string | undefined {
  const inline = topic.props.subscription;
  if (topic.type === "aws-native:sns:Topic" && Array.isArray(inline) && inline.length > 0) return undefined;
  const subscribers = stack.resources.filter((resource) => {
    const property = SUBSCRIBERS[resource.type];
    return property !== undefined && refersTo(resource, property, topic, TOPIC_OUTPUTS, context);
  });
  if (subscribers.length === 0) return "it has no subscription";
  const filtered = subscribers.filter(filtersAlarmsOut);
  if (filtered.length < subscribers.length) return undefined;
  const names = filtered.map(({ name }) => `"${name}"`).join(", ");
  return `its only subscriptions (${names}) have a filterPolicy on message attributes, and CloudWatch sends none`;
}

/** A filter on attributes passes only messages that have them. (SNS developer guide, "Subscription filter policies".) */
function filtersAlarmsOut({ props }: StackResource): boolean {
  const { filterPolicy, filterPolicyScope } = props;
  if (filterPolicyScope === "MessageBody") return false;
  if (typeof filterPolicy === "string") return !["", "{}"].includes(filterPolicy.trim());
  return typeof filterPolicy === "object" && filterPolicy !== null && Object.keys(filterPolicy).length > 0;
}
