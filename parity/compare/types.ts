import type { SourcePosition } from "../render/types";
import type { ParityException } from "./parityFile";

/** One line of the matrix: an alarm (or resource) across the stacks. */
export interface ParityRow {
  kind: "alarm" | "resource";
  /** Logical name; with the parents' names before it where two would be the same. */
  name: string;
  /** URN without stack and project: type chain and name. What identifies it across stacks. */
  identity: string;
  /** The alarm's name in CloudWatch, with the stack's own name shown as `<stack>`. */
  alarm?: string;
  verdict: "same" | "differs" | "excepted";
  /** The stacks that have it. */
  stacks: string[];
  /**
   * Fields that differ, whether excepted or not, by dotted path (`dimensions.LoadBalancer`). A value is null where the
   * stack leaves the field out, a reference (`${api-lb.arnSuffix}`) where a resource's output is meant, and `[secret]`
   * where it is one. Of a text of several lines only the lines, of a list only the elements that some stack lacks.
   */
  fields: { field: string; values: Record<string, unknown>; excepted: boolean }[];
  reason?: string;
  expires?: string;
  source?: SourcePosition;
}

/** A difference that no exception covers, seen from one of the stacks. */
export interface ParityFinding {
  kind: "alarm" | "resource";
  stack: string;
  /** URN in that stack, real or (where the alarm is missing there) as it would be. */
  urn: string;
  /** The same for each stack that it is told to. */
  message: string;
  fix: string;
  source?: SourcePosition;
}

/** Why an exception does not count. */
export interface ExceptionProblem {
  /** One clause. */
  why: string;
  fix: string;
}

/** What became of an exception. */
export interface ExceptionState {
  exception: ParityException;
  /** Whether some difference is covered by it. False too where it does not count. */
  covers: boolean;
  /** Why it does not count. */
  problem?: ExceptionProblem;
  /** URN of what it is about, by stack: of those that have it. */
  urns: Record<string, string>;
  /** Whether all listed stacks were there to judge it by. */
  judged: boolean;
}

/** Stacks side by side. */
export interface Comparison {
  rows: ParityRow[];
  findings: ParityFinding[];
  exceptions: ExceptionState[];
  /** What could not be compared whole, and why. */
  unread: { kind: "alarm" | "resource"; stack: string; urn: string; reason: string }[];
}
