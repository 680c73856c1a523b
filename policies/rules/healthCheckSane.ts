import { isUnknown } from "../../cloudwatch/unknown";
import { givenInUpdate, givenProps, MAKE_KNOWN, madeUpAsUnknown } from "./rendered";
import { renderedResource } from "./resolve";
import type { Finding, ResourceView, Rule, RuleContext, StackResource } from "./rule";
import { judgeGroup } from "./support/groupHealth";
import { judgeHealthCheck, readHealthCheck } from "./support/healthChecks";

/**
 * checkResource: the health check that a load balancer or target group shows. checkStack: what is unknown there and
 * shown by the update render, else rejected; and groups, which need their load balancers.
 */
export const healthCheckSane: Rule = {
  name: "health-check-sane",
  description: "A health check that cries wolf, or a group that ignores its load balancer's health.",
  level: "mandatory",
  checkResource: (resource, context) => ({
    findings: judge(madeUpAsUnknown(resource, context)).findings,
    unchecked: [],
  }),
  checkStack: (stack, context) => {
    const groups = stack.resources.map((resource) => judgeGroup(resource, stack, context));
    const unknown = stack.resources.flatMap((resource) => judgeUnknown(resource, context));
    return {
      findings: [...unknown, ...groups.flatMap(({ findings }) => findings)],
      unchecked: groups.flatMap(({ unchecked }) => unchecked),
    };
  },
};

interface Judgement {
  findings: Finding[];
  /** Messages on fields that are known only after deploying. */
  unknown: string[];
}

function judge(resource: ResourceView): Judgement {
  const check = readHealthCheck(resource);
  if (check === undefined) return { findings: [], unknown: [] };
  const { findings, unknown } = judgeHealthCheck(check);
  const rejected = (field: string): string =>
    `${check.who}: ${field} is known only after deploying, so it cannot be checked before`;
  return {
    findings: findings.map((finding) => ({ urn: resource.urn, ...finding })),
    unknown: unknown.map(rejected),
  };
}

function hasRender({ urn }: StackResource, context: RuleContext): boolean {
  return renderedResource(urn, context) !== undefined;
}

/** What checkResource could not see. */
function judgeUnknown(resource: StackResource, context: RuleContext): Finding[] {
  const given = Object.entries(givenProps(resource, context)).filter(
    // Without a render, an unknown that depends on nothing is the provider's default, which is sound.
    ([field, value]) =>
      !(
        isUnknown(value) &&
        resource.propertyDependencies[field] === undefined &&
        !hasRender(resource, context)
      ),
  );
  const own = judge(madeUpAsUnknown({ ...resource, props: Object.fromEntries(given) }, context));
  if (own.unknown.length === 0) return [];
  const update = givenInUpdate(resource, context);
  const known = update === undefined ? own : judge(update);
  const told = new Set(own.findings.map(({ message }) => message));
  return [
    ...known.findings.filter(({ message }) => !told.has(message)),
    ...known.unknown.map((message) => ({ urn: resource.urn, message, fix: MAKE_KNOWN })),
  ];
}
