import { readAlarms } from "../../cloudwatch/read";
import { UNKNOWN } from "../../cloudwatch/unknown";
import { referenceOf, renderedResource } from "./resolve";
import type { ResourceView, RuleContext } from "./rule";

/** The fix for what no rule can judge before deploying. */
export const MAKE_KNOWN = "make it known: a literal, not another resource's output";

/** A whole value that the renderer made up for a text output, e.g. `${stat.value}`. */
const MADE_UP_TEXT = /^\$\{[^{}]*\}$/;

/**
 * The properties that the program gave. Without a render, all that there are; with one, those that the render does not
 * have are the provider's own defaults and outputs, and are left out.
 */
export function givenProps(resource: ResourceView, context: RuleContext): Record<string, unknown> {
  const inputs = renderedResource(resource.urn, context)?.inputs;
  if (inputs === undefined) return resource.props;
  return Object.fromEntries(Object.entries(resource.props).filter(([key]) => key in inputs));
}

/** What the program gives the resource in an update, where outputs are known; undefined without a render. */
export function givenInUpdate(resource: ResourceView, context: RuleContext): ResourceView | undefined {
  const inputs = renderedResource(resource.urn, context)?.inputs;
  if (inputs === undefined) return undefined;
  return madeUpAsUnknown({ ...resource, props: inputs, alarms: readAlarms(resource.type, inputs) }, context);
}

/** The resource with the unknown mark for each value that the renderer made up: nobody knows it before deploying. */
export function madeUpAsUnknown(resource: ResourceView, context: RuleContext): ResourceView {
  const { type, props } = resource;
  if (!holdsMadeUp(props, context)) return resource;
  const masked = Object.fromEntries(Object.entries(props).map(([key, value]) => [key, mask(value, context)]));
  return { ...resource, props: masked, alarms: readAlarms(type, masked) };
}

function holdsMadeUp(value: unknown, context: RuleContext): boolean {
  if (typeof value !== "object" || value === null) return isMadeUp(value, context);
  return Object.values(value).some((inner) => holdsMadeUp(inner, context));
}

function mask(value: unknown, context: RuleContext): unknown {
  if (Array.isArray(value)) return value.map((element) => mask(element, context));
  if (typeof value !== "object" || value === null) return isMadeUp(value, context) ? UNKNOWN : value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mask(inner, context)]));
}

function isMadeUp(value: unknown, context: RuleContext): boolean {
  if (typeof value === "number") return referenceOf(String(value), context) !== undefined;
  return typeof value === "string" && MADE_UP_TEXT.test(value);
}
