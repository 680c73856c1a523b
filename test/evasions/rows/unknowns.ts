import { reject, rejects, type Row } from "../row";

const noOk = rejects(reject("alarm-ok-action-required", "jobs"));
const UNKNOWN = "pulumi.output(topic.arn)";
const MARK = `new pulumi.Output(new Set(), Promise.resolve(undefined), Promise.resolve(false), Promise.resolve(false), Promise.resolve([]))`;

/** Values that a first preview does not know. */
export const unknowns: readonly Row[] = [
  {
    title: "okActions: topic.arn.apply(() => [])",
    program: `alarm("jobs", { okActions: ${UNKNOWN}.apply(() => []) });`,
    expect: noOk,
  },
  {
    title: "okActions: [topic.arn.apply(() => '')]",
    program: `alarm("jobs", { okActions: [${UNKNOWN}.apply(() => "")] });`,
    expect: noOk,
  },
  {
    title: "okActions: topic.arn.apply(() => undefined)",
    program: `alarm("jobs", { okActions: ${UNKNOWN}.apply(() => undefined) });`,
    expect: { unrendered: /okActions/ },
  },
  {
    title: "alarmActions: topic.arn.apply(() => [])",
    program: `alarm("jobs", { alarmActions: ${UNKNOWN}.apply(() => []) });`,
    expect: rejects(reject("alarm-action-required", "jobs"), reject("alarm-ok-action-required", "jobs")),
  },
  {
    title: "actionsEnabled: topic.arn.apply(() => false)",
    program: `alarm("jobs", { actionsEnabled: ${UNKNOWN}.apply(() => false) });`,
    expect: rejects(reject("alarm-action-required", "jobs")),
  },
  {
    title: "a statistic in apply",
    program: `alarm("jobs", { namespace: "AWS/ELB", metricName: "BackendConnectionErrors", dimensions: { LoadBalancerName: "old" }, statistic: ${UNKNOWN}.apply(() => "Minimum") });`,
    expect: rejects(reject("alarm-statistic-allowed", "jobs"), reject("alarm-can-fire", "jobs")),
  },
  {
    title: "a metric's name in apply",
    program: `alarm("jobs", { metricName: ${UNKNOWN}.apply(() => "approximateAgeOfOldestMessage") });`,
    expect: rejects(reject("alarm-metric-exists", "jobs")),
  },
  {
    title: "a period in apply",
    program: `alarm("jobs", { period: ${UNKNOWN}.apply(() => 45) });`,
    expect: rejects(reject("alarm-window-valid", "jobs")),
  },
  {
    title: "dimensions in apply that the namespace has not",
    program: `alarm("jobs", { dimensions: ${UNKNOWN}.apply(() => ({ Queue: "jobs" })) });`,
    expect: rejects(reject("alarm-dimensions-live", "jobs")),
  },
  {
    title: "a whole list of metric queries in apply, with a bad statistic",
    program: `alarm("jobs", { namespace: undefined, metricName: undefined, statistic: undefined, dimensions: undefined, period: undefined,
  metricQueries: ${UNKNOWN}.apply(() => [{ id: "m1", returnData: true, metric: { namespace: "AWS/ELB", metricName: "BackendConnectionErrors",
    dimensions: { LoadBalancerName: "old" }, stat: "Minimum", period: 60 } }]) });`,
    expect: rejects(reject("alarm-statistic-allowed", "jobs"), reject("alarm-can-fire", "jobs")),
  },
  {
    title: "a name in apply that is another alarm's",
    program: `alarm("age", { name: "jobs-" + stack }); alarm("jobs", { name: ${UNKNOWN}.apply(() => "jobs-" + stack) });`,
    expect: rejects(reject("alarm-name-unique", "jobs")),
  },
  {
    title: "a threshold in apply that differs between stacks",
    program: `alarm("jobs", { threshold: ${UNKNOWN}.apply(() => (stack === "production" ? 90000 : 600)) });`,
    expect: rejects(reject("alarm-parity", "jobs", { message: /threshold/ })),
  },
  {
    title: "okActions: isDryRun() ? unknown : []",
    program: `alarm("jobs", { okActions: pulumi.runtime.isDryRun() ? ${MARK} : [] });`,
    expect: noOk,
  },
  {
    title: "okActions: isDryRun() ? the topic : []",
    program: `alarm("jobs", { okActions: pulumi.runtime.isDryRun() ? [topic.arn] : [] });`,
    expect: { unrendered: /okActions\[0\]/ },
  },
  {
    title: "actionsEnabled: isDryRun() ? unknown : false",
    program: `alarm("jobs", { actionsEnabled: pulumi.runtime.isDryRun() ? ${MARK} : false });`,
    expect: rejects(reject("alarm-action-required", "jobs")),
  },
  {
    title: "actionsEnabled that no render knows",
    otherwiseInEngine: "the suite has no stub of that provider",
    program: `const job = new pulumi.CustomResource("other:index:Job", "job", { on: undefined });
alarm("jobs", { actionsEnabled: job.on });`,
    expect: { unrendered: /actionsEnabled/ },
  },
  {
    title: "an output of a resource that is no topic, as an action",
    program: `const queue = new aws.sqs.Queue("q"); alarm("jobs", { alarmActions: [queue.arn], okActions: [queue.arn], dimensions: { QueueName: queue.name } });`,
    expect: rejects(reject("alarm-action-required", "jobs")),
  },
  {
    title: "an action that one output chooses by its own text",
    program: `alarm("jobs", { okActions: topic.arn.apply((arn) => (arn.includes("no such text") ? [arn] : [])) });`,
    expect: noOk,
  },
  {
    title: "a field that decides the kind, in apply, and a bad statistic behind it",
    program: `alarm("jobs", { namespace: "AWS/ELB", metricName: "BackendConnectionErrors", dimensions: { LoadBalancerName: "old" }, statistic: "Minimum", thresholdMetricId: ${UNKNOWN}.apply(() => "") });`,
    expect: rejects(reject("alarm-statistic-allowed", "jobs"), reject("alarm-can-fire", "jobs")),
  },
  {
    title: "a literal that the engine's own run does not know",
    program: `alarm("jobs", { threshold: process.env.AWAY ? ${MARK} : 600 });`,
    engineOnly: `process.env.AWAY = "1";`,
    expect: rejects(reject("alarm-parity", "jobs", { message: /threshold is known only/ })),
  },
  {
    title: "a region in apply that is not the topic's",
    program: `alarm("jobs", { region: ${UNKNOWN}.apply(() => "us-east-1") });`,
    expect: rejects(reject("alarm-action-required", "jobs", { message: /us-east-1/ })),
  },
  {
    title: "a region that is an output",
    program: `alarm("jobs", { region: topic.region });`,
    expect: rejects(reject("alarm-action-required", "jobs", { message: /region is known only/ })),
  },
];
