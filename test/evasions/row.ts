/** What the pack must say of a program. */
export type Verdict =
  | { rejects: readonly Rejection[]; unchecked?: RegExp }
  /** Nothing mandatory; the sentence must stand in README.md under "What this cannot see". */
  | { covered: string; unchecked?: RegExp }
  | { passes: true; unchecked?: RegExp }
  /** No stack can be rendered, so none is judged: `check` ends with 2. */
  | { unrendered: RegExp };

/** One mandatory violation that must be told; a row lists all of them. */
export interface Rejection {
  policy: string;
  /** Logical name; empty for the stack as a whole. */
  resource: string;
  /** @default all stacks of the row */
  stacks?: readonly string[];
  /** Set where one shape of the program alone shows it. */
  shape?: "preview" | "update";
  message?: RegExp;
}

/** One attempt to get past the pack, or one program that must pass. */
export interface Row {
  title: string;
  /** JavaScript after the prelude of `program.ts`. */
  program: string;
  /** What the engine's own run of the program has beside, e.g. a variable of the environment. */
  engineOnly?: string;
  /** Text of parity.yaml. @default the row's stacks, held to each other */
  parity?: string;
  /** More files, or others in place of the default ones. */
  files?: Record<string, string>;
  /** @default staging and production where the program asks for its stack, else production */
  stacks?: readonly string[];
  expect: Verdict;
  /** Why an engine's own run of the program does not come to the same verdict, where it does not. */
  otherwiseInEngine?: string;
}

/** A rejection by `policy`, of `resource`. */
export function reject(
  policy: string,
  resource: string,
  more: Omit<Rejection, "policy" | "resource"> = {},
): Rejection {
  return { policy, resource, ...more };
}

/** A verdict of nothing but these rejections. */
export function rejects(...all: Rejection[]): Verdict {
  return { rejects: all };
}
