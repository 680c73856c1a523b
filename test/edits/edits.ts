import type { Copy } from "../support/copy";

/** Every stack of this project. */
export const ALL = ["ci", "production", "staging"];

/** Imports for code that an edit appends to index.ts. */
const IMPORTS = `
import * as pulumi from "@pulumi/pulumi";
import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm";
import { AlarmMuteRule } from "@pulumi/aws/cloudwatch/alarmMuteRule";
`;

/** An alarm with nothing wrong but what `fields` say. */
const alarm = (name: string, fields = "") => `new MetricAlarm("${name}", {
  name: \`${name}-\${pulumi.getStack()}\`, namespace: "AWS/SQS", metricName: "ApproximateAgeOfOldestMessage",
  statistic: "Maximum", dimensions: { QueueName: "jobs" }, comparisonOperator: "GreaterThanThreshold", threshold: 600,
  period: 60, evaluationPeriods: 5, treatMissingData: "notBreaching", alarmDescription: "Jobs wait too long.",
  alarmActions: [topics.alarms.arn], okActions: [topics.alarms.arn], ${fields}
})`;

/** A small edit of this project, and who must reject it. */
export interface Edit {
  title: string;
  /** Makes the edit; the line that it returns must be the one that the violation names. */
  edit: (copy: Copy) => number | undefined;
  policy: string;
  /** The stacks in which it is told. */
  stacks: string[];
  /** The resource's logical name; empty for the stack as a whole. */
  resource: string;
  file: string;
  message: RegExp;
  fix: RegExp;
  /** A first preview of the engine does not show the resource: `up` stops at it instead. */
  shownByUpAlone?: true;
}

export const edits: readonly Edit[] = [
  {
    title: "Sum → Maximum on the broker alarm",
    edit: (copy) => {
      const line = copy.replace(
        "components/alarms/classic.ts",
        /defineRow\(\{\s+name: "backend-errors"/,
        'defineRow({\n    name: "backend-errors"',
      );
      copy.replace(
        "components/alarms/classic.ts",
        /(metric: "BackendConnectionErrors",\s+)statistic: "Sum"/,
        'metric: "BackendConnectionErrors",\n    statistic: "Maximum" as "Sum"',
      );
      return line;
    },
    policy: "alarm-statistic-allowed",
    stacks: ALL,
    resource: "elk-broker-backend-errors",
    file: "components/alarms/classic.ts",
    message: /elk-broker-\w+-backend-errors.*Maximum.*BackendConnectionErrors/s,
    fix: /Sum/,
  },
  {
    title: "the OK route removed",
    edit: (copy) => {
      copy.replace("components/alarms/create.ts", "okActions: [topicArn],", "");
      return undefined;
    },
    policy: "alarm-ok-action-required",
    stacks: ALL,
    resource: "api-cpu",
    file: "components/alarms/instance.ts",
    message: /api-cpu.*okActions/s,
    fix: /okActions/,
  },
  {
    title: "okActions: topic.arn.apply(() => [])",
    edit: (copy) => {
      copy.replace(
        "components/alarms/create.ts",
        "okActions: [topicArn],",
        "okActions: pulumi.output(topicArn).apply(() => [] as string[]),",
      );
      return undefined;
    },
    policy: "alarm-ok-action-required",
    stacks: ALL,
    resource: "api-cpu",
    file: "components/alarms/instance.ts",
    message: /api-cpu.*okActions/s,
    fix: /okActions/,
  },
  {
    title: "actionsEnabled: topic.arn.apply(() => false)",
    edit: (copy) => {
      copy.replace(
        "components/alarms/create.ts",
        "actionsEnabled: true,",
        "actionsEnabled: pulumi.output(topicArn).apply(() => false),",
      );
      return undefined;
    },
    policy: "alarm-action-required",
    stacks: ALL,
    resource: "api-cpu",
    file: "components/alarms/instance.ts",
    message: /api-cpu.*actionsEnabled/s,
    fix: /actionsEnabled/,
  },
  {
    title: "an alarm built only in production",
    edit: (copy) => {
      copy.append("index.ts", `${IMPORTS}if (pulumi.getStack() === "production") ${alarm("jobs-age")};`);
      return undefined;
    },
    policy: "alarm-parity",
    stacks: ALL,
    resource: "jobs-age",
    file: "index.ts",
    message: /jobs-age/,
    fix: /./,
  },
  {
    title: "an alarm made in an apply inside an apply with a bad statistic",
    edit: (copy) => {
      copy.append(
        "index.ts",
        `${IMPORTS}topics.alarms.arn.apply(() => topics.notifications.arn.apply(() => ${alarm("nested", 'namespace: "AWS/ELB", metricName: "BackendConnectionErrors", dimensions: {}, statistic: "Minimum",').replace('namespace: "AWS/SQS", metricName: "ApproximateAgeOfOldestMessage",', "").replace('statistic: "Maximum", dimensions: { QueueName: "jobs" },', "")}));`,
      );
      return undefined;
    },
    policy: "alarm-statistic-allowed",
    stacks: ALL,
    resource: "nested",
    file: "index.ts",
    message: /nested.*Minimum/s,
    fix: /Sum/,
    shownByUpAlone: true,
  },
  {
    title: "a stack transform that strips okActions",
    edit: (copy) => {
      copy.replace(
        "index.ts",
        "const settings =",
        `import * as pulumi from "@pulumi/pulumi";
pulumi.runtime.registerStackTransform((args) => {
  if (args.type !== "aws:cloudwatch/metricAlarm:MetricAlarm") return undefined;
  const { okActions, ...props } = args.props;
  return { props, opts: args.opts };
});
const settings =`,
      );
      return undefined;
    },
    policy: "alarm-ok-action-required",
    stacks: ALL,
    resource: "elk-broker-backend-errors",
    file: "components/alarms/classic.ts",
    message: /elk-broker-backend-errors.*okActions/s,
    fix: /okActions/,
  },
  {
    title: "a threshold read from config that differs per stack",
    edit: (copy) => {
      copy.replace("Pulumi.production.yaml", /config:\n/, "config:\n  aws:maxRetries: 9\n");
      copy.append(
        "index.ts",
        `${IMPORTS}${alarm("jobs-age", 'datapointsToAlarm: 5, threshold: new pulumi.Config("aws").getNumber("maxRetries") ?? 5,').replace("threshold: 600,", "")};`,
      );
      return undefined;
    },
    policy: "alarm-parity",
    stacks: ALL,
    resource: "jobs-age",
    file: "index.ts",
    message: /jobs-age.*threshold.*\b[59]\b/s,
    fix: /./,
  },
  {
    title: "the low-traffic exception's reason emptied",
    edit: (copy) => {
      copy.replace("policies/parity.yaml", /reason: [^\n]*(\n {6,}[^\n]*)*/, 'reason: ""');
      return undefined;
    },
    policy: "parity-exceptions-valid",
    stacks: ALL,
    resource: "api-low-traffic",
    file: "components/alarms/application.ts",
    message: /api-low-traffic.*policies\/parity\.yaml:\d+.*no reason/s,
    fix: /reason/,
  },
  {
    title: "production's subscriptions left out",
    edit: (copy) => {
      copy.replace("components/topics.ts", "of team)", 'of pulumi.getStack() === "production" ? [] : team)');
      return undefined;
    },
    policy: "alarm-topics-subscribed",
    stacks: ["production"],
    resource: "alarms",
    file: "components/topics.ts",
    message: /alarms/,
    fix: /TopicSubscription/,
  },
  {
    title: "a dimension that names a literal which is no resource here",
    edit: (copy) => {
      copy.replace(
        "components/instances.ts",
        "AutoScalingGroupName: group.name",
        'AutoScalingGroupName: "api-old"',
      );
      return undefined;
    },
    policy: "alarm-dimensions-live",
    stacks: ALL,
    resource: "api-cpu",
    file: "components/alarms/instance.ts",
    message: /api-cpu.*AutoScalingGroupName.*api-old/s,
    fix: /./,
  },
  {
    title: "the topics' key replaced by alias/aws/sns",
    edit: (copy) => {
      copy.replace("components/topics.ts", "kmsMasterKeyId: key.arn", 'kmsMasterKeyId: "alias/aws/sns"');
      return undefined;
    },
    policy: "alarm-delivery-allowed",
    stacks: ALL,
    resource: "alarms",
    file: "components/topics.ts",
    message: /alarms.*alias\/aws\/sns/s,
    fix: /key/i,
  },
  {
    title: "the outside monitor's alarm sent to the topic of the stack's own region",
    edit: (copy) => {
      copy.replace(
        "components/serviceStack.ts",
        "topicArn: topics.external.arn",
        "topicArn: topics.alarms.arn",
      );
      return undefined;
    },
    policy: "alarm-action-required",
    stacks: ALL,
    resource: "api-external",
    file: "components/alarms/external.ts",
    message: /api-external.*it is in eu-west-1, the alarm in us-east-1/s,
    fix: /topic in us-east-1/,
  },
  {
    title: "the stack's name taken out of an alarm's name",
    edit: (copy) => {
      copy.replace(
        "components/alarms/create.ts",
        "name: `${service}-${stack}-${row.name}`",
        "name: `${service}-${row.name}`",
      );
      return undefined;
    },
    policy: "alarm-name-unique",
    stacks: ["ci", "staging"],
    resource: "api-cpu",
    file: "components/alarms/instance.ts",
    message: /api-cpu/,
    fix: /stack/,
  },
  {
    title: "a mute rule on production",
    edit: (copy) => {
      copy.append(
        "index.ts",
        `${IMPORTS}if (pulumi.getStack() === "production") new AlarmMuteRule("quiet", {
  name: "quiet",
  rule: { schedule: { duration: "PT2H", expression: "cron(0 2 * * *)" } },
  muteTargets: { alarmNames: ["api-production-cpu"] },
});`,
      );
      return undefined;
    },
    policy: "alarm-not-muted",
    stacks: ["production"],
    resource: "quiet",
    file: "index.ts",
    message: /quiet/,
    fix: /./,
  },
];
