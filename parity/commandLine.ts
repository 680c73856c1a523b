import { CommanderError, InvalidArgumentError } from "commander";
import colors from "picocolors";
import { InputError } from "./render/inputError";

/** Exit code of a command that could not run, a contract (README). */
export const COULD_NOT_RUN = 2;

/** Columns where no terminal says how many. */
export const PIPE_WIDTH = 110;

/** A flag's number of seconds. @throws InvalidArgumentError for what is none above 0, up to a day */
export function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value <= 0 || value > 86_400) {
    throw new InvalidArgumentError("It is a number of seconds above 0, up to 86400.");
  }
  return value;
}

/** Runs a command to its exit code. */
export function runCommand(run: (argv: readonly string[]) => Promise<number>): void {
  process.on("uncaughtException", (error) => process.exit(explain(error)));
  // A reader that has seen enough (`| head`) is no error of ours.
  process.stdout.on("error", () => process.exit());
  run(process.argv).then(
    (code) => process.exit(code),
    (error: unknown) => process.exit(explain(error)),
  );
}

/** One line, whatever went wrong; the stack only for whoever debugs this program. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
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
