import type { Alarm } from "../alarm";
import { isUnknown } from "../unknown";

/** One thing that CloudWatch would refuse, or that would leave the alarm without data for ever. */
export interface WindowProblem {
  /** The record's field, e.g. `metric.period` or `queries.errors.period`. */
  field: string;
  /** The value as text; `(left out)` and `(not known)` where there is none. */
  value: string;
  /** One clause: why it is wrong. */
  why: string;
  /** What to type instead. */
  fix: string;
  /** Set where nothing is wrong yet: the value is known only after deploying, and the window hangs on it. */
  unknown?: true;
}

/** One check: a pure question to an alarm. */
export type WindowCheck = (alarm: Alarm) => WindowProblem[];

/** A problem with a value as the record holds it. */
export function problem(field: string, value: unknown, why: string, fix: string): WindowProblem {
  return { field, value: show(value), why, fix };
}

/** The problem of a value that decides about the window and is known only after deploying. */
export function notKnown(field: string): WindowProblem {
  return {
    field,
    value: "(not known)",
    why: "it cannot be checked before deploying",
    fix: "make it known: give a literal, or a value from the stack's config",
    unknown: true,
  };
}

function show(value: unknown): string {
  if (value === undefined) return "(left out)";
  if (isUnknown(value)) return "(not known)";
  return typeof value === "string" ? value : JSON.stringify(value);
}
