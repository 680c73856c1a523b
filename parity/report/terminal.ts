import type { Colors } from "picocolors/types";
import type { NotRendered } from "../render/types";
import { showMatrix } from "./matrix";
import { columns, count, wrap } from "./text";
import type { Report } from "./types";
import { showUnchecked } from "./unchecked";
import { showViolations } from "./violations";

/** What is shown beside the report. */
export interface Shown {
  report: Report;
  failed: readonly NotRendered[];
  notes: readonly { stack: string; note: string }[];
}

/** How it is shown. */
export interface Look {
  colors: Colors;
  /** Columns of the terminal. */
  width: number;
}

/** The report for a person: a line a stack, what is wrong, the matrix, what was not judged, the verdict. */
export function showReport({ report, failed, notes }: Shown, { colors, width }: Look): string {
  const title = (text: string) => colors.bold(text);
  const parts = [
    columns(stackLines(report, failed, colors)),
    ...failed.map(({ stack, shape, error }) => {
      const head = `${colors.red("✗")} ${title("cannot be rendered")}  ${stack} (${shape})`;
      return `${head}\n  ${wrap(error, width, 2)}`;
    }),
    ...showViolations(report, colors, width),
    // Where no stack could be judged, nobody knows whether there is an alarm.
    ...(report.stacks.length === 0 && failed.length > 0
      ? []
      : [
          `${title("Alarms in every stack")}\n${showMatrix(report.parity, matrixStacks(report), colors, width)}`,
        ]),
    ...(notes.length === 0 ? [] : [showNotes(notes, title("Notes"), width)]),
    ...(report.unchecked.length === 0
      ? []
      : [
          `${title(`Not judged (${report.unchecked.length})`)}\n${showUnchecked(report.unchecked, colors, width)}`,
        ]),
    verdict(report, failed, colors),
  ];
  return `${parts.join("\n\n")}\n`;
}

function stackLines(report: Report, failed: readonly NotRendered[], colors: Colors): string[][] {
  const judged = report.stacks.map(({ name, resources, alarms }) => {
    const own = report.violations.filter(({ stack }) => stack === name);
    const mandatory = own.filter(({ level }) => level === "mandatory").length;
    const advisory = own.length - mandatory;
    const verdicts = [
      mandatory > 0 ? colors.red(count(mandatory, "violation")) : colors.green("0 violations"),
      ...(advisory > 0 ? [colors.yellow(`${advisory} advisory`)] : []),
    ];
    return [
      colors.bold(name),
      count(resources, "resource"),
      count(alarms.length, "alarm"),
      verdicts.join(", "),
    ];
  });
  return [
    ...judged,
    ...failed.map(({ stack }) => [colors.bold(stack), "", "", colors.red("cannot be rendered")]),
  ];
}

/** Every stack of the comparison, also where `--stack` asked for some only. */
function matrixStacks(report: Report): string[] {
  const named = report.parity.flatMap(({ stacks, fields }) => [
    ...stacks,
    ...fields.flatMap(({ values }) => Object.keys(values)),
  ]);
  return [...new Set([...report.stacks.map(({ name }) => name), ...named])];
}

function showNotes(notes: Shown["notes"], title: string, width: number): string {
  return [title, ...notes.map(({ stack, note }) => `  ${wrap(`${stack}: ${note}`, width, 4)}`)].join("\n");
}

function verdict(report: Report, failed: readonly NotRendered[], colors: Colors): string {
  const mandatory = report.violations.filter(({ level }) => level === "mandatory");
  const advisory = report.violations.length - mandatory.length;
  const asides = advisory > 0 ? `, ${advisory} advisory` : "";
  const alarms = report.stacks.reduce((sum, stack) => sum + stack.alarms.length, 0);
  const judged = `${count(report.stacks.length, "stack")}, ${count(alarms, "alarm")}`;
  const found = mandatory.length === 0 ? "no violations" : count(mandatory.length, "violation");
  if (failed.length > 0) {
    if (report.stacks.length === 0) return colors.red("✗ no stack could be judged");
    const names = failed.map(({ stack }) => stack).join(", ");
    return colors.red(`✗ ${names} could not be judged; in the rest (${judged}): ${found}${asides}`);
  }
  if (mandatory.length === 0) return colors.green(`✓ ${judged}: ${found}${asides}`);
  const where = [...new Set(mandatory.map(({ stack }) => stack))].join(", ");
  return colors.red(`✗ ${judged}: ${found}${asides}, in ${where}`);
}
