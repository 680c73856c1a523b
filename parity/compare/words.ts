import { UNKNOWN } from "../../cloudwatch/unknown";
import type { Item } from "./item";

const LONGEST = 120;

/** `ci`, `ci and staging`, `ci, staging and production` */
export function list(words: readonly string[], last = "and"): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1) ?? ""}`;
}

/** A value as a message shows it; secrets stay hidden. */
export function showValue(value: unknown, hidden = false): string {
  if (value === undefined || value === null) return "not set";
  if (hidden) return "[secret]";
  // What is left of a text or list without what all have: nothing of its own.
  if (value === "" || (Array.isArray(value) && value.length === 0)) return "nothing more";
  if (value === UNKNOWN) return "known only after deploying";
  const text = JSON.stringify(value).replaceAll(UNKNOWN, "known only after deploying");
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}

/** `alarm "api-cpu"`, with the type where it is no alarm. */
export function showItem(item: Item, name: string): string {
  return item.kind === "alarm" ? `alarm "${name}"` : `${item.type} "${name}"`;
}

/** The stacks in groups of one value each, as `same` says. */
export function groupStacks(
  stacks: readonly string[],
  same: (stack: string, other: string) => boolean,
): string[][] {
  const groups: string[][] = [];
  for (const stack of stacks) {
    const group = groups.find((one) => one.every((other) => same(other, stack)));
    if (group === undefined) groups.push([stack]);
    else group.push(stack);
  }
  return groups;
}
