import { reject, rejects, type Row } from "../row";

const elb = `namespace: "AWS/ELB", metricName: "BackendConnectionErrors", dimensions: { LoadBalancerName: "old" }`;
const math = (stat: string, expression = "m1 * 1") =>
  `alarm("jobs", { namespace: undefined, metricName: undefined, statistic: undefined, dimensions: undefined, period: undefined,
  metricQueries: [
    { id: "m1", metric: { namespace: "AWS/ELB", metricName: "BackendConnectionErrors", dimensions: { LoadBalancerName: "old" }, stat: "${stat}", period: 60 } },
    { id: "e1", expression: "${expression}", label: "errors", returnData: true },
  ] });`;
const statistic = rejects(reject("alarm-statistic-allowed", "jobs"));
/** Every sample observed was 1, so that no other statistic than a sum gets over 600 either. */
const flat = rejects(reject("alarm-statistic-allowed", "jobs"), reject("alarm-can-fire", "jobs"));
const invalid = rejects(reject("alarm-window-valid", "jobs"));

/** Alarms that are the same everywhere, and wrong. */
export const definitions: readonly Row[] = [
  {
    title: "a statistic that hides what the metric shows",
    program: `alarm("jobs", { ${elb}, statistic: "Maximum" });`,
    expect: flat,
  },
  {
    title: "a disallowed statistic wrapped in metric math",
    program: math("Maximum"),
    expect: flat,
  },
  {
    title: "a disallowed statistic in the wrong place of a metric query",
    program: math("Average", "SUM([m1])"),
    expect: flat,
  },
  {
    title: "a percentile of a counter",
    program: `alarm("jobs", { ${elb}, statistic: undefined, extendedStatistic: "p95" });`,
    expect: flat,
  },
  {
    title: "a trimmed mean of a counter",
    program: `alarm("jobs", { ${elb}, statistic: undefined, extendedStatistic: "TM(10%:90%)" });`,
    expect: flat,
  },
  {
    title: "a disallowed statistic set by a transform",
    program: `pulumi.runtime.registerStackTransform(args =>
  args.type === "aws:cloudwatch/metricAlarm:MetricAlarm" ? { props: { ...args.props, statistic: "Minimum" }, opts: args.opts } : undefined);
alarm("jobs", { ${elb}, statistic: "Sum" });`,
    expect: flat,
  },
  {
    title: "Average of unhealthy hosts",
    program: `alarm("jobs", { namespace: "AWS/ELB", metricName: "UnHealthyHostCount", dimensions: { LoadBalancerName: "old" }, statistic: "Average", threshold: 0 });`,
    expect: statistic,
  },
  {
    title: "statistic and extendedStatistic together",
    program: `alarm("jobs", { extendedStatistic: "p95" });`,
    expect: invalid,
  },
  {
    title: "a lower-case statistic",
    program: `alarm("jobs", { statistic: "maximum" });`,
    expect: invalid,
  },
  {
    title: "a lower-case statistic of a counter that must be summed",
    program: `alarm("jobs", { ${elb}, statistic: "maximum" });`,
    expect: invalid,
  },
  {
    title: "a metric's name in another case",
    program: `alarm("jobs", { metricName: "approximateAgeOfOldestMessage" });`,
    expect: rejects(reject("alarm-metric-exists", "jobs")),
  },
  {
    title: "a metric of another namespace",
    program: `alarm("jobs", { namespace: "AWS/ApplicationELB", metricName: "CPUUtilization", statistic: "Average", dimensions: { LoadBalancer: "app/x/1" } });`,
    expect: rejects(reject("alarm-metric-exists", "jobs")),
  },
  {
    title: "a dimension that the namespace has not",
    program: `alarm("jobs", { namespace: "AWS/ELB", metricName: "BackendConnectionErrors", statistic: "Sum", dimensions: { LoadBalancer: "old" } });`,
    expect: rejects(reject("alarm-dimensions-live", "jobs")),
  },
  {
    title: "a queue that is none of the stack's own",
    program: `new aws.sqs.Queue("jobs", { name: "jobs-" + stack }); alarm("jobs", { dimensions: { QueueName: "old" } });`,
    expect: rejects(reject("alarm-dimensions-live", "jobs")),
  },
  {
    title: "treatMissingData left out",
    program: `alarm("jobs", { treatMissingData: undefined });`,
    expect: rejects(reject("alarm-missing-data-explicit", "jobs")),
  },
  {
    title: "treatMissingData that is empty text",
    program: `alarm("jobs", { treatMissingData: "" });`,
    expect: rejects(reject("alarm-missing-data-explicit", "jobs")),
  },
  {
    title: "treatMissingData stripped by a transform",
    program: `alarm("jobs", {}, { transforms: [(args) => ({ props: { ...args.props, treatMissingData: undefined }, opts: args.opts })] });`,
    expect: rejects(reject("alarm-missing-data-explicit", "jobs")),
  },
  {
    title: "a treatMissingData that CloudWatch does not know",
    program: `alarm("jobs", { treatMissingData: "NotBreaching" });`,
    expect: invalid,
  },
  {
    title: "a unit in which the metric is not published",
    program: `alarm("jobs", { unit: "Percent" });`,
    expect: invalid,
  },
  {
    title: "a window of eight days",
    program: `alarm("jobs", { period: 86400, evaluationPeriods: 8 });`,
    expect: invalid,
  },
  {
    title: "more datapoints than periods",
    program: `alarm("jobs", { datapointsToAlarm: 6 });`,
    expect: rejects(reject("alarm-window-valid", "jobs"), reject("alarm-can-fire", "jobs")),
  },
  {
    title: "two alarms of one name in a stack",
    program: `alarm("jobs"); alarm("again", { name: "jobs-" + stack });`,
    expect: rejects(reject("alarm-name-unique", "jobs")),
  },
  {
    title: "a composite and an alarm of one name",
    program: `const child = alarm("age"); alarm("jobs"); composite("again", { alarmName: "jobs-" + stack, alarmRule: pulumi.interpolate\`ALARM(\${child.name})\` });`,
    expect: rejects(reject("alarm-name-unique", "jobs")),
  },
  {
    title: "no alarm at all",
    program: `new aws.sqs.Queue("jobs");`,
    expect: rejects(reject("service-alarms-complete", "")),
  },
  {
    title: "a classic load balancer whose alarms are on another one",
    program: `new aws.elb.LoadBalancer("front", { subnets: ["subnet-1"], listeners: [{ instancePort: 80, instanceProtocol: "http", lbPort: 80, lbProtocol: "http" }],
  healthCheck: { target: "HTTP:80/", interval: 30, timeout: 10, healthyThreshold: 2, unhealthyThreshold: 3 } });
alarm("jobs");`,
    expect: rejects(reject("service-alarms-complete", "front")),
  },
  {
    title: "a health check that cries wolf",
    program: `alarm("jobs"); new aws.lb.TargetGroup("front", { port: 80, protocol: "HTTP", vpcId: "vpc-1",
  healthCheck: { interval: 10, timeout: 2, unhealthyThreshold: 2, healthyThreshold: 2 } });`,
    expect: rejects(reject("health-check-sane", "front")),
  },
];
