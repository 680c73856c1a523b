import { type ErrorText, placeIn, spoken } from "./errorText";

/** A frame of a goroutine's trace, or what the compiler says of a line. */
const FRAME = /^\t(\/.+\.go):(\d+)/gm;

/** What the SDK and the list of errors that it keeps put around a message. */
const WRAPPING = /^(an unhandled error occurred: program failed:|\d+ errors? occurred:|exit status \d+)$/;

/** An error of Go: what the program returned, which has no place, or a panic with a trace of its goroutine. */
export function readGoError(text: string, dir: string, installed: RegExp): ErrorText {
  const place = [...text.matchAll(FRAME)]
    .map(([, path = "", line = ""]) => placeIn(dir, installed, path, line))
    .find((found) => found !== undefined);
  const panic = /^(panic|fatal error): /m.exec(text)?.index ?? 0;
  const [said = ""] = text.slice(panic).split(/^(?:goroutine \d+|runtime stack:|\[signal )/m);
  const message = spoken(said)
    .filter((line) => !WRAPPING.test(line))
    .map((line) => line.replace(/^\* /, "").replace(/ \[recovered(, repanicked)?\]$/, ""));
  return { message, ...(place ? { place } : {}) };
}
