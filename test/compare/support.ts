import { compareStacks, type Comparison, type ParityException, type ParityFile } from "../../parity/compare";
import type { Rendered } from "../../parity/render/types";
import { compliant, type Edit } from "../support/compliant";

export const TODAY = "2026-11-24";

/** A parity file that lists ci, staging and production, with these exceptions. */
export function parityFile(
  exceptions: (Partial<ParityException> & { name: string })[] = [],
  rest: Partial<ParityFile> = {},
): ParityFile {
  return {
    path: "/project/policies/parity.yaml",
    stacks: ["ci", "staging", "production"],
    sizes: [],
    elsewhere: [],
    accounts: {},
    exceptions: exceptions.map((exception, index) => ({
      kind: "alarm",
      reason: "Because.",
      line: 10 + index,
      ...exception,
    })),
    ...rest,
  };
}

/** The compliant stack in the update shape, one a stack, each with its own edit. */
export function stacks(
  edits: Record<string, Edit | undefined> = {},
  names = ["ci", "staging", "production"],
): Rendered[] {
  return names.map((stack) => compliant("update", stack, edits[stack]));
}

export function compare(
  edits: Record<string, Edit | undefined>,
  parity: ParityFile | undefined = parityFile(),
  names?: string[],
): Comparison {
  return compareStacks(stacks(edits, names), parity, TODAY);
}

/** What is told, each message once, before the stacks that it is told to. */
export function told({ findings }: Comparison): Record<string, string> {
  const messages = new Map<string, string[]>();
  for (const { message, stack } of findings) messages.set(message, [...(messages.get(message) ?? []), stack]);
  return Object.fromEntries([...messages].map(([message, of]) => [message, of.join(" ")]));
}

/** Every row that is not the same, with what differs. */
export function uneven({ rows }: Comparison): Record<string, string> {
  return Object.fromEntries(
    rows
      .filter(({ verdict }) => verdict !== "same")
      .map(({ name, verdict, fields }) => [name, [verdict, ...fields.map(({ field }) => field)].join(" ")]),
  );
}
