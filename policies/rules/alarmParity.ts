import { notRendered, notWhatPreviewShows, notWhatWasRendered } from "../../parity/compare";
import type { ProjectRenders, StackRenders } from "../../parity/render/types";
import type { Finding, Rule, RuleContext, StackView, Unchecked } from "./rule";
import { comparedWithOthers } from "./support/compared";

/** The stacks' renders at this commit are compared with each other, with their previews, and with what is being deployed. */
export const alarmParity: Rule = {
  name: "alarm-parity",
  description:
    "An alarm that another listed stack has not, or has with another field, without an exception; an alarm that is not what preview shows.",
  level: "mandatory",
  checkStack: (stack, context) => {
    const { renders } = context;
    const compared = comparedWithOthers("alarm", context);
    if (renders === undefined) return compared;
    const failed = renders.failuresTold === true ? [] : failedRenders(renders, context);
    const own = renders.stacks.find((one) => one.stack === context.stack);
    if (own === undefined) return { findings: [...failed, notAmong(context.stack)], unchecked: [] };
    const shapes = notWhatPreviewShows(own);
    return {
      findings: [
        ...failed,
        ...compared.findings,
        ...shapes.findings,
        ...notWhatWasRendered(stack.resources, own),
        ...ignoring(stack),
      ],
      unchecked: [...compared.unchecked, ...shapes.notes, ...renderNotes(own)],
    };
  },
};

/** Nothing that an alarm does follows from these. */
const HARMLESS = new Set(["tags", "tagsAll", "alarmDescription", "description"]);

/** A field whose changes are ignored stays as it is in the account, whatever the stacks say alike. */
function ignoring({ resources }: StackView): Finding[] {
  return resources
    .filter(({ alarms }) => alarms.length > 0)
    .flatMap(({ urn, name, ignoreChanges }) => {
      const ignored = ignoreChanges.filter((path) => !HARMLESS.has(path.split(/[.[]/)[0] ?? ""));
      if (ignored.length === 0) return [];
      const message = `alarm "${name}": ignoreChanges of ${ignored.join(", ")} keeps what stands in the account, so nobody knows what is deployed`;
      return [{ urn, message, fix: "take it out of ignoreChanges" }];
    });
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
