import { type ErrorText, placeIn, spoken } from "./errorText";

const TRACEBACK = "Traceback (most recent call last):";
const FRAME = /^\s*File "(.+)", line (\d+)/gm;

/** An error of Python: a traceback, innermost frame last, and the message behind it; the last one tells of the end. */
export function readPythonError(text: string, dir: string, installed: RegExp): ErrorText {
  const tracebacks = text.split(TRACEBACK);
  const last = tracebacks.pop() ?? "";
  if (tracebacks.length === 0) return { message: spoken(text) };
  const place = [...tracebacks, last]
    .flatMap((trace) => [...trace.matchAll(FRAME)])
    .map(([, path = "", line = ""]) => placeIn(dir, installed, path, line))
    .findLast((found) => found !== undefined);
  // Frames and the code that they quote are indented, the message is not.
  const lines = last.split("\n");
  const start = lines.findIndex((line) => /^[^\s+|]/.test(line));
  return { message: start < 0 ? [] : spoken(lines.slice(start).join("\n")), ...(place ? { place } : {}) };
}
