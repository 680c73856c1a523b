import { stripVTControlCharacters } from "node:util";
import type { Launch } from "./launchers";
import type { Recorder } from "./recorder";
import type { StackConfig } from "./stackConfig";

/** More of an error's own lines than this only hide what they say. */
const MAX_LINES = 8;

/** How a program's process ended. */
export interface Ended {
  code: number | null;
  /** What ended it from outside. */
  signal: NodeJS.Signals | null;
  timedOut: boolean;
  /** The last that it printed. */
  output: string;
}

/** What the judgement rests on beside the run itself. */
interface Program {
  /** Absolute folder of Pulumi.yaml. */
  dir: string;
  launch: Pick<Launch, "exits" | "installed" | "readError" | "signalsEnd" | "sourceMaps">;
  config: StackConfig;
  timeoutSeconds: number;
}

/** One sentence, or undefined where the program ran to its end and everything it registered is in. */
export function whyNotWhole(recorder: Recorder, ended: Ended, program: Program): string | undefined {
  const { code, signal, timedOut, output } = ended;
  const { launch, timeoutSeconds } = program;
  const text = launch.sourceMaps.inText(stripVTControlCharacters(recorder.errors[0] ?? output));
  const said = whatItSaid(text, program);
  if (timedOut) {
    const last = said === "" ? "" : `; the last it said: ${said}`;
    return `the program did not end within ${timeoutSeconds} s${last}; raise the limit with --timeout SECONDS, or take out what it waits for`;
  }
  const key = missingKey(text, program);
  if (key !== undefined && (recorder.errors.length > 0 || code !== 0)) return key;
  if (recorder.errors.length > 0) return said;
  // The Node SDK's own check at exit: work that it had begun never ended.
  if (/promises? (was|were) still active/.test(output)) return beforeItsEnd(launch);
  if (code !== 0) {
    const how = signal === null ? `with exit code ${String(code)}` : `by ${signal}`;
    return `the program ended ${how}${said === "" ? "" : `: ${said}`}`;
  }
  if (!recorder.rootOutputsRegistered || (launch.signalsEnd && !recorder.cameToEnd))
    return beforeItsEnd(launch);
  if (recorder.inFlight > 0) {
    return `the program ended while ${recorder.inFlight} of its registrations were still under way: await what makes them`;
  }
  return undefined;
}

function beforeItsEnd({ exits }: Pick<Launch, "exits">, place = ""): string {
  return `the program ended before its end${place}: it, or a package of it, calls ${exits}, or does not await what it made; take that out`;
}

/** Which file to change where the program asks for a key that is not there. */
function missingKey(text: string, { config }: Program): string | undefined {
  const key = /missing required configuration variable '([^']+)'/i.exec(text)?.[1];
  if (key === undefined) return undefined;
  const file = config.hasFile ? "" : " (there is no such file)";
  return `${config.file}${file}: the key ${key} is missing, and the program requires it; add it under config:`;
}

/** The message of an error without its stack trace. */
function whatItSaid(text: string, { dir, launch, config }: Program): string {
  const { message, place } = launch.readError(text, dir, launch.installed);
  const where = place === undefined ? "" : ` (${place})`;
  const encrypted = config.encryptedKeys.find((key) => text.includes(`'${key}'`));
  if (encrypted !== undefined) {
    return `${config.placeOf(encrypted)}: ${encrypted} is encrypted and cannot be read here, and the program needs its value: ${message[0] ?? ""}${where}`;
  }
  if (/^SystemExit(: (None|0)?)?$/.test(message[0] ?? "")) return beforeItsEnd(launch, where);
  return message.length === 0 ? "" : message.slice(0, MAX_LINES).join("\n") + where;
}
