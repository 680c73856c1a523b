import { reject, rejects, type Row } from "../row";

const cpu = (more: string) =>
  `{ namespace: "AWS/EC2", metricName: "CPUUtilization", statistic: "Average", dimensions: { AutoScalingGroupName: "workers" }, ${more} }`;
const never = rejects(reject("alarm-can-fire", "jobs", { message: /> 100 is never reached/ }));
const always = rejects(reject("alarm-not-always-firing", "jobs"));

/** Alarms that can never fire, or never stop. */
export const reach: readonly Row[] = [
  {
    title: "a share over 100",
    program: `alarm("jobs", ${cpu("threshold: 100")});`,
    expect: never,
  },
  {
    title: "a share over 100, set by a transform",
    program: `pulumi.runtime.registerStackTransform(args =>
  args.type === "aws:cloudwatch/metricAlarm:MetricAlarm" ? { props: { ...args.props, threshold: 100 }, opts: args.opts } : undefined);
alarm("jobs", ${cpu("threshold: 80")});`,
    expect: never,
  },
  {
    title: "a share over 100, in apply",
    program: `alarm("jobs", ${cpu("threshold: topic.arn.apply(() => 100)")});`,
    expect: never,
  },
  {
    title: "a share over 100, in an update alone",
    program: `alarm("jobs", ${cpu("threshold: pulumi.runtime.isDryRun() ? 80 : 100")});`,
    expect: rejects(reject("alarm-can-fire", "jobs", { shape: "update" }), reject("alarm-parity", "jobs")),
  },
  {
    title: "a share over 100 by a variable of the environment, in what is deployed",
    program: `alarm("jobs", ${cpu("threshold: Number(process.env.LIMIT ?? 80)")});`,
    engineOnly: `process.env.LIMIT = "100";`,
    expect: rejects(reject("alarm-can-fire", "jobs"), reject("alarm-parity", "jobs")),
  },
  {
    title: "a share over 100 in one stack",
    program: `alarm("jobs", ${cpu('threshold: stack === "production" ? 100 : 80')});`,
    expect: rejects(
      reject("alarm-can-fire", "jobs", { stacks: ["production"] }),
      reject("alarm-parity", "jobs"),
    ),
  },
  {
    title: "a share over 100, of the native provider",
    program: `new pulumi.CustomResource("aws-native:cloudwatch:Alarm", "jobs", {
  alarmName: "jobs-" + stack, alarmDescription: "The workers are busy.", namespace: "AWS/EC2", metricName: "CPUUtilization",
  statistic: "Average", dimensions: [{ name: "AutoScalingGroupName", value: "workers" }], comparisonOperator: "GreaterThanThreshold", threshold: 100,
  period: 60, evaluationPeriods: 5, treatMissingData: "notBreaching", alarmActions: [topic.arn], okActions: [topic.arn] });`,
    otherwiseInEngine: "the suite has no stub of that provider",
    expect: never,
  },
  {
    title: "a share over 100, in a CloudFormation body",
    program: `alarm("age"); new aws.cloudformation.Stack("jobs", { templateBody: topic.arn.apply((arn) => JSON.stringify({ Resources: { Jobs: {
  Type: "AWS::CloudWatch::Alarm", Properties: { AlarmName: "jobs-" + stack, AlarmDescription: "The workers are busy.", Namespace: "AWS/EC2",
    MetricName: "CPUUtilization", Statistic: "Average", Dimensions: [{ Name: "AutoScalingGroupName", Value: "workers" }],
    ComparisonOperator: "GreaterThanThreshold", Threshold: 100, Period: 60, EvaluationPeriods: 5, TreatMissingData: "notBreaching",
    AlarmActions: [arn], OKActions: [arn] } } } })) });`,
    expect: never,
  },
  {
    title: "a share over 100, as text",
    program: `alarm("jobs", ${cpu('threshold: "100"')});`,
    expect: never,
  },
  {
    title: "a share over 100, or no data",
    program: `alarm("jobs", ${cpu('threshold: 100, treatMissingData: "breaching"')});`,
    expect: never,
  },
  {
    title: "a share over 100, as a hundredth of another threshold",
    program: `alarm("jobs", { namespace: undefined, metricName: undefined, statistic: undefined, dimensions: undefined, period: undefined, threshold: 10000,
  metricQueries: [
    { id: "load", metric: { namespace: "AWS/EC2", metricName: "CPUUtilization", dimensions: { AutoScalingGroupName: "workers" }, stat: "Average", period: 60 } },
    { id: "e1", expression: "100 * load", label: "load", returnData: true },
  ] });`,
    expect: rejects(reject("alarm-can-fire", "jobs", { message: /> 10000 is never reached/ })),
  },
  {
    title: "no errors, where silence is OK",
    program: `alarm("jobs", { namespace: "AWS/ELB", metricName: "SpilloverCount", statistic: "Sum", dimensions: { LoadBalancerName: "old" }, comparisonOperator: "LessThanThreshold", threshold: 1 });`,
    expect: rejects(reject("alarm-can-fire", "jobs")),
  },
  {
    title: "a threshold that every data point crosses",
    program: `alarm("jobs", ${cpu("threshold: -1")});`,
    expect: always,
  },
  {
    title: "errors that silence counts as",
    program: `alarm("jobs", { namespace: "AWS/ELB", metricName: "SpilloverCount", statistic: "Sum", dimensions: { LoadBalancerName: "old" }, threshold: 10, treatMissingData: "breaching" });`,
    expect: always,
  },
  {
    title: "a composite that is always in ALARM",
    program: `alarm("age"); composite("jobs", { alarmRule: \`ALARM(age-\${stack}) OR NOT ALARM(age-\${stack})\` });`,
    expect: always,
  },
  {
    title: "a composite that never is, by the name of an output",
    program: `const age = alarm("age"); composite("jobs", { alarmRule: pulumi.interpolate\`ALARM("\${age.name}") AND OK("\${age.name}")\` });`,
    expect: rejects(reject("alarm-can-fire", "jobs")),
  },
  {
    title: "traffic that stops, where silence breaches",
    program: `alarm("jobs", { namespace: "AWS/ELB", metricName: "RequestCount", statistic: "Sum", dimensions: { LoadBalancerName: "old" }, comparisonOperator: "LessThanThreshold", threshold: 1, treatMissingData: "breaching" });`,
    expect: { passes: true },
  },
  {
    title: "a threshold that the metric reaches, in apply",
    program: `alarm("jobs", ${cpu("threshold: topic.arn.apply(() => 99)")});`,
    expect: { passes: true },
  },
];
