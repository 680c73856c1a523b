import { hasUnknown } from "../../../cloudwatch/unknown";
import { nearest } from "../../../parity/render/nearest";
import { parses, ruleChildren } from "../../../cloudwatch/composite";
import { entriesAmong, entriesNamed } from "../named";
import { MAKE_KNOWN } from "../rendered";
import {
  alarmEntries,
  dependenciesOf,
  elsewhereName,
  isLookedUp,
  knownFace,
  referenceOf,
  showAlarm,
  updateRender,
  type Entry,
} from "../resolve";
import type { Finding, RuleContext, StackView, Verdict } from "../rule";
import { mayNameOthers } from "../targets";
import { suppressorName } from "./suppressors";

/** What CloudWatch refuses about a composite alarm: a rule that does not parse, alarms that are not there, a cycle. */
export function judgeComposites(stack: StackView, context: RuleContext): Verdict {
  const entries = alarmEntries(stack, context);
  const composites = entries.filter(({ alarm }) => alarm.kind === "composite");
  const verdict: Verdict = { findings: [], unchecked: [] };
  for (const composite of composites) {
    verdict.findings.push(...ruleProblems(composite, context));
    judgeNames(composite, entries, context, verdict);
  }
  verdict.findings.push(...cycles(composites, entries, context));
  return verdict;
}

function ruleProblems(composite: Entry, context: RuleContext): Finding[] {
  const face = knownFace(composite, "alarmRule", context);
  const { alarmRule } = face.alarm;
  const { urn } = composite.resource;
  const who = showAlarm(composite);
  if (hasUnknown(alarmRule)) {
    const isOfAlarms = dependenciesOf(face, "alarmRule").some(
      ({ type, alarms }) => alarms.length > 0 || mayNameOthers(type),
    );
    const message = `${who}: alarmRule is known only after deploying and comes from no alarm, so it cannot be checked before`;
    return isOfAlarms ? [] : [{ urn, message, fix: MAKE_KNOWN }];
  }
  if (alarmRule !== undefined && parses(alarmRule)) return [];
  const message = `${who}: alarmRule ${alarmRule === undefined ? "(left out)" : `"${alarmRule}"`} is no rule that CloudWatch can read`;
  return [{ urn, message, fix: 'alarmRule: `ALARM("${<alarm>.name}") OR ALARM("${<other>.name}")`' }];
}

/** Every alarm that the rule or the suppressor names must be there when the composite is made. */
function judgeNames(
  composite: Entry,
  entries: readonly Entry[],
  context: RuleContext,
  verdict: Verdict,
): void {
  const { urn } = composite.resource;
  for (const [field, names, face] of namedBy(composite, context)) {
    for (const name of names) {
      if (entriesNamed(new Set([name]), entries, face.view).length > 0) continue;
      if (elsewhereName(name, context) !== undefined) continue;
      const what = `${showAlarm(composite)}: ${field} names "${name}"`;
      const why = whyUnseen(name, entries, context);
      if (why !== undefined) verdict.unchecked.push({ urn, reason: `${what}: ${why}` });
      else verdict.findings.push(notThere(urn, what, name, entries));
    }
  }
}

function namedBy(composite: Entry, context: RuleContext): [string, string[], Entry][] {
  const byRule = knownFace(composite, "alarmRule", context);
  const { alarmRule } = byRule.alarm;
  const children =
    alarmRule === undefined || hasUnknown(alarmRule) || !parses(alarmRule) ? [] : ruleChildren(alarmRule);
  const bySuppressor = knownFace(composite, "actionsSuppressor", context);
  const suppressor = suppressorName(bySuppressor.alarm.actionsSuppressor);
  return [
    ["alarmRule", children.map(({ alarm }) => alarm), byRule],
    [
      "actionsSuppressor",
      suppressor === undefined || hasUnknown(suppressor) ? [] : [suppressor],
      bySuppressor,
    ],
  ];
}

function whyUnseen(name: string, entries: readonly Entry[], context: RuleContext): string | undefined {
  if (name.includes("${") || referenceOf(name, context) !== undefined || isLookedUp(name, context))
    return "it comes from outside this stack";
  const open = entries.find(
    (entry) => hasUnknown(knownFace(entry, "name", context).alarm.name) || entry.alarm.kind === "unknown",
  );
  if (open !== undefined) return `the name of ${showAlarm(open)} is known only after deploying`;
  const [note] = updateRender(context)?.notes ?? [];
  return note === undefined ? undefined : `it is none that can be seen (${note})`;
}

function notThere(urn: string, what: string, name: string, entries: readonly Entry[]): Finding {
  const names = entries.flatMap(({ alarm: { name } }) =>
    name === undefined || hasUnknown(name) ? [] : [name],
  );
  const meant = nearest(name, names);
  return {
    urn,
    message: `${what}, which is no alarm of this stack, so CloudWatch refuses it or it never fires`,
    fix: `${meant === undefined ? "name an alarm of this stack by its own output, `${<alarm>.name}`" : `write ${meant}`}; or list it under elsewhere in parity.yaml`,
  };
}

/** Composites that depend on themselves through their rules: CloudWatch stops evaluating these. */
function cycles(composites: readonly Entry[], entries: readonly Entry[], context: RuleContext): Finding[] {
  const children = new Map(composites.map((one) => [one, childrenOf(one, entries, context)]));
  return composites.flatMap((composite): Finding[] => {
    const way = wayBack(composite, composite, children, new Set());
    if (way === undefined) return [];
    const shown = [composite, ...way].map(({ resource }) => `"${resource.name}"`).join(" → ");
    const message = `${showAlarm(composite)}: alarmRule leads back to itself (${shown}), so CloudWatch stops evaluating it`;
    return [
      { urn: composite.resource.urn, message, fix: "take one of these alarms out of the other's rule" },
    ];
  });
}

function childrenOf(composite: Entry, entries: readonly Entry[], context: RuleContext): Entry[] {
  const face = knownFace(composite, "alarmRule", context);
  const { alarmRule } = face.alarm;
  if (alarmRule === undefined) return [];
  if (hasUnknown(alarmRule)) return entriesAmong(dependenciesOf(face, "alarmRule"), entries);
  return entriesNamed(new Set(ruleChildren(alarmRule).map(({ alarm }) => alarm)), entries, face.view);
}

/** The alarms from `from` on that lead to `to`, which is the last of them. */
function wayBack(
  from: Entry,
  to: Entry,
  children: ReadonlyMap<Entry, readonly Entry[]>,
  seen: Set<Entry>,
): Entry[] | undefined {
  for (const child of children.get(from) ?? []) {
    if (child === to) return [child];
    if (seen.has(child)) continue;
    seen.add(child);
    const rest = wayBack(child, to, children, seen);
    if (rest !== undefined) return [child, ...rest];
  }
  return undefined;
}
