import { hasUnknown, isUnknown } from "../../cloudwatch/unknown";
import { updateFace } from "./resolve";
import type { RuleContext, StackResource, StackView } from "./rule";

/**
 * Whether the property of `from` (a value or a list of them) names `to` through one of its `outputs`. What is not
 * known is taken from the update render, else from what the property depends on.
 */
export function refersTo(
  from: StackResource,
  property: string,
  to: StackResource,
  outputs: readonly string[],
  context: RuleContext,
): boolean {
  if (names(from.props[property], to, outputs)) return true;
  if (!hasUnknown(from.props[property])) return false;
  const face = updateFace(from, context);
  const target = face?.view.byUrn.get(to.urn);
  if (face !== undefined && target !== undefined)
    return names(face.resource.props[property], target, outputs);
  return from.propertyDependencies[property]?.includes(to.urn) === true;
}

/** Whether nothing shows what the property of `from` names: it may be anything. */
export function namesNobodyKnown(from: StackResource, property: string, context: RuleContext): boolean {
  if (!isUnknown(from.props[property]) || from.propertyDependencies[property] !== undefined) return false;
  return updateFace(from, context) === undefined;
}

/** The first resource of the given types that a property of `from` names. */
export function referred(
  from: StackResource,
  property: string,
  types: Readonly<Record<string, readonly string[]>>,
  stack: StackView,
  context: RuleContext,
): StackResource | undefined {
  return stack.resources.find(({ type }, index) => {
    const to = stack.resources[index];
    const outputs = types[type];
    return to !== undefined && outputs !== undefined && refersTo(from, property, to, outputs, context);
  });
}

function names(value: unknown, to: StackResource, outputs: readonly string[]): boolean {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.some(
    (one) =>
      typeof one === "string" &&
      one !== "" &&
      !isUnknown(one) &&
      outputs.some((output) => to.props[output] === one),
  );
}
