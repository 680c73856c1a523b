import { existsSync } from "node:fs";
import path from "node:path";
import { Command } from "commander";
import colors from "picocolors";
import { baselineOf, holdAgainst, readBaseline, writeBaseline, type KnownFinding } from "./baseline";
import { check, type CheckOptions, type CheckResult } from "./check";
import { COULD_NOT_RUN, PIPE_WIDTH, runCommand, seconds } from "./commandLine";
import { startProgress } from "./progress";
import { DEFAULT_TIMEOUT_SECONDS } from "./render";
import { InputError } from "./render/inputError";
import { ensureWritable, writeJson } from "./report/json";
import { stops } from "./report/tally";
import { showReport } from "./report/terminal";

/** Exit codes, a contract (README). */
const CLEAN = 0;
const VIOLATIONS = 1;

interface Flags {
  json?: string;
  stack?: string[];
  program?: string;
  state?: string[];
  preview?: string[];
  parity?: string;
  answers?: string;
  policyPack: string;
  policyPackConfig?: string;
  timeout: number;
  baseline?: string;
  /** The file, where it was given here and not with `--baseline`. */
  writeBaseline?: string | true;
}

function readFlags(argv: readonly string[]): Flags {
  const command = new Command("check")
    .usage("[options]")
    .description(
      "Holds every stack of a Pulumi program to the policy pack and to the other stacks, without a cloud.",
    )
    .option("--json <file>", "write the report as JSON; only when every stack could be judged")
    .option("--stack <name...>", "print the findings of these stacks only; their siblings are still compared")
    .option("--program <dir>", "folder of the Pulumi program; default: the current one")
    .option("--state <file...>", "check deployed stacks: files of `pulumi stack export`, one a stack")
    .option("--preview <file...>", "check files of `pulumi preview --json --show-sames`, one a stack")
    .option("--parity <file>", "the parity file; default: that of the program")
    .option(
      "--answers <file>",
      "real answers for look-ups and outputs, as YAML, where the program needs them",
    )
    .option("--policy-pack <dir>", "folder of the policy pack", path.join(__dirname, "..", "policies"))
    .option("--baseline <file>", "fail only on what this file does not have yet")
    .option("--write-baseline [file]", "write what is found now to the baseline, and end with 0")
    .option("--policy-pack-config <file>", "the pack's configuration, as pulumi takes it: JSON, or YAML")
    .option("--timeout <seconds>", "limit for each run of the program", seconds, DEFAULT_TIMEOUT_SECONDS)
    .addHelpText("after", "\nExit codes: 0 clean, 1 violations, 2 could not run.")
    .allowExcessArguments(false)
    .exitOverride()
    // What is wrong is told once, below.
    .configureOutput({ outputError: () => undefined });
  return command.parse(argv).opts<Flags>();
}

/** Deployed stacks hold what a preview does not know, so a set is of one kind. */
function filesOf({ state, preview }: Flags): CheckOptions["files"] {
  if (state !== undefined && preview !== undefined)
    throw new InputError(
      "--state and --preview: give one of them; deployed and previewed stacks are not compared",
    );
  if (state !== undefined) return { kind: "state", paths: state };
  return preview === undefined ? undefined : { kind: "preview", paths: preview };
}

async function run(argv: readonly string[]): Promise<number> {
  const flags = readFlags(argv);
  if (flags.json !== undefined) ensureWritable("--json", flags.json);
  const baseline = readBaselineFlags(flags);
  const progress = startProgress(process.stderr);
  let result: CheckResult;
  try {
    result = await check({
      program: flags.program,
      files: filesOf(flags),
      parityFile: flags.parity,
      policyPack: flags.policyPack,
      policyPackConfig: flags.policyPackConfig,
      answers: flags.answers,
      stacks: flags.stack,
      timeoutSeconds: flags.timeout,
      onProgress: (done) => {
        progress.say(done);
      },
    });
  } finally {
    progress.end();
  }
  const { report, gone } = holdAgainst(baseline?.known ?? [], result.report, result.stacks);
  const shown = { ...result, report, gone: baseline?.write === true ? [] : gone };
  process.stdout.write(showReport(shown, { colors, width: process.stdout.columns || PIPE_WIDTH }));
  return conclude(shown, flags.json, baseline);
}

interface Baseline {
  file: string;
  known: KnownFinding[];
  /** Whether it is to be written anew. */
  write: boolean;
}

function readBaselineFlags({ baseline, writeBaseline: written }: Flags): Baseline | undefined {
  const file = typeof written === "string" ? written : baseline;
  if (file === undefined) {
    if (written === true) throw new InputError("--write-baseline: name the file: --write-baseline FILE");
    return undefined;
  }
  const write = written !== undefined;
  if (write) ensureWritable("--write-baseline", file);
  return { file, write, known: write && !existsSync(file) ? [] : readBaseline(file) };
}

function conclude(result: CheckResult, json: string | undefined, baseline: Baseline | undefined): number {
  const { report, failed, stacks } = result;
  const outputs = [
    ...(json === undefined
      ? []
      : [
          {
            name: `--json ${json}`,
            write: () => {
              writeJson("--json", json, report);
            },
          },
        ]),
    ...(baseline?.write === true
      ? [
          {
            name: `--write-baseline ${baseline.file}`,
            write: () => {
              writeBaseline(baseline.file, baselineOf(report, baseline.known, stacks));
            },
          },
        ]
      : []),
  ];
  if (failed.length > 0) {
    // Without the stacks that failed it would look like a pass to whoever reads only the file.
    for (const { name } of outputs)
      process.stderr.write(`${name}: not written, since a stack could not be judged\n`);
    return COULD_NOT_RUN;
  }
  for (const { write } of outputs) write();
  return baseline?.write !== true && report.violations.some(stops) ? VIOLATIONS : CLEAN;
}

runCommand(run);
