import path from "node:path";
import { Command, CommanderError, InvalidArgumentError } from "commander";
import colors from "picocolors";
import { check, type CheckOptions, type CheckResult } from "./check";
import { startProgress } from "./progress";
import { DEFAULT_TIMEOUT_SECONDS } from "./render";
import { InputError } from "./render/inputError";
import { ensureWritable, writeJson } from "./report/json";
import { showReport } from "./report/terminal";

/** Exit codes, a contract (README). */
const CLEAN = 0;
const VIOLATIONS = 1;
const COULD_NOT_RUN = 2;

/** Columns where no terminal says how many. */
const PIPE_WIDTH = 110;

interface Flags {
  json?: string;
  stack?: string[];
  program?: string;
  state?: string[];
  preview?: string[];
  parity?: string;
  policyPack: string;
  timeout: number;
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
    .option("--policy-pack <dir>", "folder of the policy pack", path.join(__dirname, "..", "policies"))
    .option("--timeout <seconds>", "limit for each run of the program", seconds, DEFAULT_TIMEOUT_SECONDS)
    .addHelpText("after", "\nExit codes: 0 clean, 1 violations, 2 could not run.")
    .allowExcessArguments(false)
    .exitOverride()
    // What is wrong is told once, below.
    .configureOutput({ outputError: () => undefined });
  return command.parse(argv).opts<Flags>();
}

function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value <= 0 || value > 86_400) {
    throw new InvalidArgumentError("It is a number of seconds above 0, up to 86400.");
  }
  return value;
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
  if (flags.json !== undefined) ensureWritable(flags.json);
  const progress = startProgress(process.stderr);
  let result: CheckResult;
  try {
    result = await check({
      program: flags.program,
      files: filesOf(flags),
      parityFile: flags.parity,
      policyPack: flags.policyPack,
      stacks: flags.stack,
      timeoutSeconds: flags.timeout,
      onProgress: (done) => {
        progress.say(done);
      },
    });
  } finally {
    progress.end();
  }
  process.stdout.write(showReport(result, { colors, width: process.stdout.columns || PIPE_WIDTH }));
  return conclude(result, flags.json);
}

function conclude({ report, failed }: CheckResult, json: string | undefined): number {
  if (failed.length > 0) {
    // Without the stacks that failed it would look like a pass to whoever reads only this file.
    if (json !== undefined)
      process.stderr.write(`--json ${json}: not written, since a stack could not be judged\n`);
    return COULD_NOT_RUN;
  }
  if (json !== undefined) writeJson(json, report);
  return report.violations.some(({ level }) => level === "mandatory") ? VIOLATIONS : CLEAN;
}

/** One line, whatever went wrong; the stack only for whoever debugs this program. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return CLEAN;
    complain(error.message.replace(/^error: /, "").replaceAll("\n", " "));
  } else if (error instanceof InputError) {
    complain(error.message);
  } else {
    complain(
      `internal error: ${error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error)}`,
    );
  }
  if (process.env.ALARM_PARITY_DEBUG === "1" && error instanceof Error)
    process.stderr.write(`${error.stack ?? ""}\n`);
  return COULD_NOT_RUN;
}

function complain(message: string): void {
  process.stderr.write(`${colors.red("error:")} ${message}\n`);
}

process.on("uncaughtException", (error) => process.exit(explain(error)));
// A reader that has seen enough (`| head`) is no error of ours.
process.stdout.on("error", () => process.exit());
run(process.argv).then(
  (code) => process.exit(code),
  (error: unknown) => process.exit(explain(error)),
);
