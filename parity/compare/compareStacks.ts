import type { Rendered } from "../render/types";
import { compareRows } from "./compareRows";
import { alarmItems, resourceItems } from "./item";
import type { ParityFile } from "./parityFile";
import { groupRows } from "./row";
import type { Comparison } from "./types";

/**
 * Holds all stacks to each other: every listed stack must have the same alarms and the same other resources with the
 * same fields, but for sizes and for exceptions that count. A stack that `parity` does not list is held to the listed
 * ones, never they to it. Without a parity file every stack is listed and nothing is excepted.
 * @param stacks renders in the update shape
 * @param today `YYYY-MM-DD`, which decides what has expired; default: today in UTC
 */
export function compareStacks(
  stacks: readonly Rendered[],
  parity?: ParityFile,
  today: string = new Date().toISOString().slice(0, 10),
): Comparison {
  const ordered = inFileOrder(stacks, parity);
  const alarms = ordered.flatMap(alarmItems);
  const resources = ordered.flatMap(resourceItems);
  const compared = compareRows([...groupRows(alarms), ...groupRows(resources)], ordered, parity, today);
  return {
    ...compared,
    unread: [...alarms, ...resources].flatMap(({ kind, stack, urn, unread }) =>
      unread === undefined ? [] : [{ kind, stack, urn, reason: unread }],
    ),
  };
}

/** As the parity file lists them, which is how a change travels; then the others. */
function inFileOrder(stacks: readonly Rendered[], parity: ParityFile | undefined): Rendered[] {
  const place = ({ stack }: Rendered): number => {
    const index = parity?.stacks.indexOf(stack) ?? -1;
    return index < 0 ? Infinity : index;
  };
  return [...stacks].sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
}
