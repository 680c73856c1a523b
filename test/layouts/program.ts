import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { check, type CheckResult } from "../../parity/check";
import { writeProgram } from "../support/program";

const PACK = resolve(__dirname, "../../policies");

/** How a source reaches another module. */
export type Modules = "import" | "require" | "esm";

/** Lines that load Pulumi's packages, in one of the three ways. */
function loading(modules: Modules): string[] {
  return ["pulumi", "aws/cloudwatch", "aws/sns"].map((name) => {
    const local = name.replace("aws/", "");
    if (modules === "require") return `const ${local} = require("@pulumi/${name}");`;
    const inside = modules === "esm" && name !== "pulumi" ? `${name}/index.js` : name;
    return `import * as ${local} from "@pulumi/${inside}";`;
  });
}

/** What the alarm is made of; `threshold` and the dimension's value are code. */
export interface Alarm {
  threshold?: string;
  queue?: string;
}

/** Statements that make a subscribed topic and one alarm with nothing wrong. */
export function body({ threshold = "600", queue = '"jobs"' }: Alarm = {}): string {
  return `const topic = new sns.Topic("alarms");
new sns.TopicSubscription("team", { topic: topic.arn, protocol: "email", endpoint: "team@example.com" });
new cloudwatch.MetricAlarm("jobs", {
  name: "jobs-" + pulumi.getStack(), alarmDescription: "Jobs wait too long: look at the workers.",
  namespace: "AWS/SQS", metricName: "ApproximateAgeOfOldestMessage", statistic: "Maximum", dimensions: { QueueName: ${queue} },
  comparisonOperator: "GreaterThanThreshold", threshold: ${threshold}, period: 60, evaluationPeriods: 5,
  treatMissingData: "notBreaching", alarmActions: [topic.arn], okActions: [topic.arn],
});
`;
}

/** A whole program: what it loads, `before`, and {@link body}. */
export function source(modules: Modules, before = "", alarm?: Alarm): string {
  return [...loading(modules), before, body(alarm)].join("\n");
}

/** The lines that load, and a body inside something else. */
export function wrapped(modules: Modules, wrap: (body: string) => string): string {
  return [...loading(modules), wrap(body())].join("\n");
}

/** Files of a layout; a stack file given as `undefined` is not written. */
export type Files = Record<string, string | undefined>;

const STACKS = ["staging", "production"];

/** Writes a program and checks it, as `check --program` does. */
export async function checkLayout(
  files: Files,
  options: { program?: string; stacks?: string[]; answers?: string; prepare?: (dir: string) => void } = {},
): Promise<CheckResult> {
  const defaults = STACKS.map((stack): [string, string] => [
    `Pulumi.${stack}.yaml`,
    "config:\n  aws:region: eu-west-1\n",
  ]);
  const all = { ...(Object.fromEntries(defaults) as Files), ...files };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const dir = writeProgram({
    "parity.yaml": "stacks: [staging, production]\n",
    ...(Object.fromEntries(given) as Record<string, string>),
  });
  for (const [name, text] of [["Pulumi.ci.yaml", undefined], ...Object.entries(all)] as [string, unknown][]) {
    if (text === undefined) rmSync(join(dir, name), { force: true });
  }
  options.prepare?.(dir);
  return check({
    program: join(dir, options.program ?? "."),
    policyPack: PACK,
    stacks: options.stacks,
    answers: options.answers === undefined ? undefined : join(dir, options.answers),
    timeoutSeconds: 90,
  });
}

/** Both stacks are judged, with one alarm each and nothing wrong. */
export function assertClean({ report, failed }: CheckResult): void {
  assert.deepEqual(failed, []);
  assert.deepEqual(report.violations, []);
  assert.deepEqual(
    report.stacks.map(({ name, alarms }) => [name, alarms.length]),
    [
      ["staging", 1],
      ["production", 1],
    ],
  );
}
