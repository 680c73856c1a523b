import type { Row } from "../row";

const central = "arn:aws:sns:eu-west-1:111111111111:alarms";
const passes = { passes: true } as const;
const listed = `stacks: [staging, production]
elsewhere:
  - name: central
    values: { staging: "${central}-staging", production: "${central}-production" }
`;
const group = `const template = new aws.ec2.LaunchTemplate("workers", { imageId: "ami-1", instanceType: "t3.small" });
const group = new aws.autoscaling.Group("workers", { minSize: 1, maxSize: 2, launchTemplate: { id: template.id, version: "$Latest" }, vpcZoneIdentifiers: ["subnet-1"] });
alarm("cpu", { namespace: "AWS/EC2", metricName: "CPUUtilization", statistic: "Average", threshold: 80, dimensions: { AutoScalingGroupName: group.name }, treatMissingData: "missing" });`;

/** Programs that are right, however they look. */
export const passing: readonly Row[] = [
  { title: "one alarm with both routes", program: `alarm("jobs");`, expect: passes },
  {
    title: "scaling alarms that drive a policy",
    program: `${group}
const out = new aws.autoscaling.Policy("out", { autoscalingGroupName: group.name, scalingAdjustment: 1, adjustmentType: "ChangeInCapacity" });
alarm("busy", { namespace: "AWS/EC2", metricName: "CPUUtilization", statistic: "Average", threshold: 60, dimensions: { AutoScalingGroupName: group.name }, alarmActions: [out.arn], okActions: undefined });`,
    expect: passes,
  },
  {
    title: "an application scaling alarm with policies in both states",
    program: `const target = new aws.appautoscaling.Target("t", { minCapacity: 1, maxCapacity: 4, resourceId: "service/a/b", scalableDimension: "ecs:service:DesiredCount", serviceNamespace: "ecs" });
const policy = new aws.appautoscaling.Policy("p", { resourceId: target.resourceId, scalableDimension: target.scalableDimension, serviceNamespace: target.serviceNamespace });
alarm("busy", { alarmActions: [policy.arn], okActions: undefined });`,
    expect: passes,
  },
  {
    title: "an EC2 recover alarm",
    program: `const box = new aws.ec2.Instance("box", { ami: "ami-1", instanceType: "t3.small" });
alarm("recover", { namespace: "AWS/EC2", metricName: "StatusCheckFailed_System", statistic: "Maximum", threshold: 0, dimensions: { InstanceId: box.id }, alarmActions: ["arn:aws:automate:eu-west-1:ec2:recover"], okActions: undefined });`,
    expect: passes,
  },
  {
    title: "an alarm in a component of somebody else's package",
    program: `class Queue extends pulumi.ComponentResource {
  constructor(name) {
    super("other:index:Queue", name);
    const queue = new aws.sqs.Queue(name + "-jobs", {}, { parent: this });
    alarm(name + "-age", { dimensions: { QueueName: queue.name } }, { parent: this });
    this.registerOutputs();
  }
}
new Queue("q");`,
    expect: passes,
  },
  {
    title: "a custom metric",
    program: `alarm("jobs", { namespace: "Shop/" + stack, metricName: "Orders", statistic: "Average", dimensions: { Kind: "web" } });`,
    expect: { passes: true, unchecked: /Shop\// },
  },
  {
    title: "an alarm on a log metric filter",
    program: `const group = new aws.cloudwatch.LogGroup("app");
const filter = new aws.cloudwatch.LogMetricFilter("errors", { logGroupName: group.name, pattern: "ERROR", metricTransformation: { name: "Errors", namespace: "Shop", value: "1" } });
alarm("errors", { namespace: filter.metricTransformation.namespace, metricName: filter.metricTransformation.name, statistic: "Sum", dimensions: undefined });`,
    expect: passes,
  },
  {
    title: "a target-tracking policy, whose alarms AWS makes",
    program: `${group}
new aws.autoscaling.Policy("track", { autoscalingGroupName: group.name, policyType: "TargetTrackingScaling",
  targetTrackingConfiguration: { predefinedMetricSpecification: { predefinedMetricType: "ASGAverageCPUUtilization" }, targetValue: 50 } });`,
    expect: passes,
  },
  {
    title: "a central alarms topic by StackReference",
    otherwiseInEngine: "the other stack is not there",
    program: `const central = new pulumi.StackReference("org/central/" + stack).getOutput("alarmsTopicArn");
alarm("jobs", { alarmActions: [central], okActions: [central] });`,
    expect: passes,
  },
  {
    title: "a central alarms topic by an ARN under elsewhere",
    program: `const central = "${central}-" + stack; alarm("jobs", { alarmActions: [central], okActions: [central] });`,
    parity: listed,
    expect: passes,
  },
  {
    title: "a central alarms topic by Topic.get of an ARN under elsewhere",
    program: `const central = aws.sns.Topic.get("central", "${central}-" + stack); alarm("jobs", { alarmActions: [central.arn], okActions: [central.arn] });`,
    parity: listed,
    expect: passes,
  },
  {
    title: "a load balancer that another stack owns",
    program: `const front = aws.lb.LoadBalancer.get("front", "arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/front/50dc6c495c0c9188");
alarm("errors", { namespace: "AWS/ApplicationELB", metricName: "HTTPCode_ELB_5XX_Count", statistic: "Sum", dimensions: { LoadBalancer: front.arnSuffix } });`,
    expect: passes,
  },
  {
    title: "two regions with one alarm name in each",
    program: `for (const region of ["eu-west-1", "us-east-1"]) {
  const provider = new aws.Provider(region, { region });
  const here = new aws.sns.Topic("alarms-" + region, {}, { provider });
  new aws.sns.TopicSubscription("team-" + region, { topic: here.arn, protocol: "email", endpoint: "team@example.com" }, { provider });
  alarm("jobs-" + region, { name: "jobs-" + stack, alarmActions: [here.arn], okActions: [here.arn] }, { provider });
}`,
    expect: passes,
  },
  {
    title: "two regions by the resources' own argument",
    program: `for (const region of ["eu-west-1", "us-east-1"]) {
  const here = new aws.sns.Topic("alarms-" + region, { region });
  new aws.sns.TopicSubscription("team-" + region, { region, topic: here.arn, protocol: "email", endpoint: "team@example.com" });
  alarm("jobs-" + region, { region, name: "jobs-" + stack, alarmActions: [here.arn], okActions: [here.arn] });
}`,
    expect: passes,
  },
  {
    title: "stacks in declared accounts that share names",
    program: `alarm("jobs", { name: "jobs" });`,
    parity:
      'stacks: [staging, production]\naccounts: { staging: "111111111111", production: "222222222222" }\n',
    expect: passes,
  },
  {
    title: "a stack of ECS services alone",
    program: `const cluster = new aws.ecs.Cluster("main");
const service = new aws.ecs.Service("web", { cluster: cluster.arn, taskDefinition: "web:1", desiredCount: 2 });
alarm("cpu", { namespace: "AWS/ECS", metricName: "CPUUtilization", statistic: "Average", threshold: 80, dimensions: { ClusterName: cluster.name, ServiceName: service.name } });`,
    expect: passes,
  },
  {
    title: "a stack of Lambda functions alone",
    program: `const fn = new aws.lambda.Function("fn", { role: "arn:aws:iam::111111111111:role/fn", runtime: "nodejs20.x", handler: "index.handler", s3Bucket: "b", s3Key: "k" });
alarm("errors", { namespace: "AWS/Lambda", metricName: "Errors", statistic: "Sum", threshold: 0, dimensions: { FunctionName: fn.name } });`,
    expect: passes,
  },
  {
    title: "/dev/xvda in a stack named dev",
    program: `alarm("disk", { namespace: "Disks", metricName: "used", statistic: "Average", dimensions: { device: "/dev/xvda", path: "/" } });`,
    stacks: ["dev", "production"],
    parity: "stacks: [dev, production]\n",
    expect: passes,
  },
  {
    title: "RequestCount < 1 with breaching",
    program: `alarm("traffic", { namespace: "AWS/ELB", metricName: "RequestCount", statistic: "Sum", comparisonOperator: "LessThanThreshold", threshold: 1, treatMissingData: "breaching", dimensions: { LoadBalancerName: "front" } });`,
    expect: passes,
  },
  {
    title: "children that act through a composite with both routes",
    program: `const child = alarm("jobs", silent); composite("all", { alarmRule: pulumi.interpolate\`ALARM(\${child.name})\` });`,
    expect: passes,
  },
  {
    title: "children of a composite that asks for two of three",
    program: `for (const name of ["a", "b", "c"]) alarm(name, silent);
composite("all", { alarmRule: \`AT_LEAST(2, ALARM, (a-\${stack}, b-\${stack}, c-\${stack}))\` });`,
    expect: passes,
  },
  {
    title: "children of a composite that leaves out maintenance",
    program: `alarm("jobs", silent); alarm("maintenance");
composite("all", { alarmRule: \`ALARM("jobs-\${stack}") AND NOT ALARM("maintenance-\${stack}")\` });`,
    expect: passes,
  },
  {
    title: "a metric math alarm on a ratio",
    program: `const m = (id, metricName) => ({ id, metric: { namespace: "AWS/ApplicationELB", metricName, stat: "Sum", period: 60, dimensions: { LoadBalancer: "app/front/50dc6c495c0c9188" } } });
alarm("errors", { namespace: undefined, metricName: undefined, statistic: undefined, dimensions: undefined, period: undefined,
  metricQueries: [m("errors", "HTTPCode_ELB_5XX_Count"), m("requests", "RequestCount"), { id: "ratio", expression: "errors / requests", returnData: true, label: "ratio" }], threshold: 0.01 });`,
    expect: passes,
  },
  {
    title: "an alarm in apply that is right",
    program: `alarm("age"); topic.arn.apply(() => alarm("jobs"));`,
    expect: { passes: true, unchecked: /first preview/ },
  },
  {
    title: "actions that are one output as a whole list",
    program: `const actions = topic.arn.apply((arn) => [arn]); alarm("jobs", { alarmActions: actions, okActions: actions });`,
    expect: passes,
  },
  {
    title: "a Lambda function that posts to chat",
    program: `const fn = new aws.lambda.Function("chat", { role: "arn:aws:iam::111111111111:role/fn", runtime: "nodejs20.x", handler: "index.handler", s3Bucket: "b", s3Key: "k" });
new aws.lambda.Permission("chat", { function: fn.name, action: "lambda:InvokeFunction", principal: "lambda.alarms.cloudwatch.amazonaws.com" });
alarm("jobs", { alarmActions: [fn.arn], okActions: [fn.arn] });`,
    expect: passes,
  },
  {
    title: "a scratch stack with no more and no less than the listed ones",
    program: `alarm("jobs");`,
    stacks: ["anna", "staging", "production"],
    expect: passes,
  },
  {
    title: "a difference that an exception grants",
    program: `alarm("jobs"); if (stack === "production") alarm("traffic");`,
    parity:
      "stacks: [staging, production]\nexceptions:\n  - alarm: traffic\n    only: [production]\n    reason: There is no traffic elsewhere.\n",
    expect: passes,
  },
  {
    title: "ignoreChanges on an alarm's tags",
    program: `alarm("jobs", {}, { ignoreChanges: ["tags"] });`,
    expect: passes,
  },
];
