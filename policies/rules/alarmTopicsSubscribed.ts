import { hasUnknown, isUnknown } from "../../cloudwatch/unknown";
import { refersTo } from "./links";
import { ELSEWHERE_SCHEMA, updateFace } from "./resolve";
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
  if ("unchecked" in problem) {
    verdict.unchecked.push({
      urn: target.resource.urn,
      reason: `topic "${target.show}": ${problem.unchecked}`,
    });
    return;
  }
  verdict.findings.push({
    urn: target.resource.urn,
    message: `topic "${target.show}": ${problem.why}, so nobody gets ${showAlarms(alarms)}`,
    fix: `new aws.sns.TopicSubscription("…", {topic: ${target.show}.arn, protocol: "email", endpoint: "team@example.com"})`,
  });
}

function mustSubscribe({ config, stack }: RuleContext): boolean {
  const stacks: unknown = config.subscribedStacks ?? DEFAULT_STACKS;
  return Array.isArray(stacks) && stacks.includes(stack);
}

/** What keeps people from the topic's messages, or what of that is not judged; undefined where nothing does. */
function unsubscribed(
  topic: StackResource,
  stack: StackView,
  context: RuleContext,
): { why: string } | { unchecked: string } | undefined {
  if (topic.type === "aws-native:sns:Topic") {
    const inline = updateFace(topic, context)?.resource.props.subscription ?? topic.props.subscription;
    if (Array.isArray(inline) && inline.length > 0) return undefined;
  }
  const subscribers = stack.resources.filter((resource) => {
    const property = SUBSCRIBERS[resource.type];
    return property !== undefined && refersTo(resource, property, topic, TOPIC_OUTPUTS, context);
  });
  if (subscribers.length === 0) return { why: "it has no subscription" };
  const filters = subscribers.map((subscriber) => filterOf(subscriber, context));
  if (filters.includes("none")) return undefined;
  const names = `its only subscriptions (${subscribers.map(({ name }) => `"${name}"`).join(", ")})`;
  if (filters.includes("body")) {
    return {
      unchecked: `${names} filter by the message's body, and whether that lets alarms through is not judged`,
    };
  }
  if (!filters.includes("open")) {
    return { why: `${names} have a filterPolicy on message attributes, and CloudWatch sends none` };
  }
  return {
    why: `${names} have a filterPolicy that is known only after deploying and cannot be checked before`,
  };
}

/**
 * How a subscription filters: a filter on attributes passes only messages that have them, and CloudWatch's have none;
 * `open` where it is known only after deploying. (SNS developer guide, "Subscription filter policies".)
 */
function filterOf(given: StackResource, context: RuleContext): "none" | "attributes" | "body" | "open" {
  const isOpen = hasUnknown([given.props.filterPolicy, given.props.filterPolicyScope]);
  const { props, propertyDependencies } =
    (isOpen ? updateFace(given, context)?.resource : undefined) ?? given;
  const { filterPolicy, filterPolicyScope } = props;
  if (isUnknown(filterPolicy)) return "open";
  if (isEmpty(filterPolicy)) return "none";
  if (filterPolicyScope === "MessageBody") return "body";
  // The provider computes it: an unknown that depends on nothing is SNS's default, attributes.
  const isGiven = isUnknown(filterPolicyScope) && propertyDependencies.filterPolicyScope !== undefined;
  return isGiven ? "open" : "attributes";
}

function isEmpty(filterPolicy: unknown): boolean {
  if (typeof filterPolicy === "string") return ["", "{}"].includes(filterPolicy.trim());
  return typeof filterPolicy !== "object" || filterPolicy === null || Object.keys(filterPolicy).length === 0;
}
