import { hasUnknown } from "../../cloudwatch/unknown";
import { updateRender } from "./resolve";
import type { Finding, Rule, RuleContext, StackResource, StackView, Unchecked } from "./rule";
import { dimensionKind } from "./support/dimensionKinds";
import { either, isKnown, linesOf } from "./support/lines";
import { names } from "./support/liveDimensions";
import { isMeant } from "./support/meant";
import { kindFor, REQUIRED_SCHEMA, requirementsOf, type Requirement } from "./support/requirements";
import { viewOfRender } from "./view";

/** In a preview an alarm that the program makes in an `apply` is not there yet: listed, where the update render has it. */
export const serviceAlarmsComplete: Rule = {
  name: "service-alarms-complete",
  description: "A resource without its required alarms, or a stack with no alarm at all.",
  level: "mandatory",
  configSchema: REQUIRED_SCHEMA,
  checkStack: (stack, context) => {
    const later = laterView(stack, context);
    if (!hasAlarms(stack)) return judgeEmpty(stack, later, context);
    const verdict: { findings: Finding[]; unchecked: Unchecked[] } = { findings: [], unchecked: [] };
    const requirements = requirementsOf(context.config);
    for (const resource of stack.resources) {
      for (const requirement of requirements[resource.type] ?? []) {
        if (!isMeant(resource, stack, context) || watcher(requirement, resource, stack) !== undefined)
          continue;
        const seen = later === undefined ? undefined : watcher(requirement, resource, later);
        if (seen === undefined) verdict.findings.push(missing(requirement, resource));
        else if (!stack.byUrn.has(seen.urn))
          verdict.unchecked.push({ urn: resource.urn, reason: comesLater(seen) });
      }
    }
    return verdict;
  },
};

/** The update render, where this is a preview: there alone can alarms be missing that an update makes. */
function laterView(stack: StackView, context: RuleContext): StackView | undefined {
  const update = updateRender(context);
  const isPreview = stack.resources.some(({ props }) => hasUnknown(props));
  return update === undefined || !isPreview ? undefined : viewOfRender(update);
}

function hasAlarms({ resources }: StackView): boolean {
  return resources.some(({ alarms }) => alarms.length > 0);
}

function judgeEmpty(
  stack: StackView,
  later: StackView | undefined,
  context: RuleContext,
): { findings: Finding[]; unchecked: Unchecked[] } {
  // The stack itself and its providers are nothing to watch.
  if (stack.resources.every(({ type }) => type.startsWith("pulumi:"))) return { findings: [], unchecked: [] };
  if (later !== undefined && hasAlarms(later)) {
    return {
      findings: [],
      unchecked: [{ reason: "the stack's alarms are made only once outputs are known" }],
    };
  }
  const message = `stack "${context.stack}": has no alarm at all, so nobody is told when it fails`;
  return { findings: [{ message, fix: "add alarms for what it runs" }], unchecked: [] };
}

/** The alarm of `stack` that watches what is required of `resource`. */
function watcher(
  { namespaces, anyOf, dimension }: Requirement,
  { urn, type }: StackResource,
  stack: StackView,
): StackResource | undefined {
  const resource = stack.byUrn.get(urn);
  if (resource === undefined) return undefined;
  const kind = kindFor(type, { namespaces, anyOf, dimension });
  return stack.resources.find((alarm) =>
    alarm.alarms.some((record) =>
      (linesOf(record) ?? []).some(({ metric: { namespace = "", metricName = "", dimensions = {} } }) => {
        if (!namespaces.includes(namespace) || !anyOf.includes(metricName)) return false;
        const value = isKnown(dimensions) ? dimensions[dimension] : dimensions;
        return value !== undefined && names({ value, alarm }, kind, resource, stack);
      }),
    ),
  );
}

function missing(requirement: Requirement, resource: StackResource): Finding {
  const { namespaces, anyOf, dimension } = requirement;
  const [namespace = ""] = namespaces;
  const what = dimensionKind(dimension, namespace)?.what ?? resource.type;
  const [output = "name"] = kindFor(resource.type, requirement).types[resource.type] ?? [];
  return {
    urn: resource.urn,
    message: `${what} "${resource.name}": has no alarm on ${either(anyOf)} (${either(namespaces)})`,
    fix: `add one with dimensions: { ${dimension}: ${resource.name}.${output} }`,
  };
}

function comesLater({ name }: StackResource): string {
  return `its alarm "${name}" is made only once outputs are known: a preview does not show it`;
}
