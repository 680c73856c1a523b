import assert from "node:assert/strict";
import { cpSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { removePrograms, writeProgram } from "../support/program";
import { Engine, pulumiIsThere, verdictOf } from "./engine";

/** Pulumi's mark of a secret in a deployment. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const REMEDIATE = ["alarm-ok-action-required", "alarm-missing-data-explicit", "alarm-statistic-allowed"];

const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as elb from "@pulumi/aws/elb";
import * as sns from "@pulumi/aws/sns";
const topic = new sns.Topic("alarms");
const broker = new elb.LoadBalancer("broker", {
  availabilityZones: ["eu-west-1a"],
  listeners: [{ instancePort: 5044, instanceProtocol: "tcp", lbPort: 5044, lbProtocol: "tcp" }],
  healthCheck: { target: "TCP:5044", interval: 30, timeout: 10, healthyThreshold: 2, unhealthyThreshold: 2 },
});
const common = {
  dimensions: { LoadBalancerName: broker.name }, namespace: "AWS/ELB", statistic: "Maximum", period: 60,
  evaluationPeriods: 5, comparisonOperator: "GreaterThanThreshold", threshold: pulumi.secret(100),
  alarmDescription: "Look at the broker's instances first.", alarmActions: [topic.arn],
};
new cloudwatch.MetricAlarm("errors", { ...common, metricName: "BackendConnectionErrors" });
new cloudwatch.MetricAlarm("hosts", { ...common, metricName: "UnHealthyHostCount", treatMissingData: "breaching" });
`;

interface Deployed {
  urn: string;
  inputs: Record<string, unknown>;
}

describe("remedies under a real engine", () => {
  before(function () {
    if (!pulumiIsThere(process.env.PATH ?? "")) this.skip();
  });
  after(removePrograms);

  it("are made in preview and up, pass the pack's own comparison, and leave a secret one", async () => {
    const dir = writeProgram({ "index.ts": PROGRAM });
    const packs = resolve(__dirname, "../../policies");
    for (const part of ["bin", "PulumiPolicy.yaml", "package.json"])
      cpSync(join(packs, part), join(dir, "pack", part), { recursive: true });
    const config = join(dir, "remediate.json");
    writeFileSync(config, JSON.stringify(Object.fromEntries(REMEDIATE.map((name) => [name, "remediate"]))));
    const on = { policyPacks: [join(dir, "pack")], policyPackConfigs: [config] };
    const engine = new Engine();
    try {
      const stack = await engine.stack(dir, "ci");
      const off = await verdictOf((onEvent) => stack.preview({ policyPacks: on.policyPacks, onEvent }));
      assert.deepEqual(off.violations, [
        "alarm-can-fire errors",
        "alarm-missing-data-explicit errors",
        "alarm-ok-action-required errors",
        "alarm-ok-action-required hosts",
        "alarm-statistic-allowed errors",
      ]);
      for (const run of ["preview", "up", "preview"] as const) {
        const verdict = await verdictOf((onEvent) => stack[run]({ ...on, onEvent }));
        assert.ok(verdict.passed, `${run}: ${verdict.messages.join("\n")} ${verdict.output}`);
        assert.match(verdict.output, /\[remediate\] {2}alarm-ok-action-required {2}\(2 resources\)/);
      }
      const { resources } = (await stack.exportStack()).deployment as { resources: Deployed[] };
      const inputsOf = (name: string) => resources.find(({ urn }) => urn.endsWith(`::${name}`))?.inputs ?? {};
      const [errors, hosts] = [inputsOf("errors"), inputsOf("hosts")];
      assert.deepEqual([errors.statistic, errors.treatMissingData], ["Sum", "notBreaching"]);
      assert.deepEqual([hosts.statistic, hosts.treatMissingData], ["Maximum", "breaching"]);
      for (const inputs of [errors, hosts]) {
        assert.deepEqual(inputs.okActions, inputs.alarmActions);
        assert.ok(SIGNATURE in (inputs.threshold as object), "the threshold is no secret any more");
      }
      await stack.destroy();
    } finally {
      engine.remove();
    }
  });
});
