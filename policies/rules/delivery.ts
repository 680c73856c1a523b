import { parseAction } from "../../cloudwatch/action";
import { hasUnknown, isUnknown } from "../../cloudwatch/unknown";
import type { Caller } from "./iam";
import { judgeKey } from "./deliveryKey";
import { namesNobodyKnown, refersTo } from "./links";
import { judgePolicy, policyOf, unknownPolicy, type Link, type Policy } from "./policyLink";
import { regionOf } from "./region";
import { givenProps } from "./rendered";
import { referenceOf, type Entry } from "./resolve";
import type { RuleContext, StackResource, StackView } from "./rule";
import { TOPIC_OUTPUTS } from "./topics";

const CLOUDWATCH = "cloudwatch.amazonaws.com";
const LAMBDA_ALARMS = "lambda.alarms.cloudwatch.amazonaws.com";

/** Resources that set a topic's policy: the property that names the topic, and the one that holds the policy. */
const TOPIC_POLICIES: Readonly<Record<string, { topic: string; policy: string }>> = {
  "aws:sns/topicPolicy:TopicPolicy": { topic: "arn", policy: "policy" },
  "aws-native:sns:TopicInlinePolicy": { topic: "topicArn", policy: "policyDocument" },
  "aws-native:sns:TopicPolicy": { topic: "topics", policy: "policyDocument" },
};

/** The links from the alarms to a topic of this stack: the topic's policy, and its key's. */
export function judgeTopic(
  topic: StackResource,
  alarms: readonly Entry[],
  stack: StackView,
  context: RuleContext,
): Link[] {
  const callers = alarms.map((alarm) => callerOf(alarm, topic, context));
  const arn = arnOf(topic);
  const policies = topicPolicies(topic, stack, context).flatMap((policy) =>
    judgePolicy(policy, ["sns:Publish"], callers, arn),
  );
  return [...policies, ...judgeKey(topic, callers, stack, context)];
}

/**
 * The link from the alarms to a function: its resource policy.
 * (CloudWatch user guide, "Invoke a Lambda function from an alarm".)
 */
export function judgeFunction(
  lambda: StackResource,
  _alarms: readonly Entry[],
  stack: StackView,
  context: RuleContext,
): Link[] {
  const permissions = stack.resources.filter(
    (resource) =>
      (resource.type === "aws:lambda/permission:Permission" &&
        refersTo(resource, "function", lambda, ["arn", "id", "name", "functionName"], context)) ||
      (resource.type === "aws-native:lambda:Permission" &&
        refersTo(resource, "functionName", lambda, ["arn", "id", "functionName"], context)),
  );
  if (permissions.some(({ props }) => props.principal === LAMBDA_ALARMS)) return [];
  const unknown = permissions.find(({ props }) => isUnknown(props.principal));
  if (unknown !== undefined) {
    return [
      { says: "unknown", message: `the principal of "${unknown.name}" cannot be checked before deploying` },
    ];
  }
  return [
    {
      says: "broken",
      message: `function "${lambda.name}": no permission lets ${LAMBDA_ALARMS} invoke it`,
      fix: `new aws.lambda.Permission("…", {function: ${lambda.name}.name, action: "lambda:InvokeFunction", principal: "${LAMBDA_ALARMS}"})`,
    },
  ];
}

/** A topic without one has SNS's default, which lets the account's own alarms publish. */
function topicPolicies(topic: StackResource, stack: StackView, context: RuleContext): Policy[] {
  const own = stack.resources.flatMap((resource) => {
    const form = TOPIC_POLICIES[resource.type];
    if (form === undefined) return [];
    if (namesNobodyKnown(resource, form.topic, context)) return [unknownPolicy(resource, "topic")];
    if (!refersTo(resource, form.topic, topic, TOPIC_OUTPUTS, context)) return [];
    return [policyOf(resource, form.policy, `policy "${resource.name}" of topic "${topic.name}"`)];
  });
  const given = givenProps(topic, context).policy;
  if (own.length > 0 || given === undefined || given === null || given === "") return own;
  return [policyOf(topic, "policy", `policy of topic "${topic.name}"`)];
}

function callerOf(entry: Entry, topic: StackResource, context: RuleContext): Caller {
  const { name } = entry.alarm;
  const known = name !== undefined && !hasUnknown(name) && !name.includes("${");
  return {
    service: CLOUDWATCH,
    accounts: accountsOf(topic, context),
    region: regionOf(topic, context),
    resource: `alarm:${known ? name : ""}`,
  };
}

/** The account as parity.yaml declares it, and as the topic's ARN shows it; a made-up ARN alone says nothing. */
function accountsOf(topic: StackResource, context: RuleContext): string[] | undefined {
  const declared = context.parity?.accounts[context.stack];
  const arn = arnOf(topic);
  const shown = arn === undefined ? undefined : parseAction(arn)?.account;
  const madeUp = arn !== undefined && referenceOf(arn, context) !== undefined;
  if (declared === undefined && (shown === undefined || madeUp)) return undefined;
  return [declared, shown].filter((account) => account !== undefined);
}

function arnOf(topic: StackResource): string | undefined {
  const { arn, topicArn } = topic.props;
  return [arn, topicArn].find((one): one is string => typeof one === "string" && !isUnknown(one));
}
