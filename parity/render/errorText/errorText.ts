import { relative } from "node:path";

/** What is worth telling of an error. */
export interface ErrorText {
  /** Its message, a line each, without a stack trace. */
  message: string[];
  /** Where in the program it came from: `file:line`, relative to the project. */
  place?: string;
}

/**
 * Takes the message and the place out of what a program said at its end.
 *
 * @param text what it printed or logged, without terminal colours
 * @param dir the project's folder, absolute
 * @param installed matches the paths of installed packages, relative to the project
 */
export type ErrorReader = (text: string, dir: string, installed: RegExp) => ErrorText;

/** `file:line` relative to the project; undefined for a path outside, or of an installed package. */
export function placeIn(
  dir: string,
  installed: RegExp,
  path: string,
  line: string | number,
): string | undefined {
  const file = relative(dir, path);
  return file.startsWith("..") || file === path || installed.test(file) ? undefined : `${file}:${line}`;
}

/** Lines that say something, without the white space around them. */
export function spoken(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
