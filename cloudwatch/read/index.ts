import type { Alarm } from "../alarm";
import { readCompositeAlarm, readMetricAlarm } from "./aws";
import { readNativeAlarm, readNativeCompositeAlarm, readNativeLogAlarm } from "./awsNative";
import { readTemplateAlarms, readTemplateMutes } from "./cloudFormation";
import { Fields } from "./fields";

export { agentConfigs, agentConfigTexts } from "./agentConfigs";
export { readDescribedAlarms } from "./describeAlarms";
export { withoutTemplateAlarms } from "./templateRest";

/** Outputs of a resource that are no arguments of it, and the engine's own marks. */
const NO_ARGUMENTS: ReadonlySet<string> = new Set(["id", "arn", "urn", "tagsAll", "__defaults"]);

const one =
  (read: (fields: Fields) => Alarm) =>
  (props: Record<string, unknown>): Alarm[] => {
    const given = Object.entries(props).filter(([name]) => !NO_ARGUMENTS.has(name));
    return [read(new Fields(Object.fromEntries(given)))];
  };

/** By Pulumi type token: the resources that are alarms or hold some. */
const READERS: ReadonlyMap<string, (props: Record<string, unknown>) => Alarm[]> = new Map([
  ["aws:cloudwatch/metricAlarm:MetricAlarm", one(readMetricAlarm)],
  ["aws:cloudwatch/compositeAlarm:CompositeAlarm", one(readCompositeAlarm)],
  ["aws-native:cloudwatch:Alarm", one(readNativeAlarm)],
  ["aws-native:cloudwatch:CompositeAlarm", one(readNativeCompositeAlarm)],
  ["aws-native:cloudwatch:LogAlarm", one(readNativeLogAlarm)],
  ["aws:cloudformation/stack:Stack", readTemplateAlarms],
  ["aws-native:cloudformation:Stack", readTemplateAlarms],
]);

const TEMPLATE_TYPES: ReadonlySet<string> = new Set([
  "aws:cloudformation/stack:Stack",
  "aws-native:cloudformation:Stack",
]);

const MUTE_TYPES: ReadonlySet<string> = new Set([
  "aws:cloudwatch/alarmMuteRule:AlarmMuteRule",
  "aws-native:cloudwatch:AlarmMuteRule",
]);

/** Alarms of other services, and kinds that are newer than this program: listed, never judged. */
const UNHEARD_OF = /^aws(-native)?:.*[:/]\w*Alarm$/;

/**
 * The alarms that a resource is or holds, from its arguments; empty for every other type. Never throws: `props` may
 * hold the unknown mark at any depth, and what is of a wrong type stays as written in the record's `other`.
 */
export function readAlarms(type: string, props: Record<string, unknown>): Alarm[] {
  const read = READERS.get(type);
  if (read !== undefined) return read(props);
  return UNHEARD_OF.test(type) ? [{ kind: "unknown", other: { notRead: `${type} is not judged here` } }] : [];
}

/** Whether a resource of this type is an alarm or can hold some (a CloudFormation stack). */
export function isAlarmType(type: string): boolean {
  return READERS.has(type) || UNHEARD_OF.test(type);
}

/** Whether a resource of this type holds a template, in which there may be alarms and other resources. */
export function holdsTemplate(type: string): boolean {
  return TEMPLATE_TYPES.has(type);
}

/** Whether a resource of this type mutes alarms. */
export function isMuteType(type: string): boolean {
  return MUTE_TYPES.has(type);
}

/** The mute rules in the template that a CloudFormation stack holds; none for every other type. */
export function readMutes(
  type: string,
  props: Record<string, unknown>,
): { logicalId: string; props: Record<string, unknown> }[] {
  return holdsTemplate(type) ? readTemplateMutes(props) : [];
}
