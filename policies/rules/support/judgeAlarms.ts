import type { Alarm } from "../../../cloudwatch/alarm";
import { hasUnknown } from "../../../cloudwatch/unknown";
import { givenInUpdate, MAKE_KNOWN, madeUpAsUnknown } from "../rendered";
import type { Finding, ResourceView, Rule, RuleContext, StackResource, Verdict } from "../rule";
import { nameOf } from "./lines";

/** What one alarm shows by itself. */
export interface AlarmJudgement {
  findings: Omit<Finding, "urn">[];
  /** What cannot be judged, whatever is known. */
  unchecked: string[];
  /** Fields that could not be judged because their value is known only after deploying. */
  unknown: string[];
}

/** Judges one alarm without its neighbours. */
export type AlarmJudge = (alarm: Alarm, resource: ResourceView, context: RuleContext) => AlarmJudgement;

/** What a field that no render makes known becomes: a finding, an unchecked item, or nothing (another rule tells it). */
export type OnUnknown = "reject" | "list" | "silent";

/**
 * A rule's two checks from one judge, told once: what the resource shows is told in checkResource; checkStack tells
 * what the update render of the same URN shows beyond it where fields are unknown, and what stays unchecked.
 */
export function judgeAlarms(
  judge: AlarmJudge,
  onUnknown: OnUnknown,
): Required<Pick<Rule, "checkResource" | "checkStack">> {
  return {
    checkResource: (resource, context) => ({
      findings:
        resource.alarms.length === 0
          ? []
          : judgeAll(judge, madeUpAsUnknown(resource, context), context).findings,
      unchecked: [],
    }),
    checkStack: (stack, context) => {
      const verdicts = stack.resources
        .filter(({ alarms }) => alarms.length > 0)
        .map((resource) => judgeInStack(judge, onUnknown, resource, context));
      return {
        findings: verdicts.flatMap(({ findings }) => findings),
        unchecked: verdicts.flatMap(({ unchecked }) => unchecked),
      };
    },
  };
}

interface ResourceJudgement {
  findings: Finding[];
  unchecked: string[];
  unknown: { alarm: Alarm; field: string }[];
}

function judgeInStack(
  judge: AlarmJudge,
  onUnknown: OnUnknown,
  resource: StackResource,
  context: RuleContext,
): Verdict {
  const { urn } = resource;
  const own = judgeAll(judge, madeUpAsUnknown(resource, context), context);
  const rendered = own.unknown.length === 0 ? undefined : givenInUpdate(resource, context);
  const known = rendered === undefined ? own : judgeAll(judge, rendered, context);
  const told = new Set(own.findings.map(({ message }) => message));
  const findings = known.findings.filter(({ message }) => !told.has(message));
  const unchecked = known.unchecked.map((reason) => ({ urn, reason }));
  for (const { alarm, field } of known.unknown) {
    const message = `${nameOf(resource, alarm)}: ${field} is known only after deploying, so it cannot be checked before`;
    if (onUnknown === "reject") findings.push({ urn, message, fix: MAKE_KNOWN });
    if (onUnknown === "list") unchecked.push({ urn, reason: message });
  }
  return { findings, unchecked };
}

function judgeAll(judge: AlarmJudge, resource: ResourceView, context: RuleContext): ResourceJudgement {
  const all: ResourceJudgement = { findings: [], unchecked: [], unknown: [] };
  for (const alarm of resource.alarms) {
    const { findings, unchecked, unknown } = judgeOne(judge, alarm, resource, context);
    all.findings.push(...findings.map((finding) => ({ urn: resource.urn, ...finding })));
    all.unchecked.push(...unchecked);
    all.unknown.push(...unknown.map((field) => ({ alarm, field })));
  }
  return all;
}

/** An alarm whose very kind is not known yet (a CloudFormation body, say) is unknown as a whole. */
function judgeOne(
  judge: AlarmJudge,
  alarm: Alarm,
  resource: ResourceView,
  context: RuleContext,
): AlarmJudgement {
  if (alarm.kind === "unknown" && hasUnknown(alarm))
    return { findings: [], unchecked: [], unknown: ["its definition"] };
  return judge(alarm, resource, context);
}
