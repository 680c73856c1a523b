import type { Colors } from "picocolors/types";
import type { ParityRow } from "../compare/types";
import { showDuration, type Firing } from "../replay";
import { columns, count, wrap } from "./text";

/** Differences first: what is the same everywhere needs no reader. */
const order = { differs: 0, excepted: 1, same: 2 } as const;

/** What the rows are shown against. */
interface Frame {
  stacks: readonly string[];
  colors: Colors;
  width: number;
  /** How soon incidents fire the alarms. @default no incidents */
  firings?: readonly Firing[];
}

/** Alarm × stack; under an alarm that differs its fields, under excepted ones the reason. */
export function showAlarms(rows: readonly ParityRow[], frame: Frame): string {
  const alarms = rows.filter(({ kind }) => kind === "alarm");
  return alarms.length === 0
    ? "  no alarm in any stack"
    : table(alarms, ({ name }) => name, frame, firesColumn(frame));
}

/** How many of the other resources are the same, and those that are not × stack; undefined where there is no other. */
export function showResources(rows: readonly ParityRow[], frame: Frame): string | undefined {
  const resources = rows.filter(({ kind }) => kind === "resource");
  if (resources.length === 0) return undefined;
  const uneven = resources.filter(({ verdict }) => verdict !== "same");
  const same = `${count(resources.length - uneven.length, "other resource")} the same in every stack`;
  const title = frame.colors.bold(uneven.length === 0 ? same : `${same}, ${uneven.length} not`);
  const label = ({ name, identity }: ParityRow): string => `${typeOf(identity)} ${name}`;
  return uneven.length === 0 ? title : `${title}\n${table(uneven, label, frame)}`;
}

/** One more column: its title, and its text in each row. */
interface Column {
  title: string;
  cell: (row: ParityRow) => string;
}

/** How soon an alarm fires in the incident that fires it soonest, in the slowest of the stacks. */
function firesColumn({ firings, colors }: Frame): Column | undefined {
  if (firings === undefined) return undefined;
  const soonest = new Map<string, number>();
  for (const { alarm, toAlarm } of firings)
    soonest.set(alarm, Math.min(soonest.get(alarm) ?? Infinity, Math.max(...Object.values(toAlarm))));
  const cell = ({ name }: ParityRow): string => {
    const seconds = soonest.get(name);
    return seconds === undefined ? colors.dim("–") : showDuration(seconds);
  };
  return { title: "fires in", cell };
}

function table(
  rows: readonly ParityRow[],
  label: (row: ParityRow) => string,
  frame: Frame,
  more?: Column,
): string {
  const { stacks, colors } = frame;
  const sorted = [...rows].sort((a, b) => order[a.verdict] - order[b.verdict]);
  const [head = "", ...lines] = columns([
    ["", ...stacks, ...(more === undefined ? [] : [more.title])].map((title) => colors.dim(title)),
    ...sorted.map((row) => [
      label(row),
      ...stacks.map((stack) => cell(row, stack, colors)),
      ...(more === undefined ? [] : [more.cell(row)]),
    ]),
  ]).split("\n");
  const body = lines.flatMap((line, index) => [line, ...details(sorted, index, frame)]);
  return [head, ...body].join("\n");
}

/** `TopicSubscription` of `…$aws:sns/topicSubscription:TopicSubscription::mail`. */
function typeOf(identity: string): string {
  const [chain = ""] = identity.split("::");
  return chain.split("$").at(-1)?.split(":").at(-1) ?? "";
}

function cell(row: ParityRow, stack: string, colors: Colors): string {
  const paint = { same: colors.green, excepted: colors.yellow, differs: colors.red }[row.verdict];
  if (!row.stacks.includes(stack)) return paint("–");
  return paint(row.fields.length === 0 ? "✓" : "≠");
}

function details(rows: readonly ParityRow[], index: number, { stacks, colors, width }: Frame): string[] {
  const row = rows[index];
  if (row === undefined || row.verdict === "same") return [];
  const fields = row.fields.map(({ field, values, excepted }) => {
    const shown = stacks
      .filter((stack) => stack in values)
      .map((stack) => `${stack} ${showValue(values[stack])}`);
    return `${field}: ${shown.join(", ")}${excepted ? " (excepted)" : ""}`;
  });
  const reason = reasonOf(row);
  // Rows of one exception come one after the other: its reason is told once, under the last.
  const isLast = reason !== reasonOf(rows[index + 1]);
  return [...fields, ...(reason !== undefined && isLast ? [reason] : [])].map(
    (line) => `    ${colors.dim(wrap(line, width, 4))}`,
  );
}

function reasonOf(row: ParityRow | undefined): string | undefined {
  if (row?.reason === undefined) return undefined;
  const until = row.expires === undefined ? "" : ` until ${row.expires}`;
  return `excepted${until}: ${row.reason}`;
}

const LONGEST_VALUE = 60;

function showValue(value: unknown): string {
  if (value === undefined || value === null) return "not set";
  if (value === "" || (Array.isArray(value) && value.length === 0)) return "nothing more";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE - 1)}…`;
}
