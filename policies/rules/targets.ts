import { parseAction, type ActionKind } from "../../cloudwatch/action";
import { isUnknown } from "../../cloudwatch/unknown";
import { dependenciesOf, isLookedUp, knownFace, referenceOf, renderedResource, type Entry } from "./resolve";
import type { RuleContext, StackResource } from "./rule";

/** The lists of actions that an alarm has. */
export type ActionField = "alarmActions" | "okActions" | "insufficientDataActions";

/** What an action reaches. `foreign`: it comes from what cannot be seen here (a stack reference, a look-up). */
export interface Target {
  /** Equal for two actions that reach the same thing: a URN or an ARN. */
  key: string;
  /** For messages: the resource's logical name, or the ARN. */
  show: string;
  kind: ActionKind | "foreign" | "malformed";
  /** The resource of this stack that it is. */
  resource?: StackResource;
  /** Its ARN, where known. */
  arn?: string;
}

/** Actions of one state; `entry` is the face that they were read from. */
export type Actions = { known: true; targets: Target[]; entry: Entry } | { known: false; entry: Entry };

/** Resources that an action can be, and the outputs that hold the ARN to give. */
const TARGET_TYPES: Readonly<Record<string, ActionKind>> = {
  "aws:sns/topic:Topic": "sns",
  "aws-native:sns:Topic": "sns",
  "aws:lambda/function:Function": "lambda",
  "aws:lambda/alias:Alias": "lambda",
  "aws-native:lambda:Function": "lambda",
  "aws-native:lambda:Alias": "lambda",
  "aws-native:lambda:Version": "lambda",
  "aws:autoscaling/policy:Policy": "autoscaling",
  "aws:appautoscaling/policy:Policy": "autoscaling",
  "aws-native:autoscaling:ScalingPolicy": "autoscaling",
  "aws-native:applicationautoscaling:ScalingPolicy": "autoscaling",
  "aws:ssmincidents/responsePlan:ResponsePlan": "ssm-incident",
  "aws-native:ssmincidents:ResponsePlan": "ssm-incident",
  "aws-native:aiops:InvestigationGroup": "investigation",
};
const ARN_OUTPUTS = ["arn", "id", "topicArn", "qualifiedArn", "functionArn", "aliasArn", "policyArn"];

/** Resources of AWS's providers an output of which may be anybody's ARN or name. */
const HOLDERS = /^aws(-native)?:(cloudformation|ssm|secretsmanager|servicecatalog|dynamodb|s3|appconfig)[:/]/;

/** Whether an output of a resource of this type may name what this stack does not make (a stack reference, a parameter). */
export function mayNameOthers(type: string): boolean {
  return !/^aws(-native)?:/.test(type) || HOLDERS.test(type);
}

/** The kind of action that a resource of this type is; undefined for all others. */
export function targetKind(type: string): ActionKind | undefined {
  return TARGET_TYPES[type];
}

/** Whether `value` is the ARN (or the id that is one) of `resource`. */
export function isArnOf(value: unknown, resource: StackResource): boolean {
  return (
    typeof value === "string" && !isUnknown(value) && ARN_OUTPUTS.some((key) => resource.props[key] === value)
  );
}

/**
 * What the alarm's actions in `field` reach: a value that equals a resource's ARN is that resource. What the engine
 * does not know is taken from the update render, else from what the property depends on; an unknown that depends on
 * nothing that could be or name an action is not known.
 */
export function actionTargets(given: Entry, field: ActionField, context: RuleContext): Actions {
  const entry = knownFace(given, field, context);
  const list = entry.alarm[field];
  if (list === undefined) return { known: true, targets: [], entry };
  if (isUnknown(list)) return fromDependencies(entry, field);
  const known = list.filter((action) => !isUnknown(action)).map((action) => targetOf(action, entry, context));
  if (known.length === list.length) return { known: true, targets: unique(known), entry };
  const rest = fromDependencies(entry, field);
  return rest.known ? { known: true, targets: unique([...known, ...rest.targets]), entry } : rest;
}

function fromDependencies(entry: Entry, field: ActionField): Actions {
  const dependencies = dependenciesOf(entry, field);
  // `topicPolicy.arn` is the topic's: what a dependency depends on may be meant.
  const further = dependencies
    .flatMap((resource) => resource.dependencies)
    .flatMap((urn) => entry.view.byUrn.get(urn) ?? []);
  for (const resources of [dependencies, further]) {
    const targets = resources.filter(({ type }) => TARGET_TYPES[type] !== undefined).map(ofResource);
    if (targets.length > 0) return { known: true, targets: unique(targets), entry };
  }
  const foreign = dependencies.filter(({ type }) => mayNameOthers(type));
  if (foreign.length === 0) return { known: false, entry };
  return {
    known: true,
    targets: foreign.map((resource) => ({ ...ofResource(resource), kind: "foreign" })),
    entry,
  };
}

/** What is said of actions that are not {@link Actions.known}. */
export function notKnown(who: string, field: ActionField): { message: string; fix: string } {
  return {
    message: `${who}: ${field} is known only after deploying and comes from no topic or function, so it cannot be checked before deploying`,
    fix: `make it known: ${field}: [<topic>.arn]`,
  };
}

function targetOf(action: string, entry: Entry, context: RuleContext): Target {
  const resource = entry.view.resources.find(
    (one) => TARGET_TYPES[one.type] !== undefined && isArnOf(action, one),
  );
  if (resource !== undefined) return { ...ofResource(resource), arn: action };
  const foreign =
    isLookedUp(action, context) || referenceOf(action, context) !== undefined || isReference(action);
  const kind = parseAction(action)?.kind ?? (foreign ? "foreign" : "malformed");
  return { key: action, show: action, kind: foreign ? "foreign" : kind, arn: action };
}

/** A value that stands for something that cannot be seen here, `${network.topicArn}`, a topic of a template too. */
function isReference(action: string): boolean {
  return action.includes("${");
}

function ofResource(resource: StackResource): Target {
  return { key: resource.urn, show: resource.name, kind: TARGET_TYPES[resource.type] ?? "foreign", resource };
}

function unique(targets: readonly Target[]): Target[] {
  return [...new Map(targets.map((target) => [target.key, target])).values()];
}

/** Whether the target belongs to somebody else though the program has a resource for it (`Topic.get`). */
export function isExternal(target: Target, context: RuleContext): boolean {
  return target.resource !== undefined && renderedResource(target.resource.urn, context)?.external === true;
}

/** Why a target of kind `foreign` cannot be followed, for the list of what was not judged. */
export function whyForeign(target: Target, context: RuleContext): string {
  if (target.arn !== undefined && isLookedUp(target.arn, context))
    return `${target.show} comes from a look-up`;
  return `${target.show} comes from outside this stack`;
}
