import { compareProject, notRendered, notWhatPreviewShows, notWhatWasRendered } from "../../parity/compare";
import type { ProjectRenders, StackRenders } from "../../parity/render/types";
import type { Finding, Rule, RuleContext, Unchecked, Verdict } from "./rule";
import { ignoring } from "./support/ignored";

/** The stacks' renders at this commit are compared with each other, with their previews, and with what is being deployed. */
export const alarmParity: Rule = {
  name: "alarm-parity",
  description:
    "An alarm that another listed stack has not, or has with another field, without an exception; an alarm that is not what preview shows.",
  level: "mandatory",
  checkStack: (stack, context) => {
    const { renders } = context;
    if (renders === undefined) {
      return cannot(
        `the stacks were not compared: ${context.rendersError ?? "the program was not rendered"}`,
      );
    }
    const failed = failedRenders(renders, context);
    const own = renders.stacks.find((one) => one.stack === context.stack);
    if (own === undefined) return { findings: [...failed, noFile(context.stack)], unchecked: [] };
    const shapes = notWhatPreviewShows(own);
    const compared = compare(renders, context);
    return {
      findings: [
        ...failed,
        ...compared.findings,
        ...shapes.findings,
        ...notWhatWasRendered(stack.resources, own),
        ...ignoring(stack, context),
      ],
      unchecked: [...compared.unchecked, ...shapes.notes, ...renderNotes(own)],
    };
  },
};

function cannot(reason: string): Verdict {
  return { findings: [], unchecked: [{ reason }] };
}

function failedRenders(renders: ProjectRenders, { parity, stack }: RuleContext): Finding[] {
  return notRendered(renders, parity, stack).map((failed) => ({
    message: `stack ${failed.stack} could not be rendered, so nobody knows its alarms: ${failed.error}`,
    fix: `make it render; npm run check -- --stack ${failed.stack} shows the same error`,
  }));
}

function noFile(stack: string): Finding {
  return {
    message: `stack ${stack} has no stack file beside Pulumi.yaml, so it cannot be held to the others`,
    fix: `add Pulumi.${stack}.yaml`,
  };
}

function compare(renders: ProjectRenders, { parity, parityError, stack, today }: RuleContext): Verdict {
  // Without the exceptions every difference would be told, and mending the file is told by parity-exceptions-valid.
  if (parityError !== undefined) return cannot(`the stacks were not compared: ${parityError}`);
  const { findings, unread } = compareProject(renders, parity, today);
  return {
    findings: findings
      .filter((finding) => finding.stack === stack)
      .map(({ urn, message, fix }) => ({ urn, message, fix })),
    unchecked: unread
      .filter((item) => item.stack === stack)
      .map(({ urn, reason }) => ({ urn, reason: `not compared whole with the other stacks: ${reason}` })),
  };
}

function renderNotes({ update }: StackRenders): Unchecked[] {
  return update.ok ? update.notes.map((reason) => ({ reason })) : [];
}
