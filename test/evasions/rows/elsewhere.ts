import { reject, rejects, type Row } from "../row";

const native = (okActions: string) => `new pulumi.CustomResource("aws-native:cloudwatch:Alarm", "jobs", {
  alarmName: "jobs-" + stack, alarmDescription: "Jobs wait too long.", namespace: "AWS/SQS", metricName: "ApproximateAgeOfOldestMessage",
  statistic: "Maximum", dimensions: [{ name: "QueueName", value: "jobs" }], comparisonOperator: "GreaterThanThreshold", threshold: 600,
  period: 60, evaluationPeriods: 5, treatMissingData: "notBreaching", alarmActions: [topic.arn], okActions: ${okActions} });`;
const template = (properties: string) =>
  `alarm("age"); new aws.cloudformation.Stack("jobs", { templateBody: topic.arn.apply((arn) => JSON.stringify({ Resources: { Jobs: {
  Type: "AWS::CloudWatch::Alarm", Properties: { AlarmName: "jobs-" + stack, AlarmDescription: "Jobs wait.", Namespace: "AWS/SQS",
    MetricName: "ApproximateAgeOfOldestMessage", Statistic: "Maximum", Dimensions: [{ Name: "QueueName", Value: "jobs" }],
    ComparisonOperator: "GreaterThanThreshold", Threshold: 600, Period: 60, EvaluationPeriods: 5, TreatMissingData: "notBreaching",
    AlarmActions: [arn], OKActions: [arn], ...${properties} } } } })) });`;
const noOk = rejects(reject("alarm-ok-action-required", "jobs"));

/** Alarms that no MetricAlarm of the program's own lines makes. */
export const elsewhere: readonly Row[] = [
  {
    title: "an alarm of the native provider without OK actions",
    program: native("[]"),
    expect: noOk,
    otherwiseInEngine: "the suite has no stub of that provider",
  },
  {
    title: "an alarm of the native provider with nothing wrong",
    otherwiseInEngine: "the suite has no stub of that provider",
    program: native("[topic.arn]"),
    expect: { passes: true },
  },
  {
    title: "a log alarm of the native provider without OK actions",
    otherwiseInEngine: "the suite has no stub of that provider",
    program: `alarm("age"); new pulumi.CustomResource("aws-native:cloudwatch:LogAlarm", "jobs", { alarmName: "jobs-" + stack, alarmActions: [topic.arn] });`,
    expect: noOk,
  },
  {
    title: "an alarm in a CloudFormation body without OK actions",
    program: template("{ OKActions: [] }"),
    expect: noOk,
  },
  {
    title: "an alarm in a CloudFormation body of one stack alone",
    program: `if (stack === "production") { ${template("{}")} } else alarm("age");`,
    expect: rejects(reject("alarm-parity", "jobs"), reject("stack-parity", "jobs")),
  },
  {
    title: "an alarm in a CloudFormation body with a bad statistic",
    program: template(
      `{ Namespace: "AWS/ELB", MetricName: "BackendConnectionErrors", Dimensions: [{ Name: "LoadBalancerName", Value: "old" }] }`,
    ),
    expect: rejects(reject("alarm-statistic-allowed", "jobs"), reject("alarm-can-fire", "jobs")),
  },
  {
    title: "a CloudFormation stack whose template lies in a bucket",
    program: `alarm("age"); new aws.cloudformation.Stack("jobs", { templateUrl: "https://example.s3.amazonaws.com/alarms.json" });`,
    expect: {
      covered: "CloudFormation templates that lie in a bucket",
      unchecked: /template body is not given here|cannot be read/,
    },
  },
  {
    title: "an alarm made in an apply inside an apply",
    program: `alarm("age"); topic.arn.apply(() => topic.id.apply(() => alarm("jobs", { okActions: [] })));`,
    expect: {
      rejects: [reject("alarm-ok-action-required", "jobs", { shape: "update" })],
      unchecked: /first preview/,
    },
  },
  {
    title: "an alarm in the child of a component of a package",
    program: `class Queue extends pulumi.ComponentResource {
  constructor(name) { super("other:index:Queue", name); alarm("jobs", { okActions: [] }, { parent: this }); this.registerOutputs(); }
}
new Queue("q");`,
    expect: noOk,
  },
  {
    title: "a remote component, whose children another process makes",
    program: `alarm("age"); new pulumi.ComponentResource("awsx:lb:ApplicationLoadBalancer", "front", {}, {}, true);`,
    otherwiseInEngine: "the suite has no stub of that provider",
    expect: {
      covered: "The children of remote components (awsx, eks)",
      unchecked: /awsx:lb:ApplicationLoadBalancer/,
    },
  },
  {
    title: "an alarm that an SDK call would make, beside the program",
    program: `alarm("age"); topic.arn.apply(async () => undefined /* cloudwatch.putMetricAlarm({…}) */);`,
    expect: { covered: "Alarms made outside the program: by hand, or by an SDK call" },
  },
  {
    title: "an alarm that is protected, and so stays without OK actions",
    program: `alarm("jobs", { okActions: [] }, { protect: true });`,
    expect: noOk,
  },
  {
    title: "an alarm that is kept on delete, without OK actions",
    program: `alarm("jobs", { okActions: [] }, { retainOnDelete: true });`,
    expect: noOk,
  },
  {
    title: "an alarm that imports what stands in the account",
    program: `alarm("jobs", { okActions: [] }, { import: "jobs" });`,
    otherwiseInEngine: "the stub's account holds nothing to import",
    expect: noOk,
  },
  {
    title: "an alarm of a token that nobody knows",
    program: `alarm("age"); new pulumi.CustomResource("aws:cloudwatch/superAlarm:SuperAlarm", "jobs", { name: "jobs-" + stack });`,
    expect: { passes: true, unchecked: /superAlarm/ },
  },
];
