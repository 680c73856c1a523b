import type { Violation } from "./types";

/** Findings by what they do to whoever is told: stop, advise, or nothing new. */
export interface Tally {
  mandatory: number;
  advisory: number;
  /** Those that a baseline has. */
  known: number;
}

/** Whether a violation stops whoever it is told to: a mandatory one that no baseline has. */
export function stops({ level, known }: Violation): boolean {
  return level === "mandatory" && known !== true;
}

export function tally(violations: readonly Violation[]): Tally {
  const known = violations.filter((violation) => violation.known === true).length;
  const mandatory = violations.filter(stops).length;
  return { mandatory, advisory: violations.length - known - mandatory, known };
}
