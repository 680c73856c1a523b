import { compareProject } from "../../../parity/compare";
import type { ProjectRenders } from "../../../parity/render/types";
import type { RuleContext, Verdict } from "../rule";

type Kind = "alarm" | "resource";

/** What comparing the rendered stacks says of this one's alarms, or of its other resources. */
export function comparedWithOthers(kind: Kind, context: RuleContext): Verdict {
  const { renders, rendersError, parityError } = context;
  if (renders === undefined) return notCompared(rendersError ?? "the program was not rendered");
  // Without the exceptions every difference would be told, and mending the file is told by parity-exceptions-valid.
  return parityError === undefined ? compareRenders(renders, kind, context) : notCompared(parityError);
}

/** The same of stacks that come from somewhere else. */
export function compareRenders(
  renders: ProjectRenders,
  kind: Kind,
  { parity, stack, today }: RuleContext,
): Verdict {
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

export function notCompared(why: string): Verdict {
  return { findings: [], unchecked: [{ reason: `the stacks were not compared: ${why}` }] };
}
