import { reject, rejects, type Row } from "../row";

const mute = (rule: string, more = "") =>
  `alarm("jobs"); new aws.cloudwatch.AlarmMuteRule("quiet", { name: "quiet-" + stack, rule: { schedule: ${rule} }, muteTargets: { alarmNames: ["jobs-" + stack] }, ${more} });`;
const quiet = rejects(reject("alarm-not-muted", "quiet"));

/** Alarms that look right and do not act. */
export const muted: readonly Row[] = [
  {
    title: "actionsEnabled: false",
    program: `alarm("jobs", { actionsEnabled: false });`,
    expect: rejects(reject("alarm-action-required", "jobs")),
  },
  {
    title: "actionsEnabled from config, off in one stack",
    program: `alarm("jobs", { actionsEnabled: new pulumi.Config().getBoolean("act") ?? true });`,
    files: { "Pulumi.staging.yaml": 'config:\n  aws:region: eu-west-1\n  shop:act: "false"\n' },
    expect: rejects(
      reject("alarm-action-required", "jobs", { stacks: ["staging"] }),
      reject("alarm-parity", "jobs"),
    ),
  },
  {
    title: "actionsEnabled off by a transform",
    program: `pulumi.runtime.registerStackTransform(args =>
  args.type === "aws:cloudwatch/metricAlarm:MetricAlarm" ? { props: { ...args.props, actionsEnabled: false }, opts: args.opts } : undefined);
alarm("jobs");`,
    expect: rejects(reject("alarm-action-required", "jobs")),
  },
  {
    title: "a mute rule without an exception",
    program: mute(`{ expression: "at(2026-12-01T02:00)", duration: "PT2H" }`),
    expect: quiet,
  },
  {
    title: "a mute rule that never ends, with an exception",
    program: mute(`{ expression: "cron(0 2 * * *)", duration: "PT2H" }`),
    parity:
      "stacks: [staging, production]\nexceptions:\n  - resource: aws:cloudwatch/alarmMuteRule:AlarmMuteRule quiet\n    only: [staging, production]\n    reason: Backups.\n",
    expect: { rejects: [reject("alarm-not-muted", "quiet", { message: /without an end/ })] },
  },
  {
    title: "a mute rule that covers all time",
    program: mute(`{ expression: "cron(0 0 * * *)", duration: "P1D" }`, `expireDate: "2099-01-01T00:00:00Z"`),
    expect: rejects(reject("alarm-not-muted", "quiet", { message: /covers all time/ })),
  },
  {
    title: "a mute rule made in apply",
    program: `alarm("jobs"); topic.arn.apply(() => new aws.cloudwatch.AlarmMuteRule("quiet", {
  rule: { schedule: { expression: "cron(0 2 * * *)", duration: "PT2H" } }, muteTargets: { alarmNames: ["jobs-" + stack] },
}));`,
    expect: rejects(reject("alarm-not-muted", "quiet", { shape: "update" })),
  },
  {
    title: "a mute rule of the native provider",
    otherwiseInEngine: "the suite has no stub of that provider",
    program: `alarm("jobs"); new pulumi.CustomResource("aws-native:cloudwatch:AlarmMuteRule", "quiet", {
  rule: { schedule: { expression: "cron(0 2 * * *)", duration: "PT2H" } }, muteTargets: { alarmNames: ["jobs-" + stack] },
});`,
    expect: quiet,
  },
  {
    title: "a mute rule in a CloudFormation body",
    program: `alarm("jobs"); new aws.cloudformation.Stack("quiet", { templateBody: JSON.stringify({ Resources: { Quiet: {
  Type: "AWS::CloudWatch::AlarmMuteRule",
  Properties: { Name: "quiet-" + stack, Rule: { Schedule: { Expression: "cron(0 2 * * *)", Duration: "PT2H" } }, MuteTargets: { AlarmNames: ["jobs-" + stack] } },
} } }) });`,
    expect: quiet,
  },
  {
    title: "a composite that a suppressor keeps silent for ever",
    program: `const child = alarm("jobs");
composite("always", { alarmRule: "TRUE" });
composite("all", { alarmRule: pulumi.interpolate\`ALARM(\${child.name})\`, actionsSuppressor: { alarm: "always-" + stack, waitPeriod: 60, extensionPeriod: 60 } });`,
    expect: rejects(
      reject("alarm-not-muted", "all", { message: /always/ }),
      reject("alarm-not-always-firing", "always"),
    ),
  },
  {
    title: "a suppressor that is always in ALARM, by its ARN",
    program: `const child = alarm("jobs"); const always = composite("always", { alarmRule: "TRUE" });
composite("all", { alarmRule: pulumi.interpolate\`ALARM(\${child.name})\`, actionsSuppressor: { alarm: always.arn, waitPeriod: 60, extensionPeriod: 60 } });`,
    expect: rejects(
      reject("alarm-not-muted", "all", { message: /always/ }),
      reject("alarm-not-always-firing", "always"),
    ),
  },
  {
    title: "a composite whose suppressor is its own child",
    program: `const child = alarm("jobs");
composite("all", { alarmRule: pulumi.interpolate\`ALARM(\${child.name})\`, actionsSuppressor: { alarm: child.name, waitPeriod: 60, extensionPeriod: 60 } });`,
    expect: rejects(reject("alarm-not-muted", "all", { message: /whenever this one is/ })),
  },
  {
    title: "a threshold that only a year of seconds reaches, in every stack alike",
    program: `alarm("jobs", { threshold: 31536000 });`,
    expect: { covered: "Whether a threshold is wise" },
  },
];
