import assert from "node:assert/strict";
import { deploy, only, SHIPPER, type Registered } from "./deploy";

describe("the log shipper", () => {
  let all: Registered[];
  before(async () => {
    all = await deploy(SHIPPER);
  });

  it("has no load balancer, and nobody reaches its instances", () => {
    assert.equal(
      all.some(({ type }) => /aws:(lb|elb)\//.test(type)),
      false,
    );
    const into = all.filter(
      ({ type, inputs }) =>
        type.includes("securityGroupIngressRule") && inputs.securityGroupId === "log-shipper-instance-sg-id",
    );
    assert.deepEqual(into, []);
  });

  it("is replaced by its group when EC2 calls it unhealthy", () => {
    const { inputs } = only(all, "log-shipper-group");
    assert.equal(inputs.healthCheckType, "EC2");
    assert.equal(inputs.minElbCapacity, undefined);
    assert.deepEqual(inputs.instanceMaintenancePolicy, {
      minHealthyPercentage: 100,
      maxHealthyPercentage: 200,
    });
  });

  it("may move the logs that it has read, call itself unhealthy, and do nothing else", () => {
    const { Statement } = JSON.parse(only(all, "log-shipper-role-software").inputs.policy as string) as {
      Statement: { Action: unknown; Resource: unknown; Condition?: unknown }[];
    };
    assert.deepEqual(
      Statement.map(({ Action, Resource }) => [Action, Resource]),
      [
        ["s3:ListBucket", "arn:access-logs"],
        [["s3:GetObject", "s3:DeleteObject"], "arn:access-logs/incoming/*"],
        ["s3:PutObject", "arn:access-logs/shipped/*"],
        [
          "autoscaling:SetInstanceHealth",
          "arn:aws:autoscaling:eu-west-1:111111111111:autoScalingGroup:*:autoScalingGroupName/*",
        ],
      ],
    );
    assert.deepEqual(Statement.at(-1)!.Condition, {
      StringEquals: { "aws:ResourceTag/Name": "log-shipper-staging" },
    });
  });

  it("has the alarms of its instances, and one on its heartbeat", () => {
    const alarms = all.filter(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm");
    assert.deepEqual(alarms.map(({ name }) => name.replace("log-shipper-", "")).sort(), [
      "capacity",
      "cpu",
      "cpu-raised",
      "disk-root",
      "memory",
      "status-check",
      "stopped",
    ]);
    const { inputs } = only(all, "log-shipper-stopped");
    const { namespace, metricName, statistic, threshold, comparisonOperator, treatMissingData } = inputs;
    assert.deepEqual(
      [namespace, metricName, statistic, comparisonOperator, threshold, treatMissingData],
      ["AlarmParity/LogShipper", "EventsOut", "Sum", "LessThanThreshold", 1, "breaching"],
    );
    assert.deepEqual(inputs.dimensions, { AutoScalingGroupName: "log-shipper-group-name" });
    assert.deepEqual([inputs.alarmActions, inputs.okActions], [["arn:alarms"], ["arn:alarms"]]);
  });

  it("publishes in its script what its alarm looks at", () => {
    const script = Buffer.from(
      only(all, "log-shipper-template").inputs.userData as string,
      "base64",
    ).toString();
    assert.match(script, /^METRIC_NAMESPACE='AlarmParity\/LogShipper'$/m);
    assert.match(script, /^METRIC_NAME='EventsOut'$/m);
    assert.match(script, /^ACCESS_LOGS_BUCKET='access-logs-bucket'$/m);
  });
});
