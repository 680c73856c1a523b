import { compareProject } from "../../../parity/compare";
import type { RuleContext, Verdict } from "../rule";

/** What comparing the stacks says of this one's alarms, or of its other resources. */
export function comparedWithOthers(kind: "alarm" | "resource", context: RuleContext): Verdict {
  const { renders, rendersError, parity, parityError, stack, today } = context;
  if (renders === undefined) {
    return notCompared(rendersError ?? "the program was not rendered");
  }
  // Without the exceptions every difference would be told, and mending the file is told by parity-exceptions-valid.
  if (parityError !== undefined) return notCompared(parityError);
  const { findings, unread } = compareProject(renders, parity, today);
  const own = <T extends { kind: string; stack: string }>(items: readonly T[]): T[] =>
    items.filter((item) => item.kind === kind && item.stack === stack);
  return {
    findings: own(findings).map(({ urn, message, fix }) => ({ urn, message, fix })),
    unchecked: own(unread).map(({ urn, reason }) => ({
      urn,
      reason: `not compared whole with the other stacks: ${reason}`,
    })),
  };
}

function notCompared(why: string): Verdict {
  return { findings: [], unchecked: [{ reason: `the stacks were not compared: ${why}` }] };
}
