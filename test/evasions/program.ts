import { readProject, renderProject } from "../../parity/render";
import { alarmShapesDiffer } from "../../parity/compare";
import type { ProjectRenders } from "../../parity/render/types";
import { writeProgram } from "../support/program";
import type { Row } from "./row";

const STACKS: readonly string[] = ["staging", "production"];

/** A name with the stack's own in it (`"jobs-" + stack`) is the same in every stack. */
const ASKS = /stack\s*([!=]==|\?)|stack\.|\[stack|getStack|staging|production/;

/** A program that never asks for its stack is the same in each, so that one of them shows what there is to see. */
export function stacksOf({
  stacks,
  program,
  engineOnly = "",
  parity = "",
  files = {},
}: Row): readonly string[] {
  const text = [program, engineOnly, parity, ...Object.entries(files).flat()].join("\n");
  return stacks ?? (ASKS.test(text) ? STACKS : ["production"]);
}

/** The row's parity file; without one its stacks are held to each other. */
export function parityOf(row: Row): string {
  return row.parity ?? `stacks: [${stacksOf(row).join(", ")}]\n`;
}

/**
 * What every program of the suite starts with: a subscribed topic, and `alarm(name, fields, options)`, which makes an
 * alarm with nothing wrong but what `fields` say.
 */
const PRELUDE = `const pulumi = require("@pulumi/pulumi");
const stack = pulumi.getStack();
const aws = Object.fromEntries(
  ["autoscaling", "appautoscaling", "chatbot", "cloudformation", "cloudwatch", "ec2", "ecs", "elb", "kms", "lambda", "lb", "sns", "sqs"].map((name) => [name, {}]),
);
for (const name of Object.keys(aws)) Object.defineProperty(aws, name, { get: () => require("@pulumi/aws/" + name) });
aws.Provider = class extends pulumi.ProviderResource { constructor(name, args, opts) { super("aws", name, args, opts); } };
const topic = new aws.sns.Topic("alarms");
new aws.sns.TopicSubscription("team", { topic: topic.arn, protocol: "email", endpoint: "team@example.com" });
const fieldsOf = (name, more) => ({
  name: name + "-" + stack, alarmDescription: "Jobs wait too long: look at the workers.",
  namespace: "AWS/SQS", metricName: "ApproximateAgeOfOldestMessage", statistic: "Maximum", dimensions: { QueueName: "jobs" },
  comparisonOperator: "GreaterThanThreshold", threshold: 600, period: 60, evaluationPeriods: 5,
  treatMissingData: "notBreaching", alarmActions: [topic.arn], okActions: [topic.arn], ...more,
});
const alarm = (name, more, opts) => new aws.cloudwatch.MetricAlarm(name, fieldsOf(name, more), opts);
const composite = (name, more, opts) => new aws.cloudwatch.CompositeAlarm(name, {
  alarmName: name + "-" + stack, alarmDescription: "Look at its children.", alarmActions: [topic.arn], okActions: [topic.arn], ...more,
}, opts);
const silent = { alarmActions: undefined, okActions: undefined };
`;

/** The renders of a row's program, and those of the engine's own run where it differs. */
export interface RowRenders {
  renders: ProjectRenders;
  deployed?: ProjectRenders;
}

export async function renderRow(row: Row): Promise<RowRenders> {
  const renders = await render(row, "");
  return row.engineOnly === undefined
    ? { renders }
    : { renders, deployed: await render(row, row.engineOnly) };
}

async function render(row: Row, first: string): Promise<ProjectRenders> {
  const dir = writeRow(row, first);
  return renderProject(readProject(dir), {
    stacks: stacksOf(row),
    timeoutSeconds: 60,
    needsThird: alarmShapesDiffer,
  });
}

/** Writes a row's program, which begins with `first`, into a folder of its own. */
export function writeRow(row: Row, first: string): string {
  const stacks = stacksOf(row);
  const configs = stacks.map((stack): [string, string] => [
    `Pulumi.${stack}.yaml`,
    "config:\n  aws:region: eu-west-1\n",
  ]);
  return writeProgram({
    "package.json": '{ "name": "shop", "main": "index.js" }',
    "index.js": `${first}\n${PRELUDE}\n${row.program}\n`,
    ...Object.fromEntries(configs),
    "parity.yaml": parityOf(row),
    ...row.files,
  });
}
