import type { Colors } from "picocolors/types";
import type { ParityRow } from "../compare/types";
import { columns, wrap } from "./text";

/** Differences first: what is the same everywhere needs no reader. */
const order = { differs: 0, excepted: 1, same: 2 } as const;

/** Alarm × stack; under an alarm that differs its fields, under an excepted one the reason. */
export function showMatrix(
  rows: readonly ParityRow[],
  stacks: readonly string[],
  colors: Colors,
  width: number,
): string {
  if (rows.length === 0) return "  no alarm in any stack";
  const sorted = [...rows].sort((a, b) => order[a.verdict] - order[b.verdict]);
  const [head = "", ...lines] = columns([
    ["", ...stacks].map((title) => colors.dim(title)),
    ...sorted.map((row) => [nameOf(row), ...stacks.map((stack) => cell(row, stack, colors))]),
  ]).split("\n");
  return [
    head,
    ...lines.flatMap((line, index) => [line, ...details(sorted[index], stacks, colors, width)]),
  ].join("\n");
}

function nameOf({ kind, name }: ParityRow): string {
  return kind === "alarm" ? name : `${name} (resource)`;
}

function cell(row: ParityRow, stack: string, colors: Colors): string {
  const paint = { same: colors.green, excepted: colors.yellow, differs: colors.red }[row.verdict];
  if (!row.stacks.includes(stack)) return paint("–");
  return paint(row.fields.length === 0 ? "✓" : "≠");
}

function details(
  row: ParityRow | undefined,
  stacks: readonly string[],
  colors: Colors,
  width: number,
): string[] {
  if (row === undefined || row.verdict === "same") return [];
  const fields = row.fields.map(({ field, values, excepted }) => {
    const shown = stacks
      .filter((stack) => stack in values)
      .map((stack) => `${stack} ${showValue(values[stack])}`);
    return `${field}: ${shown.join(", ")}${excepted ? " (excepted)" : ""}`;
  });
  const until = row.expires === undefined ? "" : ` until ${row.expires}`;
  const reason = row.reason === undefined ? [] : [`excepted${until}: ${row.reason}`];
  return [...fields, ...reason].map((line) => `    ${colors.dim(wrap(line, width, 4))}`);
}

const LONGEST_VALUE = 60;

function showValue(value: unknown): string {
  if (value === undefined || value === null) return "not set";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE - 1)}…`;
}
