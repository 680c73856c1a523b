import { blockField } from "../../../cloudwatch/record";
import { hasUnknown } from "../../../cloudwatch/unknown";
import { alwaysHolds, implies } from "../../../cloudwatch/composite";
import { entriesAmong, entriesNamed } from "../named";
import { MAKE_KNOWN } from "../rendered";
import { alarmEntries, dependenciesOf, knownFace, showAlarm, type Entry } from "../resolve";
import type { Finding, RuleContext, StackView } from "../rule";

const FIX = "name a suppressor that ends, or take actionsSuppressor out";

/** A composite's actions wait while its suppressor is in ALARM: one that always is, or is whenever it is, mutes it for ever. */
export function suppressed(stack: StackView, context: RuleContext): Finding[] {
  const entries = alarmEntries(stack, context);
  return entries.flatMap((composite): Finding[] => {
    const { urn } = composite.resource;
    const who = showAlarm(composite);
    const suppressors = suppressorsOf(composite, entries, context);
    if (suppressors === undefined) {
      const message = `${who}: actionsSuppressor is known only after deploying, so it cannot be checked before`;
      return [{ urn, message, fix: MAKE_KNOWN }];
    }
    return suppressors.flatMap((suppressor) => {
      const why = whyNever(composite, suppressor, context);
      if (why === undefined) return [];
      const message = `${who}: its actionsSuppressor "${nameOf(suppressor, context)}" ${why}, so its actions never run`;
      return [{ urn, message, fix: FIX }];
    });
  });
}

/** Alarms of this stack that suppress the composite; undefined where nothing shows which. */
function suppressorsOf(
  composite: Entry,
  entries: readonly Entry[],
  context: RuleContext,
): Entry[] | undefined {
  const face = knownFace(composite, "actionsSuppressor", context);
  const name = suppressorName(face.alarm.actionsSuppressor);
  if (name === undefined) return [];
  if (!hasUnknown(name)) return entriesNamed(new Set([name]), entries, face.view);
  const found = entriesAmong(dependenciesOf(face, "actionsSuppressor"), entries);
  return found.length === 0 ? undefined : found;
}

/** What a suppressor, as written, names; the unknown mark where that is not known. */
export function suppressorName(suppressor: unknown): string | undefined {
  if (typeof suppressor === "string") return suppressor;
  const alarm = blockField(suppressor, "alarm");
  return typeof alarm === "string" ? alarm : undefined;
}

function whyNever(composite: Entry, suppressor: Entry, context: RuleContext): string | undefined {
  const own = ruleOf(composite, context);
  const rule = ruleOf(suppressor, context);
  if (rule !== undefined && alwaysHolds(rule)) return `is always in ALARM (${rule})`;
  // A child, or a composite of children: in ALARM whenever this one is.
  const then = rule ?? `ALARM("${nameOf(suppressor, context)}")`;
  if (own !== undefined && implies(own, then)) return `is in ALARM whenever this one is (${own})`;
  return undefined;
}

function ruleOf(entry: Entry, context: RuleContext): string | undefined {
  const { alarmRule } = knownFace(entry, "alarmRule", context).alarm;
  return hasUnknown(alarmRule) ? undefined : alarmRule;
}

function nameOf(entry: Entry, context: RuleContext): string {
  const { name } = knownFace(entry, "name", context).alarm;
  return name === undefined || hasUnknown(name) ? entry.resource.name : name;
}
