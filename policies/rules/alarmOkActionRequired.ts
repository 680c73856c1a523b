import { okActionsRemedy } from "./remedies/okActions";
import { alarmEntries, showAlarm, unread, type Entry } from "./resolve";
import {
  MACHINES_SCHEMA,
  driveMachine,
  routedThroughComposite,
  sharedRoutes,
  showTarget,
  tellsPeople,
} from "./routes";
import type { Finding, Rule, RuleContext, Verdict } from "./rule";
import { actionTargets, notKnown, type Actions, type Target } from "./targets";

/** Judged in the stack: only there it shows what an action reaches, and that a composite tells of its children. */
export const alarmOkActionRequired: Rule = {
  name: "alarm-ok-action-required",
  description: "An alarm must tell of the return to OK on a topic or function that it tells of ALARM.",
  level: "mandatory",
  configSchema: MACHINES_SCHEMA,
  remedy: okActionsRemedy,
  checkStack: (stack, context) => {
    const isRouted = routedThroughComposite(stack, context);
    const verdict: Verdict = { findings: [], unchecked: [] };
    for (const entry of alarmEntries(stack, context)) {
      const { urn } = entry.resource;
      if (entry.alarm.kind === "unknown") {
        unread(entry, verdict);
        continue;
      }
      const finding = isRouted(entry) ? undefined : judge(entry, context);
      if (finding !== undefined) verdict.findings.push({ urn, ...finding });
    }
    return verdict;
  },
};

function judge(entry: Entry, context: RuleContext): Omit<Finding, "urn"> | undefined {
  const alarm = actionTargets(entry, "alarmActions", context);
  if (alarm.known && driveMachine(alarm.targets, context)) return undefined;
  const ok = actionTargets(entry, "okActions", context);
  const who = showAlarm(entry);
  if (!ok.known) return notKnown(who, "okActions");
  if (ok.targets.length === 0) {
    return { message: `${who}: okActions is empty, so nobody learns that it is over`, fix: fixFor(alarm) };
  }
  if (!alarm.known) return notKnown(who, "alarmActions");
  if (sharedRoutes(alarm.targets, ok.targets, context).length > 0) return undefined;
  return { message: `${who}: ${whyNoRoute(alarm.targets, ok.targets, context)}`, fix: fixFor(alarm) };
}

function whyNoRoute(alarm: readonly Target[], ok: readonly Target[], context: RuleContext): string {
  const shown = ok.map(showTarget).join(", ");
  if (!ok.some((target) => tellsPeople(target, context))) {
    return `okActions has only ${shown}, which tells nobody that it is over`;
  }
  const told = alarm.map(showTarget).join(", ") || "nothing";
  return `okActions goes to ${shown}, but alarmActions to ${told}, so whoever got the alarm does not learn that it is over`;
}

function fixFor(alarm: Actions): string {
  const topic = alarm.known
    ? alarm.targets.find(({ kind }) => kind === "sns" || kind === "lambda")
    : undefined;
  if (topic === undefined) return "okActions: [<topic>.arn], and the same topic in alarmActions";
  return `okActions: [${topic.resource === undefined ? `"${topic.show}"` : `${topic.show}.arn`}]`;
}
