import { ACTION_NAMES } from "../../cloudwatch/action";
import { hasUnknown } from "../../cloudwatch/unknown";
import { ruleChildren } from "../../cloudwatch/composite";
import { entriesAmong, entriesNamed } from "./named";
import { alarmEntries, dependenciesOf, knownFace, type Entry } from "./resolve";
import type { RuleContext, StackView } from "./rule";
import { actionTargets, type Target } from "./targets";

/** The pack's configuration for a Lambda function that drives a machine, as JSON schema. */
export const MACHINES_SCHEMA = {
  machines: {
    type: "array",
    items: { type: "string" },
    description:
      "Lambda functions (logical names or ARNs) that drive a machine and tell nobody. Default: none.",
  },
} as const;

/** Whether the target tells people: a topic, a function that is no machine, or what cannot be seen here. */
export function tellsPeople(target: Target, context: RuleContext): boolean {
  if (target.kind === "lambda") return !isMachineFunction(target, context);
  return target.kind === "sns" || target.kind === "foreign";
}

/** Whether these targets drive a machine and tell nobody. */
export function driveMachine(targets: readonly Target[], context: RuleContext): boolean {
  return (
    targets.length > 0 &&
    targets.every(
      (target) =>
        target.kind === "autoscaling" || target.kind === "ec2" || isMachineFunction(target, context),
    )
  );
}

function isMachineFunction(target: Target, context: RuleContext): boolean {
  const { machines } = context.config;
  if (target.kind !== "lambda" || !Array.isArray(machines)) return false;
  return machines.includes(target.resource?.name) || machines.includes(target.arn);
}

/** Targets that tell people of both ALARM and OK. */
export function sharedRoutes(
  alarm: readonly Target[],
  ok: readonly Target[],
  context: RuleContext,
): Target[] {
  return alarm.filter((target) => tellsPeople(target, context) && ok.some(({ key }) => key === target.key));
}

/** `an SNS topic "alarms"`, for messages. */
export function showTarget(target: Target): string {
  if (target.kind === "foreign") return target.show;
  return target.kind === "malformed" ? `"${target.show}"` : `${ACTION_NAMES[target.kind]} (${target.show})`;
}

/**
 * The alarms that are told through a composite of this stack: children whose ALARM raises one that has both routes
 * and runs its actions.
 */
export function routedThroughComposite(stack: StackView, context: RuleContext): (entry: Entry) => boolean {
  const entries = alarmEntries(stack, context);
  const routed = new Set<string>();
  for (const composite of entries.filter(({ alarm }) => alarm.kind === "composite")) {
    if (!hasBothRoutes(composite, context)) continue;
    for (const child of childrenOf(composite, entries, context)) routed.add(keyOf(child));
  }
  return (entry) => routed.has(keyOf(entry));
}

function hasBothRoutes(composite: Entry, context: RuleContext): boolean {
  const enabled = knownFace(composite, "actionsEnabled", context).alarm.actionsEnabled ?? true;
  if (enabled !== true) return false;
  const alarm = actionTargets(composite, "alarmActions", context);
  const ok = actionTargets(composite, "okActions", context);
  return alarm.known && ok.known && sharedRoutes(alarm.targets, ok.targets, context).length > 0;
}

function childrenOf(composite: Entry, entries: readonly Entry[], context: RuleContext): Entry[] {
  const face = knownFace(composite, "alarmRule", context);
  const rule = face.alarm.alarmRule;
  if (rule === undefined) return [];
  if (hasUnknown(rule)) return entriesAmong(dependenciesOf(face, "alarmRule"), entries);
  const raising = new Set(ruleChildren(rule).flatMap(({ alarm, raises }) => (raises ? [alarm] : [])));
  return entriesNamed(raising, entries, face.view);
}

function keyOf({ resource, index }: Entry): string {
  return `${resource.urn}#${index}`;
}
