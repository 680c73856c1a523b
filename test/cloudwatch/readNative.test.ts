import assert from "node:assert/strict";
import { UNKNOWN } from "../../cloudwatch/unknown";
import { readOne } from "./readOne";

const NATIVE_ALARM = "aws-native:cloudwatch:Alarm";
const NATIVE_COMPOSITE = "aws-native:cloudwatch:CompositeAlarm";
const NATIVE_LOG = "aws-native:cloudwatch:LogAlarm";
const TOPIC = "arn:aws:sns:eu-west-1:111111111111:alarms";

describe("readAlarms of aws-native:cloudwatch", () => {
  it("reads an alarm in its own names as the same record", () => {
    const alarm = readOne(NATIVE_ALARM, {
      alarmName: "a",
      dimensions: [{ name: "LoadBalancerName", value: "broker" }],
      namespace: "AWS/ELB",
      metricName: "Latency",
      extendedStatistic: "p95",
      evaluateLowSampleCountPercentile: "ignore",
      evaluationWindow: { wallClockWindow: {} },
    });
    assert.deepEqual(alarm, {
      kind: "metric",
      name: "a",
      metric: {
        namespace: "AWS/ELB",
        metricName: "Latency",
        dimensions: { LoadBalancerName: "broker" },
        statistic: "p95",
      },
      evaluateLowSampleCountPercentiles: "ignore",
      other: { evaluationWindow: { wallClockWindow: {} } },
    });
  });

  it("reads queries with CloudFormation's default for returnData", () => {
    const metric = { namespace: "N", metricName: "M", dimensions: [{ name: "D", value: "d" }] };
    const alarm = readOne(NATIVE_ALARM, {
      metrics: [{ id: "m1", metricStat: { metric, stat: "Sum", period: 60 } }],
    });
    assert.deepEqual(alarm.queries, [
      {
        id: "m1",
        metric: { namespace: "N", metricName: "M", dimensions: { D: "d" }, statistic: "Sum", period: 60 },
        returnData: true,
      },
    ]);
  });

  it("cannot tell dimensions of which a name is not known", () => {
    assert.equal(
      readOne(NATIVE_ALARM, { dimensions: [{ name: UNKNOWN, value: "d" }] }).metric?.dimensions,
      UNKNOWN,
    );
  });

  it("reads the three flat fields of a composite's suppressor as one", () => {
    const alarm = readOne(NATIVE_COMPOSITE, {
      alarmRule: "TRUE",
      actionsSuppressor: "s",
      actionsSuppressorWaitPeriod: 60,
      actionsSuppressorExtensionPeriod: 120,
    });
    assert.deepEqual(alarm, {
      kind: "composite",
      alarmRule: "TRUE",
      actionsSuppressor: { alarm: "s", waitPeriod: 60, extensionPeriod: 120 },
    });
  });

  it("reads a log alarm, its query as written", () => {
    assert.deepEqual(
      readOne(NATIVE_LOG, { alarmName: "l", okActions: [TOPIC], queryString: "fields @message" }),
      {
        kind: "log",
        name: "l",
        okActions: [TOPIC],
        other: { queryString: "fields @message" },
      },
    );
  });
});
