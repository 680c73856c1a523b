import { basename, dirname } from "node:path";

/** `parity.yaml` as read and validated; its format is documented in the README and is a contract. */
export interface ParityFile {
  /** Absolute path, for messages. */
  path: string;
  /** The stacks that are held to each other. */
  stacks: string[];
  /** Fields of resource types that any stack may set its own. */
  sizes: { type: string; fields: string[] }[];
  /** What other stacks or teams own; the same thing in every stack. */
  elsewhere: { name: string; values: Record<string, string> }[];
  /** Account of each stack; empty where not declared. */
  accounts: Record<string, string>;
  exceptions: ParityException[];
}

/** One declared difference between stacks, with its reason. */
export interface ParityException {
  kind: "alarm" | "resource";
  /** Alarm: its logical name. Resource: its type, a space, and its logical name. */
  name: string;
  /** Type chain of the parents, where a name alone matches more than one. */
  parent?: string;
  /** It exists in these stacks alone; where they are all the listed ones, the others need not have it. */
  only?: string[];
  /** This field may differ … */
  field?: string;
  /** … in these stacks; `unlisted` stands for every stack that the file does not list. */
  in?: string[];
  /** Empty where the file gives none: such an exception grants nothing. */
  reason: string;
  /** Last day on which it holds, `YYYY-MM-DD`. */
  expires?: string;
  /** Line in the file. */
  line: number;
}

/** Under `in:`, every stack that the file does not list. */
export const UNLISTED = "unlisted";

/** Where a project keeps its parity file, best first; relative to the project's folder. */
export const PARITY_FILES = ["policies/parity.yaml", "parity.yaml"];

/** A parity file's path as messages show it: the same wherever the checker or the pack was started. */
export function shownPath(path: string | undefined): string {
  if (path === undefined) return "policies/parity.yaml";
  const folder = basename(dirname(path));
  return folder === "policies" ? `${folder}/${basename(path)}` : basename(path);
}
