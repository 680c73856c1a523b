import { hasUnknown, isUnknown } from "../../../cloudwatch/unknown";
import { givenInUpdate, givenProps } from "../rendered";
import { renderedResource } from "../resolve";
import type { RuleContext, StackResource, StackView } from "../rule";

/** A resource in its stack, with the properties that the program gave. */
interface Candidate {
  resource: StackResource;
  given: Record<string, unknown>;
  stack: StackView;
}

/** Which resources of a type the default requirements mean; a type that is not in here: all. */
const MEANT: Readonly<Record<string, (candidate: Candidate) => boolean>> = {
  "aws:lb/loadBalancer:LoadBalancer": ({ given }) => isOneOf(given.loadBalancerType, ["application"]),
  "aws:alb/loadBalancer:LoadBalancer": ({ given }) => isOneOf(given.loadBalancerType, ["application"]),
  "aws-native:elasticloadbalancingv2:LoadBalancer": ({ given }) => isOneOf(given.type, ["application"]),
  "aws:lb/targetGroup:TargetGroup": isServedTargetGroup,
  "aws:alb/targetGroup:TargetGroup": isServedTargetGroup,
  "aws-native:elasticloadbalancingv2:TargetGroup": isServedTargetGroup,
  "aws:autoscaling/group:Group": isOwnGroup,
  "aws-native:autoscaling:AutoScalingGroup": isOwnGroup,
};

/** Listeners and rules, with the property that says where they forward to. */
const FORWARDERS: Readonly<Record<string, string>> = {
  "aws:lb/listener:Listener": "defaultActions",
  "aws:alb/listener:Listener": "defaultActions",
  "aws:lb/listenerRule:ListenerRule": "actions",
  "aws:alb/listenerRule:ListenerRule": "actions",
  "aws-native:elasticloadbalancingv2:Listener": "defaultActions",
  "aws-native:elasticloadbalancingv2:ListenerRule": "actions",
};
const CAPACITY_PROVIDERS = ["aws:ecs/capacityProvider:CapacityProvider", "aws-native:ecs:CapacityProvider"];

/** Whether the required alarms of its type are required of this resource (DESIGN §4). */
export function isMeant(resource: StackResource, stack: StackView, context: RuleContext): boolean {
  // Somebody else made it, and alarms on it there.
  if (renderedResource(resource.urn, context)?.external) return false;
  const isIt = MEANT[resource.type];
  if (isIt === undefined) return true;
  const own = givenProps(resource, context);
  const given = hasUnknown(own) ? (givenInUpdate(resource, context)?.props ?? own) : own;
  return isIt({ resource, given, stack });
}

/** Left out is the first of `values`, which is AWS's default; what is not known may be one of them. */
function isOneOf(value: unknown, values: readonly string[]): boolean {
  return value === undefined || isUnknown(value) || (typeof value === "string" && values.includes(value));
}

/** A target group of instances or addresses that some listener forwards to. */
function isServedTargetGroup({ resource, given, stack }: Candidate): boolean {
  if (!isOneOf(given.targetType, ["instance", "ip"])) return false;
  return stack.resources.some((other) => {
    const property = FORWARDERS[other.type];
    return property !== undefined && refersTo(other, property, resource, true);
  });
}

/** A group with a launch template whose size no ECS capacity provider manages. */
function isOwnGroup({ resource, given, stack }: Candidate): boolean {
  if (given.launchTemplate === undefined && given.mixedInstancesPolicy === undefined) return false;
  return !stack.resources.some(
    (other) =>
      CAPACITY_PROVIDERS.includes(other.type) && refersTo(other, "autoScalingGroupProvider", resource, false),
  );
}

/**
 * Whether `property` of `from` holds the ARN or id of `to`; where it is not known, whether it depends on it, and
 * `otherwise` where it depends on nothing.
 */
function refersTo(from: StackResource, property: string, to: StackResource, otherwise: boolean): boolean {
  const value = from.props[property];
  const names = [to.props.arn, to.props.id].filter((name) => name !== undefined && !isUnknown(name));
  if (holds(value, names)) return true;
  return hasUnknown(value) && (from.propertyDependencies[property]?.includes(to.urn) ?? otherwise);
}

function holds(value: unknown, names: readonly unknown[]): boolean {
  if (typeof value !== "object" || value === null) return names.includes(value);
  return Object.values(value).some((inner) => holds(inner, names));
}
