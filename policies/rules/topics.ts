import { alarmEntries, elsewhereName, renderedResource, showAlarm, type Entry } from "./resolve";
import { driveMachine } from "./routes";
import type { RuleContext, StackView } from "./rule";
import { actionTargets, isExternal, type Target } from "./targets";

/** Outputs of a topic that name it elsewhere. */
export const TOPIC_OUTPUTS = ["arn", "id", "topicArn"] as const;

/** What alarms of a stack act on, and which alarms those are. */
export interface ActedOn {
  target: Target;
  alarms: Entry[];
}

/** Everything that the stack's alarms act on in ALARM and OK; alarms that drive a machine are left out. */
export function actedOn(stack: StackView, context: RuleContext): ActedOn[] {
  const found = new Map<string, ActedOn>();
  for (const entry of alarmEntries(stack, context)) {
    const alarm = actionTargets(entry, "alarmActions", context);
    if (alarm.known && driveMachine(alarm.targets, context)) continue;
    const ok = actionTargets(entry, "okActions", context);
    for (const target of [alarm, ok].flatMap((actions) => (actions.known ? actions.targets : []))) {
      // A target that the update render knew is followed on as this stack shows it.
      const resource = target.resource && (stack.byUrn.get(target.resource.urn) ?? target.resource);
      const one = found.get(target.key) ?? { target: { ...target, resource }, alarms: [] };
      if (!one.alarms.includes(entry)) one.alarms.push(entry);
      found.set(target.key, one);
    }
  }
  return [...found.values()];
}

/** The ARN of a topic that this stack does not make: a literal, or what `Topic.get` reads. */
export function foreignArn(target: Target, context: RuleContext): string | undefined {
  if (target.kind !== "sns") return undefined;
  if (target.resource === undefined) return target.arn;
  if (!isExternal(target, context)) return undefined;
  const id = renderedResource(target.resource.urn, context)?.outputs.id;
  return typeof id === "string" ? id : target.arn;
}

/** Whether parity.yaml lists the topic as somebody else's. */
export function isListedElsewhere(arn: string, context: RuleContext): boolean {
  return elsewhereName(arn, context) !== undefined;
}

const SHOWN = 3;

/** `alarm "a"`, or `alarms "a", "b" and 4 more`, for messages. */
export function showAlarms(alarms: readonly Entry[]): string {
  const [only] = alarms;
  if (alarms.length === 1 && only !== undefined) return showAlarm(only);
  const shown = alarms.slice(0, SHOWN).map(({ resource }) => `"${resource.name}"`);
  const more = alarms.length > SHOWN ? ` and ${alarms.length - SHOWN} more` : "";
  return `alarms ${shown.join(", ")}${more}`;
}
