import { hasUnknown } from "../../cloudwatch/unknown";
import { MAKE_KNOWN } from "./rendered";
import { ELSEWHERE_SCHEMA, updateFace } from "./resolve";
import type { Finding, Rule, RuleContext, StackResource, StackView, Unchecked, Verdict } from "./rule";
import { agentsOf } from "./support/agentSets";
import { judgeAgentLine, judgeNames } from "./support/dimensionSets";
import { judgeAlarms } from "./support/judgeAlarms";
import { judgeLines, type KnownLine } from "./support/judgeLines";
import { isKnown, linesOf } from "./support/lines";
import { comeFromSomewhere, judgeDimension } from "./support/liveDimensions";

const byItself = judgeAlarms(judgeLines(judgeNames), "list");

/** checkResource: names and sets; checkStack: those that only the update render shows, and what the values name. */
export const alarmDimensionsLive: Rule = {
  name: "alarm-dimensions-live",
  description:
    "A dimension that its namespace does not have, a set under which the metric is not published, or a value that is no resource of the stack.",
  level: "mandatory",
  configSchema: ELSEWHERE_SCHEMA,
  checkResource: byItself.checkResource,
  checkStack: (stack, context) => {
    const verdicts = [
      byItself.checkStack(stack, context),
      ...stack.resources.map((resource) => judgeNeighbours(resource, stack, context)),
    ];
    return {
      findings: verdicts.flatMap(({ findings }) => findings),
      unchecked: verdicts.flatMap(({ unchecked }) => unchecked),
    };
  },
};

/** What a resource's dimensions name; in the update render where their values are unknown here. */
function judgeNeighbours(resource: StackResource, stack: StackView, context: RuleContext): Verdict {
  const verdict: { findings: Finding[]; unchecked: Unchecked[] } = { findings: [], unchecked: [] };
  if (resource.alarms.length === 0) return verdict;
  const update = updateFace(resource, context);
  const face = update !== undefined && hasUnknownDimension(resource) ? update : { resource, view: stack };
  const agents = agentsOf(update?.view ?? stack);
  const { urn } = resource;
  const judge = judgeLines((line) => {
    const values = judgeValues(line, face.resource, face.view, context);
    const ofAgent = judgeAgentLine(line, agents);
    return {
      findings: [...values.findings, ...(ofAgent.findings ?? [])],
      unchecked: [...values.unchecked, ...(ofAgent.unchecked ?? [])],
    };
  });
  for (const alarm of face.resource.alarms) {
    // Kinds without metric lines are listed once, by the check of names.
    if (linesOf(alarm) === undefined || (alarm.kind !== "metric" && alarm.kind !== "math")) continue;
    const { findings, unchecked } = judge(alarm, resource, context);
    verdict.findings.push(...findings.map((finding) => ({ urn, ...finding })));
    verdict.unchecked.push(...unchecked.map((reason) => ({ urn, reason })));
  }
  return verdict;
}

function judgeValues(
  line: KnownLine,
  alarm: StackResource,
  stack: StackView,
  context: RuleContext,
): { findings: Omit<Finding, "urn">[]; unchecked: string[] } {
  const { who, where, namespace, metric } = line;
  const { dimensions, accountId } = metric;
  const result: ReturnType<typeof judgeValues> = { findings: [], unchecked: [] };
  if (dimensions === undefined) return result;
  if (accountId !== undefined) {
    return { findings: [], unchecked: [`${who}: dimensions${where} name resources of another account`] };
  }
  if (!isKnown(dimensions)) {
    // Where they come from something that they may name, the check of names lists them.
    if (!comeFromSomewhere(alarm, stack)) result.findings.push(notKnown(who, `dimensions${where}`));
    return result;
  }
  for (const [dimension, value] of Object.entries(dimensions)) {
    const { finding, unchecked, unknown } = judgeDimension(
      { who, where, namespace, dimension, value, alarm },
      stack,
      context,
    );
    if (finding !== undefined) result.findings.push(finding);
    if (unchecked !== undefined) result.unchecked.push(unchecked);
    if (unknown) result.findings.push(notKnown(who, `dimension ${dimension}${where}`));
  }
  return result;
}

function notKnown(who: string, what: string): Omit<Finding, "urn"> {
  const message = `${who}: ${what} is known only after deploying and comes from no resource that it could name, so it cannot be checked before`;
  return { message, fix: MAKE_KNOWN };
}

function hasUnknownDimension({ alarms }: StackResource): boolean {
  return alarms.some(
    (alarm) =>
      (linesOf(alarm) ?? [{ metric: {}, where: "" }]).some(({ metric }) => hasUnknown(metric.dimensions)) ||
      linesOf(alarm) === undefined,
  );
}
