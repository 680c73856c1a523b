import type { Alarm } from "../../../cloudwatch/alarm";
import { hasUnknown, isUnknown } from "../../../cloudwatch/unknown";
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
  /** The same, of fields that are only listed then, whatever the rule does with the others. */
  listed?: string[];
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
  unknown: UnknownField[];
  listed: UnknownField[];
}

interface UnknownField {
  alarm: Alarm;
  field: string;
}

/** Fields that the provider computes where they are left out, so that one without a dependency is its default. */
const COMPUTED: ReadonlySet<string> = new Set(["evaluateLowSampleCountPercentiles"]);

function judgeInStack(
  judge: AlarmJudge,
  onUnknown: OnUnknown,
  resource: StackResource,
  context: RuleContext,
): Verdict {
  const { urn } = resource;
  const own = judgeAll(judge, madeUpAsUnknown(resource, context), context);
  const isOpen = own.unknown.length + own.listed.length > 0;
  const rendered = isOpen ? givenInUpdate(resource, context) : undefined;
  const known = rendered === undefined ? own : judgeAll(judge, rendered, context);
  const told = new Set(own.findings.map(({ message }) => message));
  const findings = known.findings.filter(({ message }) => !told.has(message));
  const unchecked = known.unchecked.map((reason) => ({ urn, reason }));
  const sentence = ({ alarm, field }: UnknownField): string =>
    `${nameOf(resource, alarm)}: ${field} is known only after deploying, so it cannot be checked before`;
  for (const field of known.unknown.filter((one) => !isProvidersDefault(one, resource))) {
    const message = sentence(field);
    if (onUnknown === "reject") findings.push({ urn, message, fix: MAKE_KNOWN });
    if (onUnknown === "list") unchecked.push({ urn, reason: message });
  }
  unchecked.push(...known.listed.map((field) => ({ urn, reason: sentence(field) })));
  return { findings, unchecked };
}

function isProvidersDefault({ field }: UnknownField, { propertyDependencies }: StackResource): boolean {
  return COMPUTED.has(field) && propertyDependencies[field] === undefined;
}

function judgeAll(judge: AlarmJudge, resource: ResourceView, context: RuleContext): ResourceJudgement {
  const all: ResourceJudgement = { findings: [], unchecked: [], unknown: [], listed: [] };
  for (const alarm of resource.alarms) {
    const { findings, unchecked, unknown, listed = [] } = judgeOne(judge, alarm, resource, context);
    all.findings.push(...findings.map((finding) => ({ urn: resource.urn, ...finding })));
    all.unchecked.push(...unchecked);
    all.unknown.push(...unknown.map((field) => ({ alarm, field })));
    all.listed.push(...listed.map((field) => ({ alarm, field })));
  }
  return all;
}

function judgeOne(
  judge: AlarmJudge,
  alarm: Alarm,
  resource: ResourceView,
  context: RuleContext,
): AlarmJudgement {
  const open = decidesKind(alarm);
  return open === undefined
    ? judge(alarm, resource, context)
    : { findings: [], unchecked: [], unknown: [open] };
}

/**
 * What decides the alarm's very kind and is not known, so that nothing of it can be judged: all of it (a CloudFormation
 * body, say), or a field that only one kind has.
 */
function decidesKind({ kind, thresholdMetricId, other, ...rest }: Alarm): string | undefined {
  if (kind === "unknown" && hasUnknown({ other, ...rest })) return "its definition";
  if (isUnknown(thresholdMetricId)) return "thresholdMetricId";
  return isUnknown(other?.["evaluationCriteria"]) ? "evaluationCriteria" : undefined;
}
