import { hasUnknown } from "../../cloudwatch/unknown";
import type { Rendered, StackRenders } from "../render/types";
import { alarmItems, type Item } from "./item";
import { showIdentity } from "./identity";
import { bareSide, sameValue } from "./value";
import { comparing, isAction, isDependency, withoutEchoes } from "./alarmFields";
import { showItem, showValue } from "./words";

/** An alarm that one shape of a stack has otherwise than another. */
interface ShapeDifference {
  urn: string;
  /** Whether the alarm itself shows it; what it depends on may come to light only when outputs are known. */
  seen: boolean;
  /** One clause on what differs, with both values. */
  what: string;
}

/** What a stack's shapes say of each other. */
export interface ShapeVerdict {
  /** A program that behaves otherwise in a preview: nobody could have reviewed this. */
  findings: { urn: string; message: string; fix: string }[];
  /** An alarm that only an unknown keeps from a first preview, such as one made in `apply`: no violation. */
  notes: { urn: string; reason: string }[];
}

/** Whether an alarm differs between the two shapes of a stack, beyond fields that are unknown in the preview. */
export function alarmShapesDiffer(preview: Rendered, update: Rendered): boolean {
  return shapeDifferences(preview, update).length > 0;
}

/**
 * Decides, by the third render of the stack, why its alarms differ between preview and update. Nothing is said where
 * they do not differ, or where a shape could not be rendered (which is told as such).
 */
export function notWhatPreviewShows({ stack, preview, update, previewKnown }: StackRenders): ShapeVerdict {
  if (!preview.ok || !update.ok) return { findings: [], notes: [] };
  const seen = shapeDifferences(preview, update);
  if (seen.length === 0) return { findings: [], notes: [] };
  if (previewKnown?.ok !== true) {
    const why = previewKnown === undefined ? "no third render was made" : previewKnown.error;
    const reason = `preview and update differ, and what is the cause could not be decided: ${why}`;
    return { findings: [], notes: seen.map(({ urn, what }) => ({ urn, reason: `${what}; ${reason}` })) };
  }
  const decided = shapeDifferences(previewKnown, update);
  const guilty = new Set(decided.map(({ urn }) => urn));
  return {
    findings: decided.map(({ urn, what }) => ({
      urn,
      message: `${what}: it is not what preview shows, since the program behaves otherwise in a preview of ${stack}`,
      fix: "make it without asking isDryRun() or anything else that changes between preview and update",
    })),
    notes: seen
      .filter((difference) => difference.seen && !guilty.has(difference.urn))
      .map(({ urn, what }) => ({
        urn,
        reason: `${what}; a first preview cannot show it, since it depends on outputs`,
      })),
  };
}

function shapeDifferences(preview: Rendered, update: Rendered): ShapeDifference[] {
  const before = byIdentity(preview);
  const after = byIdentity(update);
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key): ShapeDifference[] => {
    const [was, is] = [before.get(key), after.get(key)];
    const one = is ?? was;
    if (one === undefined) return [];
    const shown = showItem(one, one.identity.name);
    const here = { urn: one.urn, seen: true };
    if (was === undefined) return [{ ...here, what: `${shown} is in the update and not in the preview` }];
    if (is === undefined) return [{ ...here, what: `${shown} is in the preview and not in the update` }];
    return fieldDifferences(was, is).map(({ path, what }) => ({
      urn: one.urn,
      seen: !isDependency(path),
      what: `${shown}: ${what}`,
    }));
  });
}

function byIdentity(rendered: Rendered): Map<string, Item> {
  return new Map(alarmItems(rendered).map((item) => [showIdentity(item.identity), item]));
}

interface FieldDifference {
  path: string;
  what: string;
}

function fieldDifferences(preview: Item, update: Item): FieldDifference[] {
  const paths = [...new Set([...preview.fields.keys(), ...update.fields.keys()])];
  const open = [...preview.fields].filter(([path, value]) => isOpen(path, value)).map(([path]) => path);
  const found = paths
    .filter((path) => !open.some((root) => path === root || path.startsWith(`${root}.`)))
    .flatMap((path) => {
      const [was, is] = [preview.fields.get(path), update.fields.get(path)];
      if (fits(path, was, is, preview.stack)) return [];
      const hidden = preview.hides(path) || update.hides(path);
      const what = `${path} is ${showValue(was, hidden)} in the preview and ${showValue(is, hidden)} in the update`;
      return [{ path, what }];
    });
  return withoutEchoes(found);
}

/** Whether an unknown stands for whatever comes: one value, or a whole map of them. A list of actions keeps its length. */
function isOpen(path: string, value: unknown): boolean {
  return hasUnknown(value) && !(isAction(path) && Array.isArray(value));
}

function fits(path: string, was: unknown, is: unknown, stack: string): boolean {
  const side = bareSide(stack);
  const how = comparing(path, [was, is]);
  if (!Array.isArray(was) || !hasUnknown(was)) return sameValue(was, side, is, side, how);
  return (
    Array.isArray(is) &&
    is.length === was.length &&
    was.filter((element) => !hasUnknown(element)).every((element) => is.includes(element))
  );
}
