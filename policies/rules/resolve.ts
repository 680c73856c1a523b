import type { Alarm } from "../../cloudwatch/alarm";
import { hasUnknown } from "../../cloudwatch/unknown";
import type { Rendered, RenderedResource } from "../../parity/render/types";
import { parseUrn } from "../../parity/render/urn";
import type { RuleContext, StackResource, StackView, Verdict } from "./rule";
import { viewOfRender } from "./view";

/** One alarm among its neighbours: a resource may hold several. */
export interface Entry {
  resource: StackResource;
  alarm: Alarm;
  /** Place among the resource's alarms. */
  index: number;
  /** The stack in which its values mean something. */
  view: StackView;
}

/** The update render of the stack that is judged; undefined where there is none. */
export function updateRender(context: RuleContext): Rendered | undefined {
  const update = context.renders?.stacks.find(({ stack }) => stack === context.stack)?.update;
  return update?.ok === true ? update : undefined;
}

/** Every rule asks for every resource, so a large stack needs an index. */
const byUrn = new WeakMap<Rendered, ReadonlyMap<string, RenderedResource>>();

/** The resource `urn` as the update render registered it. */
export function renderedResource(urn: string, context: RuleContext): RenderedResource | undefined {
  const update = updateRender(context);
  if (update === undefined) return undefined;
  let index = byUrn.get(update);
  if (index === undefined) {
    index = new Map(update.resources.map((resource) => [resource.urn, resource]));
    byUrn.set(update, index);
  }
  return index.get(urn);
}

/** `resource` as the update render shows it, with the view in which its values mean something. */
export function updateFace(
  resource: StackResource,
  context: RuleContext,
): { resource: StackResource; view: StackView } | undefined {
  const update = updateRender(context);
  // A preview that was read from a file stands in for an update, and knows no more than what is judged.
  if (update?.shape !== "update") return undefined;
  const view = viewOfRender(update);
  const shown = view.byUrn.get(resource.urn);
  return shown === undefined ? undefined : { resource: shown, view };
}

/**
 * All alarms of the stack. A resource whose alarms cannot be read before deploying (an unknown
 * CloudFormation body) is taken from the update render.
 */
export function alarmEntries(stack: StackView, context: RuleContext): Entry[] {
  return stack.resources.flatMap((resource) => {
    const own = entriesOf(resource, stack);
    if (!own.some(({ alarm }) => alarm.kind === "unknown")) return own;
    const face = updateFace(resource, context);
    return face === undefined || face.resource.alarms.length === 0
      ? own
      : entriesOf(face.resource, face.view);
  });
}

function entriesOf(resource: StackResource, view: StackView): Entry[] {
  return resource.alarms.map((alarm, index) => ({ resource, alarm, index, view }));
}

/** The entry itself where `field` is known; else as the update render shows it, where it does. */
export function knownFace(entry: Entry, field: keyof Alarm, context: RuleContext): Entry {
  if (!hasUnknown(entry.alarm[field])) return entry;
  const face = updateFace(entry.resource, context);
  const alarm = face?.resource.alarms[entry.index];
  if (face === undefined || alarm === undefined) return entry;
  return { resource: face.resource, alarm, index: entry.index, view: face.view };
}

/** Resources that a property depends on; in a CloudFormation stack, everything comes through its body. */
export function dependenciesOf(entry: Entry, property: string): StackResource[] {
  const { propertyDependencies } = entry.resource;
  const urns = propertyDependencies[property] ?? propertyDependencies.templateBody ?? [];
  return urns.flatMap((urn) => entry.view.byUrn.get(urn) ?? []);
}

/** Tells that the actions of an alarm of unknown kind cannot be read: rejected where they will be known, else listed. */
export function unread(entry: Entry, { findings, unchecked }: Verdict): void {
  const { urn } = entry.resource;
  const who = showAlarm(entry);
  if (!hasUnknown(entry.alarm)) {
    unchecked.push({ urn, reason: `${who}: its actions cannot be read` });
    return;
  }
  findings.push({
    urn,
    message: `${who}: its definition is known only after deploying, so its actions cannot be checked before deploying`,
    fix: "make it known: write the template from values that are",
  });
}

/** What a made-up value of the update render stands for. */
export function referenceOf(
  value: string,
  context: RuleContext,
): { urn: string; property: string } | undefined {
  return updateRender(context)?.references[value];
}

/** Whether a made-up value is the answer of a look-up (`getTopic`), which belongs to no stack. */
export function isLookedUp(value: string, context: RuleContext): boolean {
  const reference = referenceOf(value, context);
  return reference !== undefined && parseUrn(reference.urn).stack === "";
}

/** The pack's configuration of what others own, as JSON schema. */
export const ELSEWHERE_SCHEMA = {
  elsewhere: {
    type: "array",
    items: { type: "string" },
    description:
      "Topics (ARNs) and dimension values that other stacks or teams own, live and subscribed, beside those under elsewhere in parity.yaml. Default: none.",
  },
} as const;

/**
 * The name under which parity.yaml lists `value` as somebody else's, for this stack, or the value itself where the
 * pack's configuration lists it; undefined where neither does. A stack that the entry does not name (scratch) may use
 * any stack's.
 */
export function elsewhereName(value: string, { parity, stack, config }: RuleContext): string | undefined {
  const listed = parity?.elsewhere.find(({ values }) => {
    const own = values[stack];
    return own === undefined ? Object.values(values).includes(value) : own === value;
  });
  if (listed !== undefined) return listed.name;
  return Array.isArray(config.elsewhere) && config.elsewhere.includes(value) ? value : undefined;
}

/** Whether the stack is held to others: named in parity.yaml, or any stack where there is no such file. */
export function isListed(context: RuleContext): boolean {
  return context.parity?.stacks.includes(context.stack) ?? true;
}

/** `alarm "api-cpu"`, with the name in CloudWatch where it is another; in a template, `alarm "stack/LogicalId"`. */
export function showAlarm({ resource, alarm }: { resource: { name: string }; alarm: Alarm }): string {
  const { name, other } = alarm;
  const within = typeof other?.logicalId === "string" ? `/${other.logicalId}` : "";
  const extra = name === undefined || name === resource.name || hasUnknown(name) ? "" : ` (${name})`;
  return `alarm "${resource.name}${within}"${extra}`;
}
