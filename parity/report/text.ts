import { stripVTControlCharacters } from "node:util";
import Table from "cli-table3";

/** Widths under which text is not wrapped any further: words would stand one a line. */
const NARROWEST = 40;

/** Wraps at spaces to `width` columns; every line but the first starts with `indent` spaces. */
export function wrap(text: string, width: number, indent: number): string {
  const room = Math.max(width, NARROWEST) - indent;
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    // YAML to copy keeps its own indentation.
    const own = /^ */.exec(paragraph)?.[0] ?? "";
    let line = "";
    for (const word of paragraph.trimStart().split(" ")) {
      const longer = line === "" ? word : `${line} ${word}`;
      if (visibleLength(own + longer) <= room || line === "") {
        line = longer;
        continue;
      }
      lines.push(own + line);
      line = word;
    }
    lines.push(own + line);
  }
  return lines.join(`\n${" ".repeat(indent)}`);
}

/** Rows in columns two spaces apart, without borders; every line starts with two spaces. */
export function columns(rows: readonly (readonly string[])[]): string {
  const borders = ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left"] as const;
  const more = ["bottom-right", "left", "left-mid", "mid", "mid-mid", "right", "right-mid"] as const;
  const none = Object.fromEntries([...borders, ...more].map((name) => [name, ""]));
  const table = new Table({
    chars: { ...none, middle: "  " },
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split("\n")
    .map((line) => `  ${line.trimEnd()}`)
    .join("\n");
}

/** `1 alarm`, `2 alarms`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}

function visibleLength(text: string): number {
  return stripVTControlCharacters(text).length;
}
