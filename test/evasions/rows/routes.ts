import { reject, rejects, type Row } from "../row";

const strip = `args => {
  if (args.type !== "aws:cloudwatch/metricAlarm:MetricAlarm") return undefined;
  const { okActions, ...props } = args.props;
  return { props, opts: args.opts };
}`;
const noOk = rejects(reject("alarm-ok-action-required", "jobs"));
const nothing = rejects(reject("alarm-action-required", "jobs"), reject("alarm-ok-action-required", "jobs"));

/** Alarms whose beginning or end nobody hears of. */
export const routes: readonly Row[] = [
  { title: "no OK actions", program: `alarm("jobs", { okActions: undefined });`, expect: noOk },
  { title: "an empty list of OK actions", program: `alarm("jobs", { okActions: [] });`, expect: noOk },
  { title: "an OK action that is empty text", program: `alarm("jobs", { okActions: [""] });`, expect: noOk },
  { title: "an OK action that is null", program: `alarm("jobs", { okActions: [null] });`, expect: noOk },
  {
    title: "an alarm action that is empty text",
    program: `alarm("jobs", { alarmActions: [""] });`,
    expect: nothing,
  },
  { title: "no action at all", program: `alarm("jobs", silent);`, expect: nothing },
  {
    title: "an old resource transformation that strips okActions",
    program: `alarm("jobs", {}, { transformations: [${strip}] });`,
    expect: noOk,
  },
  {
    title: "a resource transform that strips okActions",
    program: `alarm("jobs", {}, { transforms: [${strip}] });`,
    expect: noOk,
  },
  {
    title: "an old transformation of a component",
    program: `const box = new pulumi.ComponentResource("shop:index:Box", "box", {}, { transformations: [${strip}] });
alarm("jobs", {}, { parent: box });`,
    expect: noOk,
  },
  {
    title: "a transform of a component",
    program: `const box = new pulumi.ComponentResource("shop:index:Box", "box", {}, { transforms: [${strip}] });
alarm("jobs", {}, { parent: box });`,
    expect: noOk,
  },
  {
    title: "an old transformation of the stack",
    program: `pulumi.runtime.registerStackTransformation(${strip}); alarm("jobs");`,
    expect: noOk,
  },
  {
    title: "a transform of the stack",
    program: `pulumi.runtime.registerStackTransform(${strip}); alarm("jobs");`,
    expect: noOk,
  },
  {
    title: "a transform that strips okActions in one stack alone",
    program: `if (stack === "production") pulumi.runtime.registerStackTransform(${strip}); alarm("jobs");`,
    expect: rejects(
      reject("alarm-parity", "jobs"),
      reject("alarm-ok-action-required", "jobs", { stacks: ["production"] }),
    ),
  },
  {
    title: "an OK action to a different topic",
    program: `const other = new aws.sns.Topic("other");
new aws.sns.TopicSubscription("other", { topic: other.arn, protocol: "email", endpoint: "team@example.com" });
alarm("jobs", { okActions: [other.arn] });`,
    expect: noOk,
  },
  {
    title: "an OK action that only drives a machine",
    program: `const group = new aws.autoscaling.Group("workers", { minSize: 1, maxSize: 2, vpcZoneIdentifiers: ["subnet-1"] });
const policy = new aws.autoscaling.Policy("in", { autoscalingGroupName: group.name, scalingAdjustment: -1, adjustmentType: "ChangeInCapacity" });
alarm("jobs", { okActions: [policy.arn] });`,
    expect: noOk,
  },
  {
    title: "an OK action inside insufficientDataActions instead",
    program: `alarm("jobs", { okActions: undefined, insufficientDataActions: [topic.arn] });`,
    expect: noOk,
  },
  {
    title: "an action that is an ARN of nothing that CloudWatch can run",
    program: `alarm("jobs", { alarmActions: ["arn:aws:s3:::logs"], okActions: ["arn:aws:s3:::logs"] });`,
    expect: nothing,
  },
  {
    title: "a composite that hides children and has no OK actions",
    program: `const child = alarm("jobs", silent);
composite("all", { alarmRule: pulumi.interpolate\`ALARM(\${child.name})\`, okActions: undefined });`,
    expect: rejects(
      reject("alarm-action-required", "jobs"),
      reject("alarm-ok-action-required", "jobs"),
      reject("alarm-ok-action-required", "all"),
    ),
  },
  {
    title: "a composite with OK actions only",
    program: `const child = alarm("jobs", silent);
composite("all", { alarmRule: pulumi.interpolate\`ALARM(\${child.name})\`, alarmActions: undefined });`,
    expect: rejects(
      ...["jobs", "all"].flatMap((name) => [
        reject("alarm-action-required", name),
        reject("alarm-ok-action-required", name),
      ]),
    ),
  },
  {
    title: "a composite whose rule can never be true",
    program: `alarm("jobs", silent); composite("all", { alarmRule: \`ALARM(jobs-\${stack}) AND FALSE\` });`,
    expect: rejects(
      reject("alarm-action-required", "jobs"),
      reject("alarm-ok-action-required", "jobs"),
      reject("alarm-can-fire", "all"),
    ),
  },
  {
    title: "a composite whose rule contradicts itself",
    program: `alarm("jobs", silent); composite("all", { alarmRule: \`ALARM(jobs-\${stack}) AND NOT ALARM(jobs-\${stack})\` });`,
    expect: rejects(
      reject("alarm-action-required", "jobs"),
      reject("alarm-ok-action-required", "jobs"),
      reject("alarm-can-fire", "all"),
    ),
  },
  {
    title: "a composite whose rule is always true",
    program: `alarm("jobs", silent); composite("all", { alarmRule: \`ALARM(jobs-\${stack}) OR TRUE\` });`,
    expect: rejects(
      reject("alarm-action-required", "jobs"),
      reject("alarm-ok-action-required", "jobs"),
      reject("alarm-not-always-firing", "all"),
    ),
  },
  {
    title: "a composite that fires when its child is OK",
    program: `alarm("jobs", silent); composite("all", { alarmRule: \`NOT ALARM(jobs-\${stack})\` });`,
    expect: nothing,
  },
  {
    title: "a composite of a child that is not there",
    program: `alarm("jobs", silent); composite("all", { alarmRule: \`ALARM(job-\${stack})\` });`,
    expect: rejects(
      reject("alarm-action-required", "jobs"),
      reject("alarm-ok-action-required", "jobs"),
      reject("alarm-window-valid", "all", { message: /names "job-/ }),
    ),
  },
  {
    title: "a composite with its actions off",
    program: `alarm("jobs", silent); composite("all", { alarmRule: \`ALARM(jobs-\${stack})\`, actionsEnabled: false });`,
    expect: rejects(
      reject("alarm-action-required", "jobs"),
      reject("alarm-ok-action-required", "jobs"),
      reject("alarm-action-required", "all"),
    ),
  },
  {
    title: "a composite that holds only the child of the other stack",
    program: `alarm("jobs", silent); composite("all", { alarmRule: "ALARM(jobs-production)" });`,
    expect: rejects(
      reject("alarm-action-required", "jobs", { stacks: ["staging"] }),
      reject("alarm-ok-action-required", "jobs", { stacks: ["staging"] }),
      reject("alarm-window-valid", "all", { stacks: ["staging"] }),
    ),
  },
  {
    title: "a composite whose rule does not parse",
    program: `alarm("jobs"); composite("all", { alarmRule: \`ALARM(jobs-\${stack}\` });`,
    expect: rejects(reject("alarm-window-valid", "all", { message: /no rule that CloudWatch can read/ })),
  },
  {
    title: "composites whose rules lead back to themselves",
    program: `alarm("jobs"); composite("a", { alarmRule: \`ALARM(b-\${stack}) OR ALARM(jobs-\${stack})\` }); composite("b", { alarmRule: \`ALARM(a-\${stack})\` });`,
    expect: rejects(reject("alarm-window-valid", "a"), reject("alarm-window-valid", "b")),
  },
  {
    title: "a PromQL alarm without OK actions",
    program: `new aws.cloudwatch.MetricAlarm("jobs", {
  name: "jobs-" + stack, alarmDescription: "Errors.", alarmActions: [topic.arn], evaluationInterval: 60,
  evaluationCriteria: { promqlCriteria: { query: "rate(errors[5m]) > 1", pendingPeriod: 60, recoveryPeriod: 60 } },
});`,
    expect: noOk,
  },
  {
    title: "an alarm in a region whose topic is elsewhere",
    program: `const far = new aws.Provider("far", { region: "us-east-1" }); alarm("jobs", {}, { provider: far });`,
    expect: rejects(reject("alarm-action-required", "jobs", { message: /us-east-1/ })),
  },
  {
    title: "an alarm in another region by its own argument",
    program: `alarm("jobs", { region: "us-east-1" });`,
    expect: rejects(reject("alarm-action-required", "jobs", { message: /us-east-1/ })),
  },
];
