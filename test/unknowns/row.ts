import type { Edit } from "../support/compliant";

/**
 * What a policy says of a value that is not known before deploying. `lists`: told as not judged. `by`: another policy
 * rejects it, and this one does not. `silent`: nothing is said, for the reason given.
 */
export type Says =
  { rejects: RegExp } | { lists: RegExp } | { by: string; lists?: RegExp } | { silent: string };

/** One field that one policy reads, and what is said where its value is unknown in a first preview. */
export interface UnknownRow {
  policy: string;
  /** Logical name of the compliant stack's resource, or of one that `stack` adds. */
  of: string;
  /** The argument in which the unknown stands: whole (`okActions`), an element (`okActions[0]`) or nested. */
  field: string;
  /** The names under which `fieldsRead` records it; default: none, where another row has them. */
  reads?: readonly string[];
  /** Makes of the compliant stack what the row is about. */
  stack?: Edit;
  /** A resource of the service that is there, where `of` is of neither. @default `of` */
  on?: string;
  /** The resource that a rejection is about, where it is another. */
  offender?: string;
  /** It depends on nothing, and the pack has no render. */
  nothing?: Says;
  /** It depends on resources of this stack that could be meant, and the pack has no render. */
  named?: readonly [on: string, Says];
  /** It depends on a resource of this stack that cannot be meant, and the pack has no render. */
  other?: readonly [on: string, Says];
  /** The update render shows this value, and the unknown is not there in an update. */
  shown?: readonly [value: unknown, Says];
  /** The program leaves the argument out; the provider computes it, and the engine does not know it yet. */
  leftOut?: Says;
  /** The engine does not know it, from nothing, and the render of the same program does. */
  onlyThere?: Says;
}

/** Rows of one policy on one resource. */
export function rowsOf(
  policy: string,
  of: string,
  fields: Readonly<Record<string, Omit<UnknownRow, "policy" | "of" | "field">>>,
): UnknownRow[] {
  return Object.entries(fields).map(([field, row]) => ({ policy, of, field, ...row }));
}

export const rejects = (message: RegExp): Says => ({ rejects: message });
export const lists = (reason: RegExp): Says => ({ lists: reason });
export const silent = (why: string): Says => ({ silent: why });
export const by = (policy: string, reason?: RegExp): Says =>
  reason === undefined ? { by: policy } : { by: policy, lists: reason };
