import type { Colors } from "picocolors/types";
import type { KnownFinding } from "../baseline";
import type { NotRendered } from "../render/types";
import { showAlarms, showResources } from "./matrix";
import { showConfigured, showRemediations } from "./remediations";
import { columns, count, wrap } from "./text";
import { showGone } from "./gone";
import { stops, tally } from "./tally";
import type { Report } from "./types";
import { showUnchecked } from "./unchecked";
import { showViolations } from "./violations";

/** What is shown beside the report. */
export interface Shown {
  report: Report;
  failed: readonly NotRendered[];
  notes: readonly { stack: string; note: string }[];
  /** What a baseline has and nobody finds any more. */
  gone?: readonly KnownFinding[];
  /** What a reader must know of the pack's configuration, a line each. */
  packNotes?: readonly string[];
}

/** How it is shown. */
export interface Look {
  colors: Colors;
  /** Columns of the terminal. */
  width: number;
}

/** The report for a person: a line a stack, what is wrong, the matrix, what was not judged, the verdict. */
export function showReport(shown: Shown, { colors, width }: Look): string {
  const { report, failed, notes, gone = [], packNotes = [] } = shown;
  const news = { ...report, violations: report.violations.filter(({ known }) => known !== true) };
  const title = (text: string) => colors.bold(text);
  const frame = { stacks: matrixStacks(report), colors, width, firings: report.firings };
  const resources = showResources(report.parity, frame);
  const parts = [
    columns(stackLines(report, failed, colors)),
    ...failed.map(({ stack, shape, error }) => {
      const head = `${colors.red("✗")} ${title("cannot be rendered")}  ${stack} (${shape})`;
      return `${head}\n  ${wrap(error, width, 2)}`;
    }),
    ...(report.weaker === undefined && packNotes.length === 0
      ? []
      : [showConfigured(report.weaker ?? [], packNotes, colors, width)]),
    ...(report.remediations === undefined ? [] : [showRemediations(report.remediations, colors, width)]),
    ...showViolations(news, colors, width),
    // Where no stack could be judged, nobody knows whether there is an alarm.
    ...(report.stacks.length === 0 && failed.length > 0
      ? []
      : [`${title("Alarms in every stack")}\n${showAlarms(report.parity, frame)}`]),
    ...(resources === undefined ? [] : [resources]),
    ...(notes.length === 0 ? [] : [showNotes(notes, title("Notes"), width)]),
    ...(report.unchecked.length === 0
      ? []
      : [
          `${title(`Not judged (${report.unchecked.length})`)}\n${showUnchecked(report.unchecked, colors, width)}`,
        ]),
    ...(gone.length === 0 ? [] : [showGone(gone, title, width)]),
    verdict(report, failed, colors),
  ];
  return `${parts.join("\n\n")}\n`;
}

function stackLines(report: Report, failed: readonly NotRendered[], colors: Colors): string[][] {
  const judged = report.stacks.map(({ name, resources, alarms }) => {
    const { mandatory, advisory, known } = tally(report.violations.filter(({ stack }) => stack === name));
    const verdicts = [
      mandatory > 0 ? colors.red(count(mandatory, "violation")) : colors.green("0 violations"),
      ...(advisory > 0 ? [colors.yellow(`${advisory} advisory`)] : []),
      ...(known > 0 ? [colors.dim(`${known} known`)] : []),
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
  const { mandatory, advisory, known } = tally(report.violations);
  const asides = `${advisory > 0 ? `, ${advisory} advisory` : ""}${known > 0 ? `, ${known} known` : ""}`;
  const alarms = report.stacks.reduce((sum, stack) => sum + stack.alarms.length, 0);
  const judged = `${count(report.stacks.length, "stack")}, ${count(alarms, "alarm")}`;
  const found = mandatory === 0 ? "no violations" : count(mandatory, "violation");
  if (failed.length > 0) {
    if (report.stacks.length === 0) return colors.red("✗ no stack could be judged");
    const names = failed.map(({ stack }) => stack).join(", ");
    return colors.red(`✗ ${names} could not be judged; in the rest (${judged}): ${found}${asides}`);
  }
  if (mandatory === 0) return colors.green(`✓ ${judged}: ${found}${asides}`);
  const where = [...new Set(report.violations.filter(stops).map(({ stack }) => stack))].join(", ");
  return colors.red(`✗ ${judged}: ${found}${asides}, in ${where}`);
}
