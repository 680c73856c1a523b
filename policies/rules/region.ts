import { isUnknown, UNKNOWN } from "../../cloudwatch/unknown";
import { renderedResource, updateRender } from "./resolve";
import type { ResourceView, RuleContext, StackResource } from "./rule";

const REGION = /^[a-z]{2,}(-[a-z]+)+-\d+$/;

/**
 * The region that a resource is in: its own argument, its provider's, or the stack's `aws:region`; undefined where
 * none is known, or where one is given and known only after deploying.
 */
export function regionOf(resource: StackResource, context: RuleContext): string | undefined {
  const own = ownRegion(resource, context);
  if (isUnknown(own)) return undefined;
  const config = updateRender(context)?.config ?? {};
  const key = resource.type.startsWith("aws-native:") ? "aws-native:region" : "aws:region";
  return [own, providersRegion(resource, context), config[key]].find(isRegion);
}

/** Whether a region is given that is known only after deploying, so that nobody knows where the resource will be. */
export function isRegionOpen(resource: StackResource, context: RuleContext): boolean {
  return isUnknown(ownRegion(resource, context) ?? providersRegion(resource, context));
}

/** The argument that the program gives; what it does not give is the provider's own region. */
function ownRegion({ urn, props, propertyDependencies }: StackResource, context: RuleContext): unknown {
  if (isRegion(props.region)) return props.region;
  const rendered = renderedResource(urn, context);
  if (rendered !== undefined) return rendered.inputs.region ? asKnown(rendered.inputs.region) : undefined;
  const isGiven = isUnknown(props.region) && propertyDependencies.region !== undefined;
  return isGiven ? props.region : undefined;
}

function providersRegion({ provider }: ResourceView, context: RuleContext): unknown {
  const region = provider?.props.region;
  if (provider === undefined || !isUnknown(region)) return region;
  return asKnown(renderedResource(provider.urn, context)?.inputs.region ?? region);
}

/** A made-up answer of the render is no region. */
function asKnown(region: unknown): unknown {
  return isRegion(region) ? region : UNKNOWN;
}

function isRegion(region: unknown): region is string {
  return typeof region === "string" && REGION.test(region);
}
