import { updateRender } from "./resolve";
import type { ResourceView, RuleContext } from "./rule";

const REGION = /^[a-z]{2,}(-[a-z]+)+-\d+$/;

/**
 * The region that a resource is in: its own argument, its provider's, or the stack's `aws:region`; undefined where
 * none is known.
 */
export function regionOf(resource: ResourceView, context: RuleContext): string | undefined {
  const config = updateRender(context)?.config ?? {};
  const key = resource.type.startsWith("aws-native:") ? "aws-native:region" : "aws:region";
  const candidates = [resource.props.region, resource.provider?.props.region, config[key]];
  return candidates.find((region): region is string => typeof region === "string" && REGION.test(region));
}
