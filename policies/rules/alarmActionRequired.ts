import { actionRefusal, parseAction, type AlarmState } from "../../cloudwatch/action";
import type { Alarm } from "../../cloudwatch/alarm";
import { isUnknown } from "../../cloudwatch/unknown";
import { isRegionOpen, regionOf } from "./region";
import { alarmEntries, knownFace, referenceOf, showAlarm, unread, type Entry } from "./resolve";
import { MACHINES_SCHEMA, routedThroughComposite } from "./routes";
import type { Finding, ResourceView, Rule, RuleContext, StackView, Verdict } from "./rule";
import { actionTargets, notKnown, type ActionField } from "./targets";

type Problem = Omit<Finding, "urn">;

const STATES: readonly (readonly [ActionField, AlarmState])[] = [
  ["alarmActions", "ALARM"],
  ["okActions", "OK"],
  ["insufficientDataActions", "INSUFFICIENT_DATA"],
];

/**
 * A resource shows by itself that its actions are off; missing actions take its neighbours (a composite may act for
 * it), and so does an action's place. A value that only the update render knows is told in the stack.
 */
export const alarmActionRequired: Rule = {
  name: "alarm-action-required",
  description: "An alarm must have an alarm action that CloudWatch can run, and its actions must be on.",
  level: "mandatory",
  configSchema: MACHINES_SCHEMA,
  checkResource: (resource) => ({
    findings: resource.alarms.flatMap((alarm) => switchedOff(resource, alarm)),
    unchecked: [],
  }),
  checkStack: (stack, context) => {
    const isRouted = routedThroughComposite(stack, context);
    const verdict: Verdict = { findings: [], unchecked: [] };
    for (const entry of alarmEntries(stack, context)) {
      const { urn } = entry.resource;
      if (entry.alarm.kind === "unknown") {
        unread(entry, verdict);
        continue;
      }
      const problems = [
        ...laterSwitchedOff(entry, stack, context),
        ...missing(entry, isRouted(entry), context),
        ...nowhere(entry, context),
        ...STATES.flatMap(([field, state]) => refused(entry, field, state, context)),
      ];
      verdict.findings.push(...problems.map((problem) => ({ urn, ...problem })));
    }
    return verdict;
  },
};

function switchedOff(resource: ResourceView, alarm: Alarm): Finding[] {
  if (alarm.actionsEnabled !== false) return [];
  return [{ urn: resource.urn, ...offProblem(showAlarm({ resource, alarm })) }];
}

function offProblem(who: string): Problem {
  return {
    message: `${who}: actionsEnabled is false, so none of its actions runs`,
    fix: "actionsEnabled: true",
  };
}

/** What checkResource could not see: a value that is unknown there, or a template's alarm that is. */
function laterSwitchedOff(entry: Entry, stack: StackView, context: RuleContext): Problem[] {
  const own = stack.byUrn.get(entry.resource.urn)?.alarms[entry.index];
  if (own?.kind !== "unknown" && own?.actionsEnabled === false) return [];
  const { actionsEnabled } = knownFace(entry, "actionsEnabled", context).alarm;
  const who = showAlarm(entry);
  if (actionsEnabled === false) return [offProblem(who)];
  if (!isUnknown(actionsEnabled)) return [];
  return [
    {
      message: `${who}: actionsEnabled is known only after deploying, so it cannot be checked before deploying`,
      fix: "make it known: actionsEnabled: true",
    },
  ];
}

function missing(entry: Entry, routed: boolean, context: RuleContext): Problem[] {
  const actions = actionTargets(entry, "alarmActions", context);
  const who = showAlarm(entry);
  if (!actions.known) return [notKnown(who, "alarmActions")];
  if (actions.targets.length > 0 || routed) return [];
  return [
    { message: `${who}: alarmActions is empty, so nobody is told`, fix: "alarmActions: [<topic>.arn]" },
  ];
}

/** Where the alarm is decides whether its actions can run. */
function nowhere(entry: Entry, context: RuleContext): Problem[] {
  if (!isRegionOpen(entry.resource, context)) return [];
  return [
    {
      message: `${showAlarm(entry)}: region is known only after deploying, so whether its actions can run there cannot be checked before deploying`,
      fix: 'make it known: region: "eu-west-1", or leave it out',
    },
  ];
}

function refused(entry: Entry, field: ActionField, state: AlarmState, context: RuleContext): Problem[] {
  const actions = actionTargets(entry, field, context);
  // Those of the other two states are told where they are missed.
  if (!actions.known) return field === "insufficientDataActions" ? [notKnown(showAlarm(entry), field)] : [];
  const region = regionOf(entry.resource, context);
  return actions.targets.flatMap(({ arn, show, resource }) => {
    if (arn === undefined) return [];
    // A made-up ARN shows the stack's region, not the resource's own.
    const madeUp = referenceOf(arn, context) !== undefined;
    const elsewhere = resource && madeUp ? regionOf(resource, context) : undefined;
    const why =
      actionRefusal(
        arn,
        actions.entry.alarm,
        state,
        madeUp ? {} : { region, partition: partitionOf(region) },
      ) ??
      (differ(region, elsewhere) ? `it is in ${elsewhere ?? ""}, the alarm in ${region ?? ""}` : undefined);
    if (why === undefined) return [];
    const message = `${showAlarm(entry)}: ${field} has ${show}, which CloudWatch cannot run there: ${why}`;
    return [{ message, fix: fixFor(arn, field, region) }];
  });
}

function fixFor(arn: string, field: ActionField, region: string | undefined): string {
  if (parseAction(arn) === undefined) return `${field}: [<topic>.arn]`;
  return `take it out of ${field}, or give a topic in ${region ?? "the alarm's region"}: ${field}: [<topic>.arn]`;
}

function differ(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

/** (AWS General Reference, "AWS Regions": partitions by the region's prefix.) */
function partitionOf(region: string | undefined): string | undefined {
  if (region === undefined) return undefined;
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  return /iso|^eusc/.test(region) ? undefined : "aws";
}
