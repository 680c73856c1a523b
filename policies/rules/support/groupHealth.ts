import { hasUnknown, isUnknown } from "../../../cloudwatch/unknown";
import { givenInUpdate, givenProps, MAKE_KNOWN } from "../rendered";
import type { Finding, ResourceView, RuleContext, StackResource, StackView, Verdict } from "../rule";

/** Where an Auto Scaling group says what load balancers it is attached to, and its hooks. */
const GROUPS: Readonly<Record<string, { attached: readonly string[]; hooks: string }>> = {
  "aws:autoscaling/group:Group": {
    attached: ["loadBalancers", "targetGroupArns", "trafficSources"],
    hooks: "initialLifecycleHooks",
  },
  "aws-native:autoscaling:AutoScalingGroup": {
    attached: ["loadBalancerNames", "targetGroupArns", "trafficSources"],
    hooks: "lifecycleHookSpecificationList",
  },
};
const ATTACHMENTS = [
  "aws:autoscaling/attachment:Attachment",
  "aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment",
];
const HOOK = "aws:autoscaling/lifecycleHook:LifecycleHook";
const LAUNCHING = "autoscaling:EC2_INSTANCE_LAUNCHING";

/** Whether a group behind a load balancer minds its health, and gives a new instance time to become healthy. */
export function judgeGroup(group: StackResource, stack: StackView, context: RuleContext): Verdict {
  const fields = GROUPS[group.type];
  const verdict: Verdict = { findings: [], unchecked: [] };
  if (fields === undefined) return verdict;
  const { urn } = group;
  const who = `Auto Scaling group "${group.name}"`;
  const props = knownProps(
    group,
    [...fields.attached, "healthCheckType", "healthCheckGracePeriod", fields.hooks],
    context,
  );
  const attached = attachment(props, fields.attached, group, stack);
  if (attached === false) return verdict;

  const type = props.healthCheckType;
  const isDefault = isUnknown(type) && group.propertyDependencies.healthCheckType === undefined;
  const kinds = typeof type === "string" && !isUnknown(type) ? type.split(/\s*,\s*/) : [];
  const mindsHealth = kinds.includes("ELB") || kinds.includes("VPC_LATTICE");
  if (isUnknown(type) && !isDefault) return { findings: [open(group, "healthCheckType")], unchecked: [] };
  if (attached === "unknown" && !mindsHealth) {
    return { findings: [open(group, "what load balancers it is attached to")], unchecked: [] };
  }
  if (!mindsHealth) {
    const shown = kinds.length === 0 ? "(left out: EC2)" : `"${kinds.join(",")}"`;
    const message = `${who}: healthCheckType ${shown} ignores the load balancer's health, so an instance that it calls unhealthy is never replaced`;
    return { findings: [{ urn, message, fix: 'healthCheckType: "ELB"' }], unchecked: [] };
  }
  const hasHook =
    hooksOf(props[fields.hooks]) ||
    companions([HOOK], group, stack, false).some(({ props: hook }) => hook.lifecycleTransition === LAUNCHING);
  const grace = props.healthCheckGracePeriod;
  if (isUnknown(grace) && !hasHook) {
    verdict.findings.push(open(group, "healthCheckGracePeriod"));
  } else if (grace !== undefined && Number(grace) === 0 && !hasHook) {
    const message = `${who}: healthCheckGracePeriod 0 and no launching lifecycle hook: an instance is replaced while it is still starting`;
    verdict.findings.push({
      urn,
      message,
      fix: "healthCheckGracePeriod: 300, or an initialLifecycleHooks entry that ends when the instance is healthy",
    });
  }
  return verdict;
}

/** The properties that the program gave; from the update render where one of `fields` is unknown here. */
function knownProps(group: StackResource, fields: string[], context: RuleContext): ResourceView["props"] {
  const props = givenProps(group, context);
  const isOpen = fields.some((field) => hasUnknown(props[field]));
  return (isOpen ? givenInUpdate(group, context)?.props : undefined) ?? props;
}

function open({ urn, name }: StackResource, what: string): Finding {
  const message = `Auto Scaling group "${name}": ${what} is known only after deploying, so it cannot be checked before`;
  return { urn, message, fix: MAKE_KNOWN };
}

/** Whether a load balancer is attached to the group; an unknown that depends on nothing is the provider's default, none. */
function attachment(
  props: ResourceView["props"],
  fields: readonly string[],
  group: StackResource,
  stack: StackView,
): boolean | "unknown" {
  if (companions(ATTACHMENTS, group, stack, true).length > 0) return true;
  const isAttached = fields.some((field) => {
    const value = props[field];
    return Array.isArray(value) && value.length > 0;
  });
  if (isAttached) return true;
  const isOpen = (field: string): boolean =>
    isUnknown(props[field]) && group.propertyDependencies[field] !== undefined;
  return fields.some(isOpen) ? "unknown" : false;
}

/**
 * Resources of these types that name the group, by value or by dependency; one that names nobody knows whom counts as
 * `otherwise` says.
 */
function companions(
  types: readonly string[],
  group: StackResource,
  stack: StackView,
  otherwise: boolean,
): StackResource[] {
  return stack.resources.filter(({ type, props, propertyDependencies }) => {
    if (!types.includes(type)) return false;
    const name = props.autoscalingGroupName;
    if (isUnknown(name)) return propertyDependencies.autoscalingGroupName?.includes(group.urn) ?? otherwise;
    return typeof name === "string" && [group.props.name, group.props.id].includes(name);
  });
}

function hooksOf(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  return value.some(
    (hook: unknown) =>
      typeof hook === "object" &&
      hook !== null &&
      "lifecycleTransition" in hook &&
      hook.lifecycleTransition === LAUNCHING,
  );
}
