import assert from "node:assert/strict";
import { maintenanceTargets } from "../../parity/maintenance";
import { renderCode, assertRendered, removePrograms } from "../support/program";

const PARAMETER = `new Parameter("maintenance", { name: \`/shop/\${pulumi.getStack()}/maintenance\`, type: "String", value: "off" })`;

/** A program with one alarm a row: name, namespace, metric, region. */
function program(lines: string): string {
  return `import * as pulumi from "@pulumi/pulumi";
import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm";
import { Topic } from "@pulumi/aws/sns/topic";
import { Parameter } from "@pulumi/aws/ssm/parameter";
class Service extends pulumi.ComponentResource {
  constructor(name: string, waits: pulumi.Resource[]) {
    super("shop:index:Service", name);
    new Topic(name, {}, { parent: this, dependsOn: waits });
    alarm(name + "-errors", "AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", { parent: this });
    alarm(name + "-hosts", "AWS/ApplicationELB", "UnHealthyHostCount", { parent: this });
  }
}
function alarm(name: string, namespace: string, metricName: string, options = {}, more = {}) {
  return new MetricAlarm(name, { name: name + "-" + pulumi.getStack(), namespace, metricName, statistic: "Sum",
    comparisonOperator: "GreaterThanThreshold", threshold: 1, evaluationPeriods: 1, period: 60, ...more }, options);
}
${lines}`;
}

async function targets(lines: string, files: Record<string, string> = {}) {
  return maintenanceTargets(assertRendered(await renderCode(program(lines), "update", files)));
}

describe("what maintenance switches", () => {
  after(removePrograms);

  it("are the alarms that it would set off, of the services that wait for the switch, by region", async () => {
    const found = await targets(`const off = ${PARAMETER};
new Service("api", [off]); new Service("other", []);`);
    assert.deepEqual(found.parameter, { name: "/shop/ci/maintenance", region: "eu-west-1" });
    assert.equal(found.ruleName, "shop-ci-maintenance");
    assert.deepEqual([...found.alarms], [["eu-west-1", ["api-errors-ci"]]]);
  });

  it("are those of the whole stack where nothing waits for it, each in its own region", async () => {
    const { alarms } = await targets(`${PARAMETER};
new Service("api", []);
alarm("outside", "AWS/Route53", "HealthCheckStatus", {}, { region: "us-east-1" });
alarm("backend", "AWS/ELB", "HTTPCode_Backend_5XX");
alarm("traffic", "AWS/ApplicationELB", "RequestCount");
alarm("cpu", "AWS/EC2", "CPUUtilization");
alarm("share", "x", "y", {}, { namespace: undefined, metricName: undefined, statistic: undefined, period: undefined,
  metricQueries: [{ id: "e", returnData: false, metric: { namespace: "AWS/ApplicationELB", metricName: "HTTPCode_Target_5XX_Count", stat: "Sum", period: 60 } },
    { id: "r", expression: "e * 2", returnData: true }] });`);
    assert.deepEqual(
      [...alarms],
      [
        ["eu-west-1", ["api-errors-ci", "backend-ci", "share-ci", "traffic-ci"]],
        ["us-east-1", ["outside-ci"]],
      ],
    );
  });

  it("are refused for a program without a switch", async () => {
    await assert.rejects(targets(`new Service("api", []);`), {
      message: "ci: its program makes no SSM parameter /shop/ci/maintenance, so nothing polls a switch",
    });
  });

  it("are refused where nothing says the region", async () => {
    await assert.rejects(targets(PARAMETER, { "Pulumi.ci.yaml": "config: {}\n" }), {
      message: 'ci: the region of "maintenance" is not known; write aws:region into Pulumi.ci.yaml',
    });
  });
});
