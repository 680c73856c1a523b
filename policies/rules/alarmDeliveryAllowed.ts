import { judgeFunction, judgeTopic } from "./delivery";
import type { Link } from "./policyLink";
import { ELSEWHERE_SCHEMA, updateFace } from "./resolve";
import { MACHINES_SCHEMA } from "./routes";
import type { Rule, RuleContext, StackResource, StackView, Verdict } from "./rule";
import { isExternal, whyForeign, type Target } from "./targets";
import { actedOn, foreignArn, isListedElsewhere, showAlarms, type ActedOn } from "./topics";

/** Judged in the stack: the chain alarm → topic → topic policy → key is resources of their own. */
export const alarmDeliveryAllowed: Rule = {
  name: "alarm-delivery-allowed",
  description: "CloudWatch must be allowed to publish to the topics of alarms and to use their keys.",
  level: "mandatory",
  configSchema: { ...ELSEWHERE_SCHEMA, ...MACHINES_SCHEMA },
  checkStack: (stack, context) => {
    const verdict: Verdict = { findings: [], unchecked: [] };
    for (const one of actedOn(stack, context)) judge(one, stack, context, verdict);
    return verdict;
  },
};

function judge(one: ActedOn, stack: StackView, context: RuleContext, verdict: Verdict): void {
  const { target, alarms } = one;
  const outside = notOfThisStack(target, context);
  if (outside !== undefined) {
    if (outside !== "listed") verdict.unchecked.push({ urn: alarms[0]?.resource.urn, reason: outside });
    return;
  }
  const { resource } = target;
  if (resource === undefined || (target.kind !== "sns" && target.kind !== "lambda")) return;
  const links = target.kind === "sns" ? judgeTopic : judgeFunction;
  for (const link of known(resource, stack, context, (it, view) => links(it, alarms, view, context))) {
    const urn = link.urn ?? resource.urn;
    if (link.says === "unclear") verdict.unchecked.push({ urn, reason: link.message });
    if (link.says !== "broken") continue;
    verdict.findings.push({
      urn,
      message: `${link.message}, so nobody gets ${showAlarms(alarms)}`,
      fix: link.fix,
    });
  }
}

/** Why the target's chain cannot be seen; `listed` where parity.yaml vouches for it. */
function notOfThisStack(target: Target, context: RuleContext): string | undefined {
  if (target.kind === "foreign")
    return `${whyForeign(target, context)}: its policy and key cannot be seen here`;
  const arn = foreignArn(target, context);
  if (arn === undefined)
    return isExternal(target, context) ? `${target.show} is not made by this stack` : undefined;
  return isListedElsewhere(arn, context)
    ? "listed"
    : `${arn} is no topic of this stack: its policy and key cannot be seen here`;
}

/**
 * The links as the engine shows them; where one is known only after deploying, all of them as the update render
 * shows them. An unknown that no render makes known is broken if there is a render, else unclear: a first preview
 * of a program that cannot be rendered knows no policy that names its topic.
 */
function known(
  resource: StackResource,
  stack: StackView,
  context: RuleContext,
  links: (resource: StackResource, view: StackView) => Link[],
): Link[] {
  const own = links(resource, stack);
  if (own.every(({ says }) => says !== "unknown")) return own;
  const face = updateFace(resource, context);
  const shown = face === undefined ? own : links(face.resource, face.view);
  return shown.map((link): Link => {
    if (link.says !== "unknown") return link;
    const says = face === undefined && link.depends === true ? "unclear" : "broken";
    return { ...link, says, fix: "make it known, or write it from values that are" };
  });
}
