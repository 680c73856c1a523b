import { type ErrorText, placeIn, spoken } from "./errorText";

const FRAME = /^\s+at .*?\(?(?:file:\/\/)?(\/.+?):(\d+)(?::\d+)?\)?$/;

/** An error of Node: its message, then lines that start with `at`. */
export function readNodeError(text: string, dir: string, installed: RegExp): ErrorText {
  const place = text
    .split("\n")
    .map((line) => FRAME.exec(line))
    .map((frame) => frame && placeIn(dir, installed, frame[1] ?? "", frame[2] ?? ""))
    .find((found) => typeof found === "string");
  const lines = spoken(text).filter((line) => !/^Running program .* exception:$/.test(line));
  const trace = lines.findIndex((line) => line.startsWith("at "));
  return { message: trace < 0 ? lines : lines.slice(0, trace), ...(place ? { place } : {}) };
}
