import type { Colors } from "picocolors/types";
import { withOwnName } from "../compare/stackName";
import { groupBy } from "./group";
import { wrap } from "./text";
import type { RemediatedField, WeakerPolicy } from "./types";

/** Of resources changed alike as many as a terminal shows; JSON has them all. */
const SHOWN = 3;

/** Every change that a policy made, with the stacks and the resources in which it made the same. */
export function showRemediations(
  remediations: readonly RemediatedField[],
  colors: Colors,
  width: number,
): string {
  const title = colors.bold(`Remediated (${remediations.length}), and judged as it is then`);
  const perResource = groupBy(remediations, (one) => JSON.stringify([place(one), heading(one, [])]));
  const alike = groupBy([...perResource.values()], (group) => {
    const [first] = group;
    return first === undefined ? "" : heading(first, group);
  });
  const blocks = [...alike].map(([head, groups]) => {
    const places = groups.flatMap(([first]) => (first === undefined ? [] : [`    ${place(first)}`]));
    const left = places.length - SHOWN;
    const rest = left > 1 ? [`    and ${left} more (all are in --json)`] : [];
    const shown = left > 1 ? places.slice(0, SHOWN) : places;
    return [`  ${colors.green("✓")} ${wrap(head, width, 4)}`, ...shown, ...rest].join("\n");
  });
  return [title, ...(blocks.length === 0 ? ["  nothing"] : blocks)].join("\n");
}

function heading(one: RemediatedField, group: readonly RemediatedField[]): string {
  const only = one.shape === undefined ? "" : `, seen in the ${one.shape} only`;
  const stacks = group.map(({ stack }) => stack).join(", ");
  return `remediated in ${stacks}: ${change(one)} (${one.policy}${only})`;
}

/** What the pack's configuration turns down, and what of it has no effect here. */
export function showConfigured(
  weaker: readonly WeakerPolicy[],
  notes: readonly string[],
  colors: Colors,
  width: number,
): string {
  const lines = weaker.map(({ policy, level, own, file }) => {
    const was = level === "disabled" ? "" : ` (the pack's own level is ${own})`;
    return `${policy} is ${level} by ${file}${was}`;
  });
  return [...lines, ...notes].map((line) => `${colors.yellow("!")} ${wrap(line, width, 2)}`).join("\n");
}

function place({ resource, source, stack }: RemediatedField): string {
  const name = withOwnName(resource, stack);
  return source === undefined ? name : `${name}  ${source.file}:${source.line}`;
}

function change({ field, before, after, stack }: RemediatedField): string {
  const show = (value: unknown): string => withOwnName(JSON.stringify(value), stack);
  if (after === undefined) return `${field} ${show(before)} taken out`;
  return before === undefined
    ? `${field} ${show(after)} added`
    : `${field} ${show(after)} instead of ${show(before)}`;
}
