import type { Colors } from "picocolors/types";
import {
  showDuration,
  type AlarmResult,
  type HadResult,
  type IncidentResult,
  type ReplayReport,
} from "../../replay";
import type { NotRendered } from "../../render/types";
import type { Look } from "../terminal";
import { columns, count, wrap } from "../text";
import { showCoverage } from "./coverage";
import { failuresOf, showFailures } from "./failures";

/** What is shown beside the report. */
export interface ReplayShown {
  report: ReplayReport;
  failed: readonly NotRendered[];
  notes: readonly { stack: string; note: string }[];
}

/** The replay for a person: incident × stack, what failed, whom it reaches, how each alarm is covered, the verdict. */
export function showReplay({ report, failed, notes }: ReplayShown, look: Look): string {
  const { colors, width } = look;
  const title = (text: string): string => colors.bold(text);
  const failures = failuresOf(report);
  const asides = [
    ...notes.map(({ stack, note }) => `${stack}: ${note}`),
    ...notEvaluated(report),
    ...unwatched(report),
  ];
  const parts = [
    ...(report.stacks.length === 0 ? [] : [showTable(report, look)]),
    ...failed.map(
      ({ stack, error }) =>
        `${colors.red("✗")} ${title("cannot be rendered")}  ${stack}\n  ${wrap(error, width, 2)}`,
    ),
    ...(failures.length === 0 ? [] : [showFailures(failures, look)]),
    ...(report.recipients.length === 0 ? [] : [`${title("Who is told")}\n${showRecipients(report, colors)}`]),
    ...(report.coverage === undefined ? [] : [showCoverage(report.coverage, look)]),
    ...(asides.length === 0
      ? []
      : [[title("Notes"), ...asides.map((line) => `  ${wrap(line, width, 4)}`)].join("\n")]),
    verdict(report, failed, failures.length, colors),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** A line of the table and, under it, text over the whole width. */
interface Line {
  cells: string[];
  under?: string;
}

function showTable({ incidents, stacks }: ReplayReport, { colors, width }: Look): string {
  const lines = incidents.flatMap((incident) => linesOf(incident, stacks, colors));
  const [head = "", ...rows] = columns([
    ["", ...stacks.map((stack) => colors.dim(stack))],
    ...lines.map(({ cells }) => cells),
  ]).split("\n");
  const body = rows.flatMap((row, index) => {
    const under = lines[index]?.under;
    return under === undefined ? [row] : [row, `      ${colors.dim(wrap(under, width, 6))}`];
  });
  return [colors.bold("Time to ALARM, and to OK after the trouble's end"), head, ...body].join("\n");
}

function linesOf(incident: IncidentResult, stacks: readonly string[], colors: Colors): Line[] {
  const own = (stack: string): IncidentResult["stacks"][number] | undefined =>
    incident.stacks.find((one) => one.stack === stack);
  const line = (label: string, cell: (stack: string) => string): string[] => [label, ...stacks.map(cell)];
  const expected = [
    ...new Set(
      incident.stacks.flatMap(({ alarms }) =>
        alarms.filter((one) => !isSilence(one)).map(({ alarm }) => alarm),
      ),
    ),
  ];
  const hads = incident.stacks[0]?.had ?? [];
  return [
    { cells: line(colors.bold(incident.incident), () => "") },
    ...expected.map((name): Line => {
      const results = stacks.map((stack) => own(stack)?.alarms.find(({ alarm }) => alarm === name));
      const topics = [...new Set(results.flatMap((result) => result?.told ?? []))];
      const reason = results.find((result) => result?.reason !== undefined)?.reason;
      const label = `  ${name}${topics.length === 0 ? "" : colors.dim(` → ${topics.join(", ")}`)}`;
      const cells = line(label, (stack) => alarmCell(results[stacks.indexOf(stack)], colors));
      return { cells, under: reason === undefined ? undefined : `excepted: ${reason}` };
    }),
    ...silentLines(incident, line, own, colors),
    ...hads.map(({ alarm, otherwise, why }, index): Line => ({
      cells: line(colors.dim(`  had: ${alarm}`), (stack) => hadCell(own(stack)?.had[index], colors)),
      under: otherwise === "" ? why : `${otherwise}: ${why}`,
    })),
  ];
}

/** How many alarms saw the signals and stayed silent, as they must. */
function silentLines(
  incident: IncidentResult,
  line: (label: string, cell: (stack: string) => string) => string[],
  own: (stack: string) => IncidentResult["stacks"][number] | undefined,
  colors: Colors,
): Line[] {
  const counts = incident.stacks.map(({ alarms }) => alarms.filter(isSilence).length);
  if (!incident.quiet && counts.every((amount) => amount === 0)) return [];
  const label = incident.quiet ? "  nothing fires" : "  the others stay silent";
  const cell = (stack: string): string => {
    const alarms = own(stack)?.alarms.filter((one) => isSilence(one));
    if (alarms === undefined) return colors.dim("–");
    const wrong = alarms.filter(({ verdict }) => verdict === "failed").length;
    if (wrong > 0) return colors.red(`✗ ${wrong} of ${alarms.length} fire`);
    return alarms.length === 0 ? colors.dim("–") : `${colors.green("✓")} ${colors.dim(`${alarms.length}`)}`;
  };
  return [{ cells: line(label, cell) }];
}

/** Whether an alarm was to stay silent. */
function isSilence({ verdict, expected }: AlarmResult): boolean {
  return verdict === "silent" || (verdict === "failed" && expected === "it stays silent");
}

function alarmCell(result: AlarmResult | undefined, colors: Colors): string {
  if (result === undefined) return colors.dim("–");
  const { verdict, toAlarm, toOk, times = 1 } = result;
  if (verdict === "excepted") return colors.yellow("– excepted");
  const fired = toAlarm === undefined ? "silent" : showSeconds(toAlarm);
  const often = times > 1 ? ` (${times} times)` : "";
  const ok = toOk === undefined ? "" : `, OK ${showDuration(toOk)}`;
  return verdict === "failed"
    ? colors.red(`✗ ${fired}${ok}${often}`)
    : `${colors.green("✓")} ${fired}${ok}${often}`;
}

function showSeconds(seconds: number): string {
  return seconds < 0 ? `${showDuration(-seconds)} early` : showDuration(seconds);
}

function hadCell(result: HadResult | undefined, colors: Colors): string {
  if (result === undefined) return colors.dim("–");
  const { did, firedAt, verdict } = result;
  const shown = {
    silent: "silent",
    absent: "had none",
    firing: firedAt === 0 ? "fires all along" : `fires at ${showDuration(firedAt ?? 0)}`,
  }[did];
  return verdict === "failed" ? colors.red(`✗ ${shown}`) : colors.dim(shown);
}

function showRecipients({ recipients }: ReplayReport, colors: Colors): string {
  return columns(
    recipients.map(({ stack, topic, addresses }) => [
      stack,
      topic,
      addresses.length === 0 ? colors.yellow("nobody subscribes") : addresses.join(", "),
    ]),
  );
}

function notEvaluated(report: ReplayReport): string[] {
  return report.notEvaluated.map(
    ({ alarm, stacks, why }) => `${alarm} (${stacks.join(", ")}) is not replayed: ${why}`,
  );
}

function unwatched(report: ReplayReport): string[] {
  return report.incidents.flatMap(({ incident, unwatched: signals }) =>
    signals.map((signal) => `${incident}: no alarm of any stack sees ${signal}`),
  );
}

function verdict(
  report: ReplayReport,
  failed: readonly NotRendered[],
  failures: number,
  colors: Colors,
): string {
  const ran = `${count(report.incidents.length, "incident")}, ${count(report.stacks.length, "stack")}`;
  if (failed.length > 0) {
    const names = failed.map(({ stack }) => stack).join(", ");
    return colors.red(
      `✗ ${names} could not be replayed; in the rest (${ran}): ${count(failures, "failure")}`,
    );
  }
  return failures === 0
    ? colors.green(`✓ ${ran}: as expected`)
    : colors.red(`✗ ${ran}: ${count(failures, "failure")}`);
}
