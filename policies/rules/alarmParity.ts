import { notRendered, notWhatPreviewShows, notWhatWasRendered } from "../../parity/compare";
import type { ProjectRenders, StackRenders } from "../../parity/render/types";
import type { Finding, Rule, RuleContext, StackView, Unchecked, Verdict } from "./rule";
import { comparedWithOthers, compareRenders, notCompared } from "./support/compared";
import { besideExports } from "./support/exported";
import { ignoring } from "./support/ignored";

/** The stacks' renders at this commit are compared with each other, with their previews, and with what is being deployed. */
export const alarmParity: Rule = {
  name: "alarm-parity",
  description:
    "An alarm that another listed stack has not, or has with another field, without an exception; an alarm that is not what preview shows.",
  level: "mandatory",
  checkStack: (stack, context) => {
    const { renders } = context;
    if (renders === undefined) return compareWithExports(stack, context);
    const compared = comparedWithOthers("alarm", context);
    const failed = renders.failuresTold === true ? [] : failedRenders(renders, context);
    const own = renders.stacks.find((one) => one.stack === context.stack);
    if (own === undefined) return { findings: [...failed, notAmong(context.stack)], unchecked: [] };
    const shapes = notWhatPreviewShows(own);
    return {
      findings: [
        ...failed,
        ...compared.findings,
        ...shapes.findings,
        // Read from a file, the stack is what is judged.
        ...(renders.from === undefined ? notWhatWasRendered(stack.resources, own) : []),
        ...ignoring(stack, context),
      ],
      unchecked: [...compared.unchecked, ...shapes.notes, ...renderNotes(own)],
    };
  },
};

/** Without renders the other stacks are what their exports say, and this one what the engine shows. */
function compareWithExports(stack: StackView, context: RuleContext): Verdict {
  const { exports, parity, parityError, stack: own } = context;
  if (exports === undefined) {
    const why = context.rendersError ?? "the program was not rendered";
    return notCompared(
      `${why}; name a folder of the other stacks' exports as "states" in the pack's configuration`,
    );
  }
  if ("error" in exports) {
    const message = `the stacks could not be compared: ${exports.error}`;
    return { findings: [{ message, fix: 'write the exports, or take "states" out' }], unchecked: [] };
  }
  if (parityError !== undefined) return notCompared(parityError);
  const renders = besideExports(stack, exports.project, context);
  const { findings, unchecked } = compareRenders(renders, "alarm", context);
  const there = renders.stacks.map((one) => one.stack);
  const absent = (parity?.stacks ?? []).filter((one) => one !== own && !there.includes(one));
  const missing = absent.map((one) => ({
    reason: `not compared with stack ${one}: the folder "states" has no export of it`,
  }));
  return { findings: [...findings, ...ignoring(stack, context)], unchecked: [...unchecked, ...missing] };
}

function failedRenders(renders: ProjectRenders, { parity, stack }: RuleContext): Finding[] {
  return notRendered(renders, parity, stack).map((failed) => ({
    message: `stack ${failed.stack} could not be rendered, so nobody knows its alarms: ${failed.error}`,
    fix: `make it render; npm run check -- --stack ${failed.stack} shows the same error`,
  }));
}

/** Without a file and without an engine that says its configuration: a state that is analysed, say. */
function notAmong(stack: string): Finding {
  return {
    message: `stack ${stack} has no stack file beside Pulumi.yaml, and no engine says its configuration, so it cannot be held to the others`,
    fix: `add Pulumi.${stack}.yaml, or run the pack by pulumi preview`,
  };
}

function renderNotes({ update }: StackRenders): Unchecked[] {
  return update.ok ? update.notes.map((reason) => ({ reason })) : [];
}
