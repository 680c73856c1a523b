import type { Colors } from "picocolors/types";
import { withOwnName } from "../compare/stackName";
import { groupBy } from "./group";
import { wrap } from "./text";
import type { RemediatedField, WeakerPolicy } from "./types";

/** Every field that a policy changed, once for all the stacks in which it did the same. */
export function showRemediations(
  remediations: readonly RemediatedField[],
  colors: Colors,
  width: number,
): string {
  const title = colors.bold(`Remediated (${remediations.length}), and judged as it is then`);
  const byChange = groupBy(remediations, (one) => JSON.stringify([place(one), change(one), one.policy, one.shape]));
  const lines = [...byChange.values()].flatMap(([one, ...others]) => {
    if (one === undefined) return [];
    const stacks = [one, ...others].map(({ stack }) => stack).join(", ");
    const only = one.shape === undefined ? "" : `, seen in the ${one.shape} only`;
    const text = `remediated: ${place(one)}: ${change(one)} (${one.policy}${only})  ${stacks}`;
    return [`  ${colors.green("✓")} ${wrap(text, width, 4)}`];
  });
  return [title, ...(lines.length === 0 ? ["  nothing"] : lines)].join("\n");
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
  return source === undefined ? `"${name}"` : `"${name}" ${source.file}:${source.line}`;
}

function change({ field, before, after, stack }: RemediatedField): string {
  const show = (value: unknown): string => withOwnName(JSON.stringify(value), stack);
  if (after === undefined) return `${field} ${show(before)} taken out`;
  return before === undefined ? `${field} ${show(after)} added` : `${field} ${show(after)} instead of ${show(before)}`;
}
