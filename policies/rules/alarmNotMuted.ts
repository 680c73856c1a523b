import { isMuteType, holdsTemplate, readMutes } from "../../cloudwatch/read";
import { blockField } from "../../cloudwatch/record";
import { hasUnknown } from "../../cloudwatch/unknown";
import { durationMinutes, longestGapMinutes, readExpression } from "../../cloudwatch/mute/schedule";
import { isListed, updateFace } from "./resolve";
import type { Finding, Rule, RuleContext, StackResource, Verdict } from "./rule";
import { suppressed } from "./support/suppressors";

type Problem = Omit<Finding, "urn">;

/** Judged in the stack, since only the update render knows what a preview does not. */
export const alarmNotMuted: Rule = {
  name: "alarm-not-muted",
  description:
    "An alarm mute rule must end, must leave time in which alarms act, and needs an exception in parity.yaml.",
  level: "mandatory",
  checkStack: (stack, context): Verdict => ({
    findings: [
      ...stack.resources
        .filter(({ type }) => isMuteType(type))
        .flatMap((mute) => judge(mute, context).map((problem) => ({ urn: mute.urn, ...problem }))),
      ...stack.resources.flatMap((resource) => judgeTemplate(resource, context)),
      ...suppressed(stack, context),
    ],
    unchecked: [],
  }),
};

function judge(given: StackResource, context: RuleContext): Problem[] {
  const mute = hasUnknown(muteFields(given.props)) ? (updateFace(given, context)?.resource ?? given) : given;
  const who = `mute rule "${mute.name}"`;
  return [...withoutException(mute, who, context), ...scheduleProblems(mute, who)];
}

/** Mute rules in a CloudFormation body; no exception can name one. */
function judgeTemplate(given: StackResource, context: RuleContext): Finding[] {
  if (!holdsTemplate(given.type)) return [];
  // A body that nothing makes known is rejected as an alarm whose definition is not known.
  const resource = hasUnknown(given.props.templateBody) ? updateFace(given, context)?.resource : given;
  if (resource === undefined) return [];
  return readMutes(resource.type, resource.props).flatMap(({ logicalId, props }) => {
    const mute = { ...resource, name: `${resource.name}/${logicalId}`, props };
    const who = `mute rule "${mute.name}"`;
    const silences = {
      message: `${who}: it silences alarms while their actionsEnabled stays true, and stands in a template, where no exception can allow it`,
      fix: "take it out, or make it with aws.cloudwatch.AlarmMuteRule and an exception in parity.yaml",
    };
    const problems = [...(isListed(context) ? [silences] : []), ...scheduleProblems(mute, who)];
    return problems.map((problem) => ({ urn: resource.urn, ...problem }));
  });
}

function muteFields({ rule, expireDate }: Record<string, unknown>): unknown[] {
  return [rule, expireDate];
}

function scheduleProblems(mute: StackResource, who: string): Problem[] {
  const { rule, expireDate } = mute.props;
  if (hasUnknown(muteFields(mute.props))) {
    return [
      {
        message: `${who}: its schedule is known only after deploying, so it cannot be checked before deploying`,
        fix: 'make it known: rule: { schedule: { expression: "at(…)", duration: "PT1H" } }',
      },
    ];
  }
  const schedule = blockField(rule, "schedule");
  const expression = blockField(schedule, "expression");
  const duration = blockField(schedule, "duration");
  const read = typeof expression === "string" ? readExpression(expression) : undefined;
  const minutes = typeof duration === "string" ? durationMinutes(duration) : undefined;
  if (read === undefined || minutes === undefined) {
    return [
      {
        message: `${who}: schedule "${show(expression)}" for "${show(duration)}" is none that CloudWatch knows, so its end cannot be told`,
        fix: 'expression: "at(2026-01-31T02:00)", duration: "PT4H"',
      },
    ];
  }
  if (read.kind === "at") return [];
  return [...endless(expireDate, read.text, who), ...allTheTime(read.text, minutes, show(duration), who)];
}

function endless(expireDate: unknown, cron: string, who: string): Problem[] {
  if (typeof expireDate === "string" && expireDate !== "") return [];
  return [
    {
      message: `${who}: cron(${cron}) has no expireDate, so it mutes without an end`,
      fix: 'expireDate: "2026-12-31T23:59:00Z", or a single mute: expression: "at(…)"',
    },
  ];
}

function allTheTime(cron: string, minutes: number, duration: string, who: string): Problem[] {
  const gap = longestGapMinutes(cron);
  if (gap === undefined || minutes < gap) return [];
  return [
    {
      message: `${who}: ${duration} from every start of cron(${cron}) covers all time (at most ${gap} minutes lie between two starts), so no alarm ever acts`,
      fix: "give it a shorter duration",
    },
  ];
}

function withoutException(mute: StackResource, who: string, context: RuleContext): Problem[] {
  const { parity, stack, today } = context;
  if (!isListed(context)) return [];
  const name = `${mute.type} ${mute.name}`;
  const excepted = parity?.exceptions.some(
    ({ kind, name: of, only, reason, expires }) =>
      kind === "resource" &&
      of === name &&
      only?.includes(stack) === true &&
      reason !== "" &&
      !(expires !== undefined && expires < today),
  );
  if (excepted === true) return [];
  return [
    {
      message: `${who}: it silences alarms while their actionsEnabled stays true, and no exception allows it in ${stack}`,
      fix: `in parity.yaml under exceptions: {resource: ${name}, only: [${stack}], reason: …, expires: …}, or take it out`,
    },
  ];
}

function show(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}
