import type { Alarm, AlarmKind } from "./alarm";
import { isUnknown, type Value } from "./unknown";

/** What an alarm's action does (CloudWatch user guide, "Alarm actions"; PutMetricAlarm, `AlarmActions`). */
export type ActionKind =
  "sns" | "lambda" | "ec2" | "autoscaling" | "ssm-opsitem" | "ssm-incident" | "investigation";

/** The states that a list of actions belongs to. */
export type AlarmState = "ALARM" | "OK" | "INSUFFICIENT_DATA";

/** An action's ARN, read. */
export interface Action {
  kind: ActionKind;
  /** `aws`, `aws-cn`, …, or a reference such as `${AWS.Partition}`. */
  partition: string;
  /** Empty for an incident, whose ARN has none. */
  region: string;
  /** Empty for `arn:aws:automate:…`, whose ARN has none. */
  account: string;
  /** The rest of the ARN: topic, function, … */
  resource: string;
}

/** `${AWS.Region}`: a part of an ARN that a reference stands for. */
const REFERENCE = String.raw`\$\{[^}:]+\}`;
const PARTITION = String.raw`(aws[a-z-]*|${REFERENCE})`;
const REGION = String.raw`([a-z]{2,}(?:-[a-z]+)+-\d|${REFERENCE})`;
const ACCOUNT = String.raw`(\d{12}|${REFERENCE})`;
const NAME = String.raw`(?:[\w-]|${REFERENCE})+`;
const EC2_VERB = "stop|terminate|reboot|recover";

const FORMS: readonly (readonly [ActionKind, string])[] = [
  ["sns", `arn:${PARTITION}:sns:${REGION}:${ACCOUNT}:(${NAME}(?:\\.fifo)?)`],
  ["lambda", `arn:${PARTITION}:lambda:${REGION}:${ACCOUNT}:(function:${NAME}(?::(?:\\$LATEST|${NAME}))?)`],
  ["ec2", `arn:${PARTITION}:automate:${REGION}:()(ec2:(?:${EC2_VERB}))`],
  [
    "ec2",
    `arn:${PARTITION}:swf:${REGION}:${ACCOUNT}:(action/actions/AWS_EC2\\.InstanceId\\.(?:${EC2_VERB})/1\\.0)`,
  ],
  ["autoscaling", `arn:${PARTITION}:autoscaling:${REGION}:${ACCOUNT}:(scalingPolicy:.+)`],
  ["ssm-opsitem", `arn:${PARTITION}:ssm:${REGION}:${ACCOUNT}:(opsitem:[1-4](?:#CATEGORY=\\w+)?)`],
  ["ssm-incident", `arn:${PARTITION}:ssm-incidents:():${ACCOUNT}:(response-?plan/.+)`],
  ["investigation", `arn:${PARTITION}:aiops:${REGION}:${ACCOUNT}:(investigation-group[:/].+)`],
];
// Only EC2's verbs come in both letter cases; a topic or Region in another case is another one, but never none.
const PATTERNS = FORMS.map(
  ([kind, pattern]) => [kind, new RegExp(`^${pattern}$`, kind === "ec2" ? "i" : "")] as const,
);

/** Reads an action's ARN; undefined where its form is none that CloudWatch knows. */
export function parseAction(arn: string): Action | undefined {
  for (const [kind, pattern] of PATTERNS) {
    const match = pattern.exec(arn);
    if (match === null) continue;
    const [, partition = "", region = "", account = "", resource = ""] = match;
    return { kind, partition, region, account, resource };
  }
  return undefined;
}

const ALARM_ONLY: ReadonlySet<ActionKind> = new Set(["ssm-opsitem", "ssm-incident", "investigation"]);

/** What messages call an action of each kind. */
export const ACTION_NAMES: Readonly<Record<ActionKind, string>> = {
  sns: "an SNS topic",
  lambda: "a Lambda function",
  ec2: "an EC2 action",
  autoscaling: "a scaling policy",
  "ssm-opsitem": "an OpsItem",
  "ssm-incident": "an incident",
  investigation: "an investigation",
};

/** The kinds of alarm that cannot run an action; EC2 and scaling policies have conditions beside these. */
const REFUSED_KINDS: Readonly<Record<ActionKind, readonly AlarmKind[]>> = {
  sns: [],
  lambda: [],
  ec2: ["math", "anomaly", "insights", "promql", "composite", "log"],
  autoscaling: ["anomaly", "composite", "log"],
  "ssm-opsitem": ["promql"],
  "ssm-incident": ["promql", "log"],
  investigation: ["promql", "log"],
};

/**
 * Why CloudWatch cannot run `action` there, as one clause; undefined where it can, or where the action, or the alarm's
 * kind, is not known. `where` is the alarm's region (`eu-west-1`) and partition (`aws`).
 */
export function actionRefusal(
  action: Value<string>,
  alarm: Alarm,
  state: AlarmState,
  where: { region?: string; partition?: string } = {},
): string | undefined {
  if (isUnknown(action) || isReference(action)) return undefined;
  const parsed = parseAction(action);
  if (parsed === undefined) return "its form is none of an alarm action's ARN";
  const name = ACTION_NAMES[parsed.kind];
  if (ALARM_ONLY.has(parsed.kind) && state !== "ALARM")
    return `${name} is started on ALARM only, not on ${state}`;
  return kindRefusal(parsed, alarm) ?? placeRefusal(parsed, where);
}

/** Whether all of an action is a reference (`${topic.arn}`), whose form cannot be told. */
function isReference(action: string): boolean {
  return /^\$\{[^}]+\}$/.test(action);
}

function kindRefusal(action: Action, alarm: Alarm): string | undefined {
  const name = ACTION_NAMES[action.kind];
  if (REFUSED_KINDS[action.kind].includes(alarm.kind))
    return `${name} cannot be run by an alarm of kind ${alarm.kind}`;
  if (action.kind === "ec2" && alarm.kind === "metric" && !hasInstanceId(alarm)) {
    return `${name} needs the dimension InstanceId, which says what instance`;
  }
  if (action.kind !== "autoscaling") return undefined;
  if (groupsSeries(alarm)) return `${name} cannot be run by an alarm of many series (GROUP BY)`;
  if (alarm.kind === "promql" && action.resource.includes("autoScalingGroupName/")) {
    return `${name} of EC2 Auto Scaling cannot be run by an alarm of kind promql, only one of Application Auto Scaling`;
  }
  return undefined;
}

/** Whether the alarm is on one instance, or may be. */
function hasInstanceId(alarm: Alarm): boolean {
  const dimensions = alarm.metric?.dimensions ?? {};
  return isUnknown(dimensions) || "InstanceId" in dimensions;
}

function groupsSeries(alarm: Alarm): boolean {
  const { kind, queries = [] } = alarm;
  if (kind !== "insights" || isUnknown(queries)) return false;
  return queries.some((query) => /\bGROUP\s+BY\b/i.test(query.expression ?? ""));
}

function placeRefusal(action: Action, where: { region?: string; partition?: string }): string | undefined {
  const name = ACTION_NAMES[action.kind];
  if (differ(action.partition, where.partition)) {
    return `${name} in partition ${action.partition} cannot be run by an alarm in ${where.partition ?? ""}`;
  }
  if (differ(action.region, where.region)) {
    return `${name} in ${action.region} cannot be run by an alarm in ${where.region ?? ""}`;
  }
  return undefined;
}

/** Whether two known places are not the same one. */
function differ(own: string, wanted: string | undefined): boolean {
  if (own === "" || own.includes("${")) return false;
  return wanted !== undefined && !isUnknown(wanted) && !wanted.includes("${") && own !== wanted;
}

/** Whether these actions (of all states) drive a machine and tell nobody: all are scaling policies or EC2 actions. */
export function drivesMachine(actions: Value<readonly Value<string>[]> | undefined): boolean {
  if (actions === undefined || isUnknown(actions) || actions.length === 0) return false;
  return actions.every((action) => {
    const kind = parseAction(action)?.kind;
    return kind === "ec2" || kind === "autoscaling";
  });
}
