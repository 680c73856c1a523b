import { compareProject, shownPath, type ExceptionState } from "../../../parity/compare";
import type { Finding, RuleContext, StackResource, StackView } from "../rule";
import { updateRender } from "../resolve";

/** Nothing that an alarm does follows from these. */
const HARMLESS = new Set(["tags", "tagsAll", "alarmDescription", "description"]);

/** A field whose changes are ignored stays as it is in the account, whatever the stacks say alike. */
export function ignoring({ resources }: StackView, context: RuleContext): Finding[] {
  const granted = new Set(grants(context));
  return resources
    .filter(({ alarms, urn }) => alarms.length > 0 && !granted.has(urn))
    .flatMap(({ urn, name, ignoreChanges }) => {
      const ignored = harmful(ignoreChanges);
      if (ignored.length === 0) return [];
      const message = `alarm "${name}": ignoreChanges of ${ignored.join(", ")} keeps what stands in the account, so nobody knows what is deployed`;
      const file = shownPath(context.parity?.path);
      const fix = `take it out of ignoreChanges, or add under exceptions: in ${file}: - {alarm: ${name}, field: ignoreChanges, in: [${context.stack}], reason: why it may}`;
      return [{ urn, message, fix }];
    });
}

/** Whether an exception for `ignoreChanges` is still needed in a stack that it names, though no stacks differ. */
export function grantsIgnoring({ exception, urns }: ExceptionState, context: RuleContext): boolean {
  if (exception.field !== "ignoreChanges") return false;
  return (exception.in ?? []).some((stack) => {
    const resources = updateRender({ ...context, stack })?.resources ?? [];
    const alarm = resources.find(({ urn }) => urn === urns[stack]);
    return alarm !== undefined && harmful(alarm.options.ignoreChanges).length > 0;
  });
}

/** URNs of the alarms of this stack that an exception lets ignore changes. */
function grants({ renders, parity, today, stack }: RuleContext): string[] {
  if (renders === undefined || parity === undefined) return [];
  return compareProject(renders, parity, today).exceptions.flatMap(({ exception, problem, urns }) => {
    const { field, in: stacks } = exception;
    const counts = problem === undefined && field === "ignoreChanges" && stacks?.includes(stack) === true;
    return counts ? (urns[stack] ?? []) : [];
  });
}

function harmful(ignoreChanges: StackResource["ignoreChanges"]): string[] {
  return ignoreChanges.filter((path) => !HARMLESS.has(path.split(/[.[]/)[0] ?? ""));
}
