import { parseAction } from "../../../cloudwatch/action";
import { isUnknown } from "../../../cloudwatch/unknown";
import { alarmEntries, updateRender, type Entry } from "../resolve";
import { routedThroughComposite } from "../routes";
import type { InputEdit, ResourceView, RuleContext } from "../rule";
import { viewOfRender } from "../view";
import { soleAlarm } from "./soleAlarm";

/**
 * OK actions where there are none: the topics that the alarm actions have. What an unknown action is, only the update
 * render shows; without one, or where the two lists do not match, nothing is certain and nothing is done.
 */
export function okActionsRemedy(resource: ResourceView, context: RuleContext): readonly InputEdit[] {
  const alarm = soleAlarm(resource);
  if (alarm === undefined || alarm.okActions !== undefined || alarm.alarmActions === undefined) return [];
  const entry = renderedEntry(resource.urn, context);
  if (entry !== undefined && routedThroughComposite(entry.view, context)(entry)) return [];

  const own: unknown = resource.props.alarmActions;
  const shown: unknown = entry?.resource.props.alarmActions;
  const topics = isUnknown(own) ? shown : Array.isArray(own) ? known(own, shown) : undefined;
  if (!Array.isArray(topics)) return [];
  const elements = topics.flatMap((action, index) => (isTopic(action) ? [index] : []));
  if (elements.length === 0) return [];
  if (elements.length === topics.length) return [edit({ copyOf: "alarmActions" })];
  // Of a list that is unknown as a whole no part can be copied.
  return isUnknown(own) ? [] : [edit({ copyOf: "alarmActions", elements })];
}

function edit(change: InputEdit["change"]): InputEdit {
  return { path: ["okActions"], change };
}

function renderedEntry(urn: string, context: RuleContext): Entry | undefined {
  const update = updateRender(context);
  if (update === undefined) return undefined;
  return alarmEntries(viewOfRender(update), context).find(({ resource }) => resource.urn === urn);
}

/** The list with each unknown element as the update render shows it; undefined where it does not show all of them. */
function known(own: readonly unknown[], shown: unknown): readonly unknown[] | undefined {
  if (!own.some(isUnknown)) return own;
  if (!Array.isArray(shown) || shown.length !== own.length) return undefined;
  return own.map((action, index) => (isUnknown(action) ? (shown[index] as unknown) : action));
}

function isTopic(action: unknown): boolean {
  return typeof action === "string" && parseAction(action)?.kind === "sns";
}
