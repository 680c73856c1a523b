import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");

/** Somebody else's project, in which our pack lies as `npm pack` gives it, with what its package.json names and no more. */
export interface PackedProject {
  dir: string;
  /** The folder that the tarball was unpacked into. */
  pack: string;
  /** What the tarball holds. */
  files: string[];
  remove: () => void;
}

/** A plain JavaScript program of two stacks whose alarm has another threshold in each. */
const PROGRAM = {
  "Pulumi.yaml": "name: orders\nruntime: nodejs\n",
  "package.json": '{ "name": "orders", "main": "index.js" }',
  "Pulumi.live.yaml": 'config:\n  aws:region: eu-west-1\n  orders:limit: "200"\n',
  "Pulumi.test.yaml": 'config:\n  aws:region: eu-west-1\n  orders:limit: "100"\n',
  "index.js": `
const pulumi = require("@pulumi/pulumi");
const { MetricAlarm } = require("@pulumi/aws/cloudwatch");
const { Topic, TopicSubscription } = require("@pulumi/aws/sns");
const topic = new Topic("alarms");
new TopicSubscription("team", { topic: topic.arn, protocol: "email", endpoint: "team@example.com" });
new MetricAlarm("queue-age", {
  namespace: "AWS/SQS", metricName: "ApproximateAgeOfOldestMessage", dimensions: { QueueName: "orders" },
  statistic: "Maximum", period: 60, evaluationPeriods: 5, comparisonOperator: "GreaterThanThreshold",
  threshold: new pulumi.Config().requireNumber("limit"), treatMissingData: "notBreaching",
  alarmDescription: "Orders wait; look at the workers first.", alarmActions: [topic.arn], okActions: [topic.arn],
});
`,
};

/** Packs, unpacks and installs; takes half a minute, most of it npm's. */
export function packedProject(): PackedProject {
  const dir = mkdtempSync(join(tmpdir(), "packed-"));
  const pack = join(dir, "policies");
  // The suite's script has built the bundle; a build here would be another process's rug.
  const npm = (args: string[], cwd: string) => execFileSync("npm", args, { cwd, encoding: "utf8" });
  const tarball = npm(
    ["pack", "--silent", "--ignore-scripts", "--pack-destination", dir],
    join(ROOT, "policies"),
  );
  const archive = join(dir, tarball.trim());
  mkdirSync(pack);
  execFileSync("tar", ["xzf", archive, "-C", pack, "--strip-components=1"]);
  npm(["install", "--omit=dev", "--no-audit", "--no-fund", "--prefer-offline", "--silent"], pack);
  for (const [file, text] of Object.entries(PROGRAM)) writeFileSync(join(dir, file), text);
  mkdirSync(join(dir, "node_modules/@pulumi"), { recursive: true });
  for (const name of ["@pulumi/pulumi", "@pulumi/aws"]) {
    symlinkSync(join(ROOT, "node_modules", name), join(dir, "node_modules", name), "dir");
  }
  const listed = execFileSync("tar", ["tzf", archive], { encoding: "utf8" });
  return {
    dir,
    pack,
    files: listed
      .trim()
      .split("\n")
      .map((file) => file.replace(/^package\//, ""))
      .sort(),
    remove: () => {
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
