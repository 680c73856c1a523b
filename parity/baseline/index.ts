import type { Report } from "../report/types";
import { keyOf, toKnown, type KnownFinding } from "./finding";

export { readBaseline, writeBaseline } from "./file";
export type { KnownFinding } from "./finding";

/** A report held against a baseline. */
export interface Held {
  /** The report, with `known` on every violation that the baseline has. */
  report: Report;
  /** What the baseline has of the judged stacks and the report has not: it may go. */
  gone: KnownFinding[];
}

/**
 * Compares as a set of policy, stack, resource and what is said of it: a count would let one finding go and another in.
 * @param stacks all stacks of the project, whose names are values in messages
 */
export function holdAgainst(
  baseline: readonly KnownFinding[],
  report: Report,
  stacks: readonly string[],
): Held {
  const known = new Set(baseline.map(keyOf));
  const found = report.violations.map((violation) => keyOf(toKnown(violation, stacks)));
  const violations = report.violations.map((violation, index) =>
    known.has(found[index] ?? "") ? { ...violation, known: true as const } : violation,
  );
  const left = new Set(found);
  const judged = new Set(report.stacks.map(({ name }) => name));
  return {
    report: { ...report, violations },
    gone: baseline.filter((finding) => judged.has(finding.stack) && !left.has(keyOf(finding))),
  };
}

/** The baseline of `report`; of stacks that were not judged, what `old` has. */
export function baselineOf(
  report: Report,
  old: readonly KnownFinding[],
  stacks: readonly string[],
): KnownFinding[] {
  const judged = new Set(report.stacks.map(({ name }) => name));
  return [
    ...old.filter(({ stack }) => !judged.has(stack)),
    ...report.violations.map((violation) => toKnown(violation, stacks)),
  ];
}
