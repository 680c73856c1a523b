import type { Rendered } from "../render/types";
import { compareRows, type Compared } from "./compareRows";
import { alarmItems, resourceItem, type Item } from "./item";
import type { ParityException, ParityFile } from "./parityFile";
import { groupRows } from "./row";
import type { Comparison } from "./types";

/**
 * Holds the alarms of all stacks to each other: every listed stack must have the same ones with the same fields, but
 * for exceptions that count. A stack that `parity` does not list is held to the listed ones, never they to it. Without
 * a parity file every stack is listed and nothing is excepted.
 * @param stacks renders in the update shape
 * @param today `YYYY-MM-DD`, which decides what has expired; default: today in UTC
 */
export function compareAlarms(
  stacks: readonly Rendered[],
  parity?: ParityFile,
  today: string = new Date().toISOString().slice(0, 10),
): Comparison {
  const ordered = inFileOrder(stacks, parity);
  const alarms = ordered.flatMap(alarmItems);
  // Exceptions for other resources are judged here too: does each exist, and is it still needed?
  const resources = exceptedResources(ordered, parity?.exceptions ?? []);
  const { rows, findings, exceptions }: Compared = compareRows(
    [...groupRows(alarms), ...groupRows(resources)],
    ordered.map(({ stack }) => stack),
    parity,
    today,
  );
  return {
    rows: rows.filter(({ kind }) => kind === "alarm"),
    findings: findings.filter(({ kind }) => kind === "alarm").map(({ finding }) => finding),
    exceptions,
    unread: alarms.flatMap(({ stack, urn, unread }) =>
      unread === undefined ? [] : [{ stack, urn, reason: unread }],
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

/** The resources of each type that an exception names. */
function exceptedResources(stacks: readonly Rendered[], exceptions: readonly ParityException[]): Item[] {
  const types = new Set(
    exceptions.filter(({ kind }) => kind === "resource").map(({ name }) => name.split(" ")[0] ?? ""),
  );
  return stacks.flatMap((rendered) =>
    rendered.resources
      .filter(({ type }) => types.has(type))
      .map((resource) => resourceItem(resource, rendered)),
  );
}
