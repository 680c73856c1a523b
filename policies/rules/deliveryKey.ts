import { isUnknown } from "../../cloudwatch/unknown";
import type { Caller } from "./iam";
import { namesNobodyKnown, referred, refersTo } from "./links";
import { judgePolicy, policyOf, unknownPolicy, type Link } from "./policyLink";
import { givenProps } from "./rendered";
import { elsewhereName, referenceOf } from "./resolve";
import type { RuleContext, StackResource, StackView } from "./rule";

/** Keys and the outputs that name them; `policy` is the argument that holds the key's policy. */
const KEYS: Readonly<Record<string, { policy: string }>> = {
  "aws:kms/key:Key": { policy: "policy" },
  "aws:kms/externalKey:ExternalKey": { policy: "policy" },
  "aws:kms/replicaKey:ReplicaKey": { policy: "policy" },
  "aws-native:kms:Key": { policy: "keyPolicy" },
  "aws-native:kms:ReplicaKey": { policy: "keyPolicy" },
};
const KEY_OUTPUTS = ["arn", "keyId", "id"] as const;
const KEY_TYPES = Object.fromEntries(Object.keys(KEYS).map((type) => [type, KEY_OUTPUTS]));

/** Aliases: their outputs, and the property that names the key. */
const ALIASES: Readonly<Record<string, string>> = {
  "aws:kms/alias:Alias": "targetKeyId",
  "aws-native:kms:Alias": "targetKeyId",
};
const ALIAS_OUTPUTS = ["name", "id", "arn", "aliasName"] as const;
const ALIAS_TYPES = Object.fromEntries(Object.keys(ALIASES).map((type) => [type, ALIAS_OUTPUTS]));

const USE = ["kms:Decrypt", "kms:GenerateDataKey"];
const FIX = "kmsMasterKeyId: <key>.arn, of an aws.kms.Key whose policy lets cloudwatch.amazonaws.com use it";

/**
 * The link from a topic to its key: CloudWatch must be let use it, which the key that AWS manages never does, nor
 * a key's default policy. (SNS developer guide, "Key management".)
 */
export function judgeKey(
  topic: StackResource,
  callers: readonly Caller[],
  stack: StackView,
  context: RuleContext,
): Link[] {
  const id = topic.props.kmsMasterKeyId;
  if (id === undefined || id === null || id === "") return [];
  if (typeof id === "string" && /(^|:)alias\/aws\//.test(id)) {
    const message = `topic "${topic.name}": kmsMasterKeyId is "${id}", a key that AWS manages and CloudWatch may not use`;
    return [{ says: "broken", message, fix: FIX }];
  }
  const key = keyOf(topic, stack, context);
  if (key !== undefined) return judgeKeyPolicy(key, callers, stack, context);
  const depends = (topic.propertyDependencies.kmsMasterKeyId ?? []).length > 0;
  if (isUnknown(id)) {
    const message = `kmsMasterKeyId of topic "${topic.name}" cannot be checked before deploying`;
    return [{ says: "unknown", message, depends }];
  }
  const shown = typeof id === "string" ? id : JSON.stringify(id);
  if (referenceOf(shown, context) === undefined && elsewhereName(shown, context) !== undefined) return [];
  return [
    {
      says: "unclear",
      message: `topic "${topic.name}": its key "${shown}" is none of this stack, so its policy cannot be seen here`,
    },
  ];
}

function keyOf(topic: StackResource, stack: StackView, context: RuleContext): StackResource | undefined {
  const key = referred(topic, "kmsMasterKeyId", KEY_TYPES, stack, context);
  if (key !== undefined) return key;
  const alias = referred(topic, "kmsMasterKeyId", ALIAS_TYPES, stack, context);
  const target = ALIASES[alias?.type ?? ""];
  return alias === undefined || target === undefined
    ? undefined
    : referred(alias, target, KEY_TYPES, stack, context);
}

function judgeKeyPolicy(
  key: StackResource,
  callers: readonly Caller[],
  stack: StackView,
  context: RuleContext,
): Link[] {
  const own = stack.resources.flatMap((resource) => {
    if (resource.type !== "aws:kms/keyPolicy:KeyPolicy") return [];
    if (namesNobodyKnown(resource, "keyId", context)) return [unknownPolicy(resource, "key")];
    if (!refersTo(resource, "keyId", key, KEY_OUTPUTS, context)) return [];
    return [policyOf(resource, "policy", `policy "${resource.name}" of key "${key.name}"`)];
  });
  const property = KEYS[key.type]?.policy ?? "policy";
  const given = givenProps(key, context)[property];
  if (own.length === 0 && (given === undefined || given === null || given === "")) {
    const message = `key "${key.name}" has the default policy, which lets only the account's own users and roles use it`;
    const fix = `policy: {Statement: [{Effect: "Allow", Principal: {Service: "cloudwatch.amazonaws.com"}, Action: ["kms:Decrypt", "kms:GenerateDataKey*"], Resource: "*"}, …]}`;
    return [{ says: "broken", message, urn: key.urn, fix }];
  }
  const policies = own.length > 0 ? own : [policyOf(key, property, `policy of key "${key.name}"`)];
  const arn = typeof key.props.arn === "string" && !isUnknown(key.props.arn) ? key.props.arn : undefined;
  return policies.flatMap((policy) => judgePolicy(policy, USE, callers, arn));
}
