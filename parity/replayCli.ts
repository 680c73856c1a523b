import { existsSync, mkdirSync, statSync } from "node:fs";
import path from "node:path";
import { Command, InvalidArgumentError } from "commander";
import colors from "picocolors";
import { COULD_NOT_RUN, PIPE_WIDTH, runCommand, seconds } from "./commandLine";
import { startProgress } from "./progress";
import { DEFAULT_TIMEOUT_SECONDS } from "./render";
import { InputError } from "./render/inputError";
import {
  incidentsOf,
  loadIncidents,
  openReplaySource,
  replay,
  uncovered,
  type Incident,
  type ReplayReport,
  type ReplaySource,
} from "./replay";
import { ensureWritable, writeJson, writeText } from "./report/json";
import { failuresOf } from "./report/replay/failures";
import { toJUnit } from "./report/replay/junit";
import { showReplay } from "./report/replay/terminal";

/** Exit codes, a contract (README). */
const AS_EXPECTED = 0;
const FAILURES = 1;

interface Flags {
  run?: RegExp;
  stack?: string[];
  program?: string;
  incidents?: string;
  alarms?: string[];
  parity?: string;
  answers?: string;
  json?: string;
  junit?: string;
  plot?: string;
  requireCoverage?: true;
  timeout: number;
}

function readFlags(argv: readonly string[]): Flags {
  const command = new Command("replay")
    .usage("[options]")
    .description("Replays incidents against the alarms that every stack of a Pulumi program would deploy.")
    .option("--run <regex>", "only the incidents whose name matches", regex)
    .option("--stack <name...>", "only these stacks")
    .option("--program <dir>", "folder of the Pulumi program; default: the current one")
    .option("--incidents <dir>", "folder of the incident files; default: `incidents` of the program")
    .option(
      "--alarms <file...>",
      "deployed alarms: `aws cloudwatch describe-alarms`, or `pulumi stack export`, one file a stack",
    )
    .option("--parity <file>", "the parity file; default: that of the program")
    .option(
      "--answers <file>",
      "real answers for look-ups and outputs, as YAML, where the program needs them",
    )
    .option("--json <file>", "write the report as JSON")
    .option("--junit <file>", "write the report as JUnit XML")
    .option("--plot <path>", "draw each incident as SVG into this folder; or one incident into FILE.svg")
    .option("--require-coverage", "fail where an alarm is fired by no incident, or fires where nothing may")
    .option("--timeout <seconds>", "limit for each run of the program", seconds, DEFAULT_TIMEOUT_SECONDS)
    .addHelpText("after", "\nExit codes: 0 as expected, 1 failures, 2 could not run.")
    .allowExcessArguments(false)
    .exitOverride()
    // What is wrong is told once, below.
    .configureOutput({ outputError: () => undefined });
  return command.parse(argv).opts<Flags>();
}

function regex(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw new InvalidArgumentError("It is no regular expression.");
  }
}

async function run(argv: readonly string[]): Promise<number> {
  const flags = readFlags(argv);
  refuseFlags(flags);
  const all = loadIncidents(flags.incidents ?? incidentsOf(flags.program));
  const chosen = choose(all, flags.run);
  if (flags.plot !== undefined) ensurePlot(flags.plot, chosen);
  const source = await open(flags);
  const isWhole = chosen.length === all.length;
  const report = replay({ ...source, incidents: chosen, isWhole });
  const { failed, notes } = source;
  process.stdout.write(
    showReplay({ report, failed, notes }, { colors, width: process.stdout.columns || PIPE_WIDTH }),
  );
  if (flags.plot !== undefined) await plot(flags.plot, chosen, source);
  return conclude(report, source, flags);
}

/** What cannot go together, and files that could not be written, before any work is done. */
function refuseFlags({ json, junit, run: only, requireCoverage }: Flags): void {
  if (json !== undefined) ensureWritable("--json", json);
  if (junit !== undefined) ensureWritable("--junit", junit);
  if (only !== undefined && requireCoverage === true)
    throw new InputError("--require-coverage: it takes all incidents; leave --run out");
}

function choose(all: readonly Incident[], only: RegExp | undefined): Incident[] {
  const chosen = all.filter(({ name }) => only?.test(name) ?? true);
  if (chosen.length > 0) return chosen;
  throw new InputError(
    `--run ${String(only?.source)}: no incident matches; there are ${all.map(({ name }) => name).join(", ")}`,
  );
}

async function open(flags: Flags): Promise<ReplaySource> {
  const progress = startProgress(process.stderr);
  try {
    return await openReplaySource({
      program: flags.program,
      stacks: flags.stack,
      alarms: flags.alarms,
      parityFile: flags.parity,
      answers: flags.answers,
      timeoutSeconds: flags.timeout,
      onProgress: (done) => {
        progress.say(done);
      },
    });
  } finally {
    progress.end();
  }
}

function conclude(report: ReplayReport, { failed }: ReplaySource, flags: Flags): number {
  if (failed.length > 0) {
    // Without the stacks that failed it would look like a pass to whoever reads only the file.
    for (const [name, file] of Object.entries({ json: flags.json, junit: flags.junit }))
      if (file !== undefined)
        process.stderr.write(`--${name} ${file}: not written, since a stack could not be replayed\n`);
    return COULD_NOT_RUN;
  }
  if (flags.json !== undefined) writeJson("--json", flags.json, report);
  if (flags.junit !== undefined) writeText("--junit", flags.junit, toJUnit(report));
  const open = flags.requireCoverage === true ? uncovered(report.coverage ?? []) : [];
  if (open.length > 0) {
    const names = open.map(({ alarm, verdict }) => `${alarm} (${verdict})`).join(", ");
    process.stdout.write(`\n${colors.red("✗")} --require-coverage: ${names}\n`);
  }
  return failuresOf(report).length > 0 || open.length > 0 ? FAILURES : AS_EXPECTED;
}

/** @throws InputError where the plots could not be written there */
function ensurePlot(target: string, incidents: readonly Incident[]): void {
  if (target.endsWith(".svg")) {
    if (incidents.length > 1)
      throw new InputError(
        `--plot ${target}: there are ${incidents.length} incidents, and a file takes one; give a folder, or --run NAME`,
      );
    ensureWritable("--plot", target);
    return;
  }
  if (existsSync(target) && !statSync(target).isDirectory())
    throw new InputError(`--plot ${target}: it is a file, and no .svg; give a folder, or FILE.svg`);
  mkdirSync(target, { recursive: true });
}

async function plot(target: string, incidents: readonly Incident[], source: ReplaySource): Promise<void> {
  // It is large, and most runs do without.
  const { plotIncident } = await import("./report/replay/plot/index.js");
  for (const incident of incidents) {
    const svg = plotIncident(incident, source);
    if (svg === undefined) continue;
    writeText("--plot", target.endsWith(".svg") ? target : path.join(target, `${incident.name}.svg`), svg);
  }
}

runCommand(run);
