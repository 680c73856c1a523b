import assert from "node:assert/strict";
import { UNKNOWN } from "../../cloudwatch/unknown";
import { alarmCanFire } from "../../policies/rules/alarmCanFire";
import { configuredFacts } from "../../policies/rules/support/configuredFacts";
import { applied, mutate } from "../support/compliant";
import { ALARM } from "../support/compliantAlarms";
import {
  contextWith,
  metricAlarm,
  rendersWith,
  resource,
  run,
  runCompliant,
  stackOf,
  updateRenderOf,
  type Said,
} from "./runRule";

const COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm";

type Props = Record<string, unknown>;

function judge(props: Props, context = contextWith()): Said {
  return run(alarmCanFire, stackOf(metricAlarm(props)), context);
}

function on(namespace: string, metricName: string, statistic: string, more: Props = {}): Props {
  return { namespace, metricName, statistic, dimensions: {}, ...more };
}

const METRIC_OF = {
  errors: { namespace: "AWS/ELB", metricName: "HTTPCode_Backend_5XX", stat: "Sum", period: 60 },
  requests: { namespace: "AWS/ELB", metricName: "RequestCount", stat: "Sum", period: 60 },
  load: { namespace: "AWS/EC2", metricName: "CPUUtilization", stat: "Average", period: 60 },
  own: { namespace: "shop", metricName: "Orders", stat: "Sum", period: 60 },
};

function math(expression: string): Props {
  const used = Object.entries(METRIC_OF).filter(([id]) => expression.includes(id));
  const lines = used.map(([id, metric]) => ({ id, metric, returnData: expression === id }));
  const result = { id: "e", expression, returnData: true };
  const none = Object.fromEntries(
    ["namespace", "metricName", "statistic", "dimensions", "period"].map((name) => [name, undefined]),
  );
  return { ...none, metricQueries: expression in METRIC_OF ? lines : [result, ...lines] };
}

const OVER = (threshold: number): Props => ({ threshold, comparisonOperator: "GreaterThanThreshold" });
const UNDER = (threshold: number): Props => ({ threshold, comparisonOperator: "LessThanThreshold" });
const CPU = on("AWS/EC2", "CPUUtilization", "Average");
const ELB_5XX = on("AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", "Sum");

describe("alarm-can-fire", () => {
  const REJECTED: [what: string, props: Props, message: RegExp][] = [
    [
      "a status check over 1",
      { ...on("AWS/EC2", "StatusCheckFailed_System", "Maximum"), ...OVER(1) },
      /^alarm "broker-errors": Maximum of StatusCheckFailed_System: a sample is 0 to 1 \(AWS's page: [^)]+\), so it lies between 0 and 1 and > 1 is never reached Fix: threshold: below 1$/,
    ],
    [
      "CPU over 100",
      { ...CPU, ...OVER(100) },
      /Average of CPUUtilization: a sample is 0 to 100 .* and > 100 is never reached Fix: threshold: below 100$/,
    ],
    [
      "an error rate between 0 and 1 over 5",
      { ...on("AWS/ApiGateway", "5XXError", "Average"), ...OVER(5) },
      /so it lies between 0 and 1 and > 5 is never reached Fix: threshold: 0\.05 \(5 %\)$/,
    ],
    [
      "a surge queue over 1024",
      { ...on("AWS/ELB", "SurgeQueueLength", "Maximum"), ...OVER(1024) },
      /a sample is 0 to 1024 .*, and data comes only when one is not zero, so it lies between 1 and 1024 and > 1024 is never reached/,
    ],
    [
      "Maximum of what was observed to be 1 a sample",
      on("AWS/ELB", "BackendConnectionErrors", "Maximum", { dimensions: { LoadBalancerName: "broker" } }),
      /Maximum of BackendConnectionErrors: every sample observed was 1 \(the incident .*\), so it is 1 and > 100 is not reached, as observed; AWS advises Sum Fix: statistic: "Sum"$/,
    ],
    [
      "a percentile over what a sample can be",
      { ...CPU, statistic: undefined, extendedStatistic: "p99", ...OVER(100) },
      /p99 of CPUUtilization: .* > 100 is never reached/,
    ],
    [
      "a trimmed mean, which the evaluator does not know, over what a sample can be",
      { ...CPU, statistic: undefined, extendedStatistic: "tm99", ...OVER(100) },
      /tm99 of CPUUtilization: .* > 100 is never reached/,
    ],
    [
      "under 1 of what is reported only when it is not zero, where silence is OK",
      { ...on("AWS/ELB", "SpilloverCount", "Sum"), ...UNDER(1) },
      /Sum of SpilloverCount: it is reported only when it is not zero \(AWS's page: [^)]+\), so it is 1 or more and < 1 is never reached; without data it is OK \(treatMissingData "notBreaching"\) Fix: treatMissingData: "breaching" where silence is the trouble or threshold: above 1$/,
    ],
    [
      "the same, where silence is no data",
      { ...ELB_5XX, ...UNDER(1), treatMissingData: "missing" },
      /a sample is always 1 .* < 1 is never reached; without data it is in INSUFFICIENT_DATA/,
    ],
    [
      "no sample at all, which is no data point",
      { ...CPU, statistic: "SampleCount", ...UNDER(1) },
      /SampleCount of CPUUtilization: a period without samples has no data point, so it is 1 or more and < 1 is never reached/,
    ],
    [
      "the same of a metric that nobody knows",
      { ...on("shop", "Orders", "SampleCount"), ...UNDER(1) },
      /SampleCount of Orders: a period without samples/,
    ],
    [
      "a count below zero",
      { ...on("AWS/SQS", "NumberOfMessagesSent", "Sum"), ...UNDER(0) },
      /as we read AWS's page/,
    ],
    [
      "CPU over 100, or no data",
      { ...CPU, ...OVER(100), treatMissingData: "breaching" },
      /> 100 is never reached; it would fire only when no data comes \(treatMissingData "breaching"\)/,
    ],
    [
      "more datapoints than periods",
      { datapointsToAlarm: 6 },
      /datapointsToAlarm 6: of 5 evaluation periods no 6 can breach, so it never fires Fix: datapointsToAlarm: 5 or less/,
    ],
  ];
  for (const [what, props, message] of REJECTED) {
    it(`rejects ${what}`, () => {
      const { findings, unchecked } = judge(props);
      assert.equal(findings.length, 1, findings.join("\n"));
      assert.match(findings[0]!, message);
      assert.deepEqual(unchecked, []);
    });
  }

  const ACCEPTED: [what: string, props: Props][] = [
    ["what the alarm of the story is", {}],
    ["CPU over 99.9", { ...CPU, ...OVER(99.9) }],
    ["a status check of 1", { ...on("AWS/EC2", "StatusCheckFailed", "Maximum"), ...OVER(0) }],
    ["a sum of 0 or 1 over 500", { ...on("AWS/Lambda", "Errors", "Sum"), ...OVER(500) }],
    [
      "traffic that stops, where silence breaches",
      { ...on("AWS/ELB", "RequestCount", "Sum"), ...UNDER(1), treatMissingData: "breaching" },
    ],
    [
      "silence watched by a threshold that nothing crosses",
      { ...CPU, ...UNDER(0), treatMissingData: "breaching" },
    ],
    [
      "silence watched on a metric that nobody knows",
      { ...on("shop", "Beats", "Sum"), ...UNDER(1), treatMissingData: "breaching" },
    ],
    [
      "a percentile that ignores few samples",
      {
        ...on("AWS/ELB", "Latency", "x", { statistic: undefined, extendedStatistic: "p99" }),
        ...OVER(2),
        evaluateLowSampleCountPercentiles: "ignore",
      },
    ],
    [
      "a lag that is -1 where replication stopped",
      { ...on("AWS/RDS", "ReplicaLag", "Minimum"), ...UNDER(0) },
    ],
    ["what CloudWatch itself refuses, which another rule tells", { threshold: undefined }],
    ["a window without end, which another rule tells", { evaluationPeriods: 1e9 }],
  ];
  for (const [what, props] of ACCEPTED) {
    it(`accepts ${what}`, () => {
      assert.deepEqual(judge(props), { findings: [], unchecked: [] });
    });
  }

  const MATH: [expression: string, threshold: number, message: RegExp | undefined][] = [
    ["errors - 0.01 * requests", 5, undefined],
    ["errors / requests", 0.05, undefined],
    [
      "100 * load",
      10000,
      /^alarm "broker-errors": 100 \* load: Average of CPUUtilization in line "load" lies between 0 and 100: a sample is 0 to 100 \(AWS's page: [^)]+\); so it lies between 0 and 10000 and > 10000 is never reached Fix: threshold: below 10000$/,
    ],
    ["errors > requests", 1, /errors > requests: .*; so it lies between 0 and 1 and > 1 is never reached/],
    ["load", 100, /Average of CPUUtilization in line "load"/],
  ];
  for (const [expression, threshold, message] of MATH) {
    it(`${message === undefined ? "accepts" : "rejects"} ${expression} over ${threshold}`, () => {
      const { findings, unchecked } = judge({ ...math(expression), ...OVER(threshold) });
      assert.deepEqual(unchecked, []);
      assert.equal(findings.length, message === undefined ? 0 : 1, findings.join("\n"));
      if (message !== undefined) assert.match(findings[0]!, message);
    });
  }

  it("lists an expression that is not evaluated, and why", () => {
    assert.match(judge(math("RATE(errors)")).unchecked.join("\n"), /not proved that it can fire: .*RATE/);
    assert.match(
      judge(math("LOG(own)")).unchecked.join("\n"),
      /nothing is known of the values of shop Orders/,
    );
  });

  it("does not take two statistics of one metric for two metrics", () => {
    const line = (id: string, stat: string) => ({
      id,
      metric: { ...METRIC_OF.load, stat },
      returnData: false,
    });
    const metricQueries = [
      { id: "e", expression: "least - most", returnData: true },
      line("least", "Minimum"),
      line("most", "Maximum"),
    ];
    const { findings, unchecked } = judge({ ...math("load"), metricQueries, ...OVER(0) });
    assert.deepEqual(findings, []);
    assert.match(unchecked.join("\n"), /not proved that it can fire: no data was found that shows it/);
  });

  it("lists what is not proved, and why", () => {
    assert.deepEqual(judge(on("shop", "Orders", "Sum")).unchecked, [
      'alarm "broker-errors": not proved that it can fire: nothing is known of the values of shop Orders',
    ]);
    assert.match(
      judge({ ...CPU, statistic: undefined, extendedStatistic: "tm99", ...OVER(90) }).unchecked.join("\n"),
      /not proved that it can fire: tm99 is not evaluated here/,
    );
  });

  it("takes a team's word on its own metric, and over AWS's", () => {
    const own = { namespace: "shop", metric: "Load", reason: "a share", source: "the runbook" };
    const facts = configuredFacts({
      facts: [
        { ...own, sampleRange: [0, 1] },
        { ...own, namespace: "AWS/EC2", metric: "CPUUtilization", sampleRange: [0, 200] },
      ],
    });
    const context = contextWith({ facts });
    assert.match(
      judge({ ...on("shop", "Load", "Average"), ...OVER(1) }, context).findings.join("\n"),
      /a sample is 0 to 1 \(the pack's configuration: the runbook\)/,
    );
    assert.deepEqual(judge({ ...on("shop", "Load", "Average"), ...OVER(0.9) }, context), {
      findings: [],
      unchecked: [],
    });
    assert.deepEqual(judge({ ...CPU, ...OVER(150) }, context).findings, []);
  });

  it("does not apply to kinds without a metric of their own", () => {
    const anomaly = {
      metricQueries: [{ id: "band", expression: "ANOMALY_DETECTION_BAND(m1)" }],
      thresholdMetricId: "band",
    };
    const { findings, unchecked } = judge({
      ...anomaly,
      namespace: undefined,
      metricName: undefined,
      statistic: undefined,
      period: undefined,
      threshold: undefined,
    });
    assert.deepEqual(findings, []);
    assert.match(unchecked.join("\n"), /not applicable: an anomaly band is a trained model/);
  });

  for (const field of [
    "threshold",
    "comparisonOperator",
    "treatMissingData",
    "evaluationPeriods",
    "datapointsToAlarm",
    "statistic",
    "namespace",
    "metricName",
    "period",
  ]) {
    it(`rejects ${field} that is known only after deploying, and judges it where the update render shows it`, () => {
      const { findings } = judge({ [field]: UNKNOWN });
      assert.match(findings.join("\n"), new RegExp(`: ${field} is known only after deploying`));
      const rendered = metricAlarm({ ...CPU, ...OVER(100), datapointsToAlarm: 5 });
      const context = contextWith({ renders: rendersWith(updateRenderOf(rendered)) });
      const shown = judge({ ...CPU, ...OVER(100), datapointsToAlarm: 5, [field]: UNKNOWN }, context);
      assert.equal(shown.findings.length, 1, shown.findings.join("\n"));
      assert.match(shown.findings[0]!, /> 100 is never reached/);
    });
  }

  const RULES: [rule: string, isRejected: boolean][] = [
    ["FALSE", true],
    ["ALARM(a) AND OK(a)", true],
    ["NOT (ALARM(a) OR OK(a) OR INSUFFICIENT_DATA(a))", true],
    ["NOT (ALARM(a) OR OK(a))", false],
    ["ALARM(a) AND NOT ALARM(b)", false],
    ["INSUFFICIENT_DATA(a)", false],
    [Array.from({ length: 12 }, (_, at) => `ALARM(a${at})`).join(" AND "), false],
    ["TRUE", false],
    ["ALARM(", false],
  ];
  for (const [alarmRule, isRejected] of RULES) {
    it(`${isRejected ? "rejects" : "accepts"} a composite on ${alarmRule}`, () => {
      const composite = resource(COMPOSITE, "any", { alarmName: "any", alarmRule });
      const { findings, unchecked } = run(alarmCanFire, stackOf(composite));
      assert.deepEqual(unchecked, []);
      assert.equal(findings.length, isRejected ? 1 : 0);
      if (isRejected)
        assert.match(
          findings[0]!,
          /^alarm "any": alarmRule ".*" holds in no state of its alarms, so it never fires Fix: alarmRule: /,
        );
    });
  }

  it("lists a composite's rule of many alarms that nothing tells apart, and one that is known only after deploying", () => {
    const many = Array.from({ length: 12 }, (_, at) => `ALARM(a${at})`).join(" OR ");
    for (const [alarmRule, reason] of [
      [`(${many}) AND NOT (${many})`, /names too many alarms to try all their states/],
      [`ALARM(${UNKNOWN}) AND OK(${UNKNOWN})`, /alarmRule is known only after deploying/],
    ] as const) {
      const { findings, unchecked } = run(alarmCanFire, stackOf(resource(COMPOSITE, "any", { alarmRule })));
      assert.deepEqual(findings, []);
      assert.match(unchecked.join("\n"), reason);
    }
  });

  it("is not stopped by an unknown that only few samples ask for", () => {
    assert.equal(
      judge({ ...CPU, ...OVER(100), evaluateLowSampleCountPercentiles: UNKNOWN }).findings.length,
      1,
    );
  });

  for (const shape of ["preview", "update"] as const) {
    it(`accepts the compliant stack, and rejects one edit of it in the ${shape} shape`, () => {
      assert.deepEqual(runCompliant(alarmCanFire, shape), { findings: [], unchecked: [] });
      for (const threshold of [100, applied("api-group", 100)]) {
        const { findings } = runCompliant(alarmCanFire, shape, mutate(ALARM.albCpu, { threshold }));
        assert.equal(findings.length, 1, findings.join("\n"));
      }
    });
  }
});
