import assert from "node:assert/strict";
import fc from "fast-check";
import type { Alarm, MetricQuery } from "../../cloudwatch/alarm";
import { isAlarmType, isMuteType, readAlarms } from "../../cloudwatch/read";
import { readOne } from "./readOne";
import { UNKNOWN } from "../../cloudwatch/unknown";

const METRIC_ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const COMPOSITE_ALARM = "aws:cloudwatch/compositeAlarm:CompositeAlarm";
const NATIVE_ALARM = "aws-native:cloudwatch:Alarm";
const NATIVE_COMPOSITE = "aws-native:cloudwatch:CompositeAlarm";
const NATIVE_LOG = "aws-native:cloudwatch:LogAlarm";
const STACK = "aws:cloudformation/stack:Stack";

const TOPIC = "arn:aws:sns:eu-west-1:111111111111:alarms";

describe("readAlarms of aws:cloudwatch", () => {
  it("reads every field of a single-metric alarm", () => {
    const alarm = readOne(METRIC_ALARM, {
      name: "elk-broker-ci-backend-errors",
      alarmDescription: "why",
      actionsEnabled: true,
      alarmActions: [TOPIC],
      okActions: [TOPIC],
      insufficientDataActions: [],
      region: "eu-west-1",
      namespace: "AWS/ELB",
      metricName: "BackendConnectionErrors",
      dimensions: { LoadBalancerName: "broker" },
      statistic: "Sum",
      period: 60,
      unit: "Count",
      evaluationPeriods: 5,
      datapointsToAlarm: 0,
      threshold: 100,
      comparisonOperator: "GreaterThanThreshold",
      treatMissingData: "notBreaching",
      evaluateLowSampleCountPercentiles: "",
      tags: { team: "elk" },
      warmUpConfiguration: { warmUpPeriodDurationInMinutes: 5 },
    });
    assert.deepEqual(alarm, {
      kind: "metric",
      name: "elk-broker-ci-backend-errors",
      description: "why",
      actionsEnabled: true,
      alarmActions: [TOPIC],
      okActions: [TOPIC],
      region: "eu-west-1",
      metric: {
        namespace: "AWS/ELB",
        metricName: "BackendConnectionErrors",
        dimensions: { LoadBalancerName: "broker" },
        statistic: "Sum",
        period: 60,
        unit: "Count",
      },
      evaluationPeriods: 5,
      threshold: 100,
      comparisonOperator: "GreaterThanThreshold",
      treatMissingData: "notBreaching",
      other: { tags: { team: "elk" }, warmUpConfiguration: { warmUpPeriodDurationInMinutes: 5 } },
    });
  });

  const query = (id: string, more: Record<string, unknown>): Record<string, unknown> => ({ id, ...more });
  const m1 = query("m1", { metric: { namespace: "N", metricName: "M", stat: "Sum", period: 60 } });
  const KINDS: [string, Record<string, unknown>, Alarm["kind"]][] = [
    ["of one metric", { metricName: "M" }, "metric"],
    ["of nothing", {}, "metric"],
    ["of expressions", { metricQueries: [m1, query("e", { expression: "m1 * 2" })] }, "math"],
    ["of an expression that is not known", { metricQueries: [query("e", { expression: UNKNOWN })] }, "math"],
    ["of queries that are not known", { metricQueries: UNKNOWN }, "math"],
    ["with a threshold metric", { metricQueries: UNKNOWN, thresholdMetricId: "band" }, "anomaly"],
    [
      "with a band",
      { metricQueries: [query("b", { expression: "ANOMALY_DETECTION_BAND(m1, 2)" })] },
      "anomaly",
    ],
    [
      "of a SELECT",
      { metricQueries: [query("q", { expression: " select AVG(CPUUtilization) FROM x" })] },
      "insights",
    ],
    [
      "of PromQL",
      { evaluationCriteria: { promqlCriteria: { query: "up" } }, evaluationInterval: 60 },
      "promql",
    ],
    ["of criteria that are not known", { evaluationCriteria: UNKNOWN }, "promql"],
  ];
  for (const [title, props, kind] of KINDS) {
    it(`calls an alarm ${title} ${kind}`, () => {
      assert.equal(readOne(METRIC_ALARM, props).kind, kind);
    });
  }

  it("reads queries with the provider's default for returnData", () => {
    const alarm = readOne(METRIC_ALARM, {
      metricQueries: [
        {
          id: "m1",
          metric: {
            namespace: "N",
            metricName: "M",
            dimensions: { D: "d" },
            stat: "Sum",
            period: 60,
            unit: "",
          },
        },
        {
          id: "e1",
          expression: "m1 / 2",
          label: "half",
          period: 0,
          returnData: true,
          accountId: "111111111111",
        },
      ],
    });
    assert.deepEqual(alarm.queries, [
      {
        id: "m1",
        metric: { namespace: "N", metricName: "M", dimensions: { D: "d" }, statistic: "Sum", period: 60 },
        returnData: false,
      },
      { id: "e1", expression: "m1 / 2", label: "half", returnData: true, accountId: "111111111111" },
    ]);
  });

  it("reads a query's metric that is not known as one whose fields are not", () => {
    const alarm = readOne(METRIC_ALARM, { metricQueries: [{ id: "m1", metric: UNKNOWN }] });
    const [query] = alarm.queries as MetricQuery[];
    assert.equal(query?.metric?.statistic, UNKNOWN);
  });

  it("keeps what a query has and the record has no name for", () => {
    const alarm = readOne(METRIC_ALARM, { metricQueries: [{ id: "m1", expression: "x", novel: 1 }] });
    assert.deepEqual(alarm.other, { "metricQueries[0]": { novel: 1 } });
  });

  const STATISTICS: [string, Record<string, unknown>, Partial<Alarm>][] = [
    [
      "an extended statistic as the statistic",
      { extendedStatistic: "p95" },
      { metric: { statistic: "p95" } },
    ],
    [
      "both statistics as a mark",
      { statistic: "Sum", extendedStatistic: "p95" },
      { metric: { statistic: "Sum" }, bothStatistics: true, other: { extendedStatistic: "p95" } },
    ],
    [
      "a percentile in `statistic` as written",
      { statistic: "p95" },
      { metric: { statistic: "p95" }, other: { statistic: "p95" } },
    ],
    [
      "a basic one in `extendedStatistic` as written",
      { extendedStatistic: "Sum" },
      { metric: { statistic: "Sum" }, other: { extendedStatistic: "Sum" } },
    ],
  ];
  for (const [title, props, expected] of STATISTICS) {
    it(`reads ${title}`, () => {
      assert.deepEqual(readOne(METRIC_ALARM, props), { kind: "metric", ...expected });
    });
  }

  const VALUES: [string, Record<string, unknown>, Omit<Alarm, "kind">][] = [
    ["a number given as text", { threshold: "80", period: "60" }, { threshold: 80, metric: { period: 60 } }],
    ["a flag given as text", { actionsEnabled: "false" }, { actionsEnabled: false }],
    ["a threshold of 0", { threshold: 0 }, { threshold: 0 }],
    ["a value of a wrong type, as written", { threshold: "much" }, { other: { threshold: "much" } }],
    [
      "an unknown value",
      { threshold: UNKNOWN, okActions: UNKNOWN },
      { threshold: UNKNOWN, okActions: UNKNOWN },
    ],
    ["an unknown in a list", { okActions: [UNKNOWN, TOPIC] }, { okActions: [UNKNOWN, TOPIC] }],
    ["a null in a list as left out", { okActions: [null] }, {}],
    [
      "a topic given as a resource by its id",
      { okActions: [{ id: TOPIC, urn: "u" }] },
      { okActions: [TOPIC] },
    ],
    ["empty dimensions as left out", { dimensions: {} }, {}],
    ["no outputs of the resource", { arn: "arn", id: "x", tagsAll: { a: "b" }, __defaults: [] }, {}],
  ];
  for (const [title, props, expected] of VALUES) {
    it(`reads ${title}`, () => {
      assert.deepEqual(readOne(METRIC_ALARM, props), { kind: "metric", ...expected });
    });
  }

  it("leaves out the provider's 0 for the threshold of a band", () => {
    assert.equal("threshold" in readOne(METRIC_ALARM, { threshold: 0, thresholdMetricId: "b" }), false);
  });

  it("reads a composite alarm with its suppressor", () => {
    const alarm = readOne(COMPOSITE_ALARM, {
      alarmName: "all",
      alarmRule: 'ALARM("a")',
      okActions: [TOPIC],
      actionsSuppressor: { alarm: "s", waitPeriod: 60, extensionPeriod: 120 },
      tags: { a: "b" },
    });
    assert.deepEqual(alarm, {
      kind: "composite",
      name: "all",
      okActions: [TOPIC],
      alarmRule: 'ALARM("a")',
      actionsSuppressor: { alarm: "s", waitPeriod: 60, extensionPeriod: 120 },
      other: { tags: { a: "b" } },
    });
  });
});

describe("readAlarms of anything", () => {
  it("gives nothing for another type, and knows which types are alarms and mutes", () => {
    assert.deepEqual(readAlarms("aws:sns/topic:Topic", { name: "a" }), []);
    assert.deepEqual([isAlarmType(STACK), isAlarmType("aws:sns/topic:Topic")], [true, false]);
    assert.deepEqual(
      [isMuteType("aws:cloudwatch/alarmMuteRule:AlarmMuteRule"), isMuteType(METRIC_ALARM)],
      [true, false],
    );
  });

  const FIELDS = [
    "name",
    "threshold",
    "dimensions",
    "metricQueries",
    "metrics",
    "okActions",
    "templateBody",
    "alarmRule",
  ];
  const leaf = fc.oneof(fc.constant(UNKNOWN), fc.jsonValue({ maxDepth: 3 }), fc.constant(undefined));
  const props = fc.dictionary(fc.constantFrom(...FIELDS), leaf);
  for (const type of [METRIC_ALARM, COMPOSITE_ALARM, NATIVE_ALARM, NATIVE_COMPOSITE, NATIVE_LOG, STACK]) {
    it(`never throws on ${type}, whatever its fields hold`, () => {
      fc.assert(fc.property(props, (given) => Array.isArray(readAlarms(type, given))));
    });
  }
});
