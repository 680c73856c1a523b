import assert from "node:assert/strict";
import { UNKNOWN } from "../../cloudwatch/unknown";
import { alarmNotAlwaysFiring } from "../../policies/rules/alarmNotAlwaysFiring";
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

type Props = Record<string, unknown>;

function judge(props: Props, context = contextWith()): Said {
  return run(alarmNotAlwaysFiring, stackOf(metricAlarm(props)), context);
}

function on(namespace: string, metricName: string, statistic: string, more: Props = {}): Props {
  return { namespace, metricName, statistic, dimensions: {}, ...more };
}

const is = (comparisonOperator: string, threshold: number): Props => ({ comparisonOperator, threshold });
const FROM = (threshold: number): Props => is("GreaterThanOrEqualToThreshold", threshold);
const OVER = (threshold: number): Props => is("GreaterThanThreshold", threshold);
const CPU = on("AWS/EC2", "CPUUtilization", "Average");
const SPILLOVER = on("AWS/ELB", "SpilloverCount", "Sum");

describe("alarm-not-always-firing", () => {
  const REJECTED: [what: string, props: Props, message: RegExp][] = [
    [
      "CPU of 0 or more",
      { ...CPU, ...FROM(0), treatMissingData: "missing" },
      /^alarm "broker-errors": Average of CPUUtilization: a sample is 0 to 100 \(AWS's page: [^)]+\), so it lies between 0 and 100 and >= 0 holds for every data point: it is in ALARM whenever there is data Fix: threshold: above 0$/,
    ],
    [
      "CPU of 100 or less",
      { ...CPU, ...is("LessThanOrEqualToThreshold", 100) },
      /<= 100 holds for every data point.* Fix: threshold: below 100$/,
    ],
    [
      "a count over -1",
      { ...on("AWS/SQS", "NumberOfMessagesSent", "Sum"), ...OVER(-1) },
      /so it is 0 or more and > -1 holds for every data point/,
    ],
    [
      "what stays in ALARM where silence keeps the state",
      { ...SPILLOVER, ...OVER(0), treatMissingData: "ignore" },
      /so it is 1 or more and > 0 holds .*, and stays there without it \(treatMissingData "ignore"\) Fix: treatMissingData: "notBreaching" or threshold: 1 or more$/,
    ],
    [
      "what was observed to be 1 a sample, of 1 or more, with ignore",
      on("AWS/ELB", "BackendConnectionErrors", "Maximum", { ...FROM(1), treatMissingData: "ignore" }),
      /every sample observed was 1 .*, so it is 1 and >= 1 held for every data point, as observed/,
    ],
    [
      "errors that are reported only when there are some, where silence breaches",
      { ...SPILLOVER, ...OVER(10), treatMissingData: "breaching" },
      /^alarm "broker-errors": treatMissingData "breaching": SpilloverCount: it is reported only when it is not zero \(AWS's page: [^)]+\), so it fires whenever nothing happens, though a zero would not be > 10 Fix: treatMissingData: "notBreaching"$/,
    ],
    [
      "every count and silence too",
      { ...SPILLOVER, ...OVER(0), treatMissingData: "breaching" },
      /holds for every data point: it is in ALARM whenever there is data, and without it too/,
    ],
    [
      "a sample or more of what is always there, where silence breaches",
      { ...CPU, statistic: "SampleCount", ...FROM(1), treatMissingData: "breaching" },
      /SampleCount of CPUUtilization: a period without samples has no data point/,
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
    ["any spillover at all, where silence is OK", { ...SPILLOVER, ...OVER(0) }],
    [
      "any spillover at all, where silence is no data",
      { ...SPILLOVER, ...OVER(0), treatMissingData: "missing" },
    ],
    ["any sample at all, where silence is OK", { ...CPU, statistic: "SampleCount", ...FROM(1) }],
    [
      "low traffic, where silence breaches",
      {
        ...on("AWS/ELB", "RequestCount", "Sum"),
        ...is("LessThanThreshold", 1),
        treatMissingData: "breaching",
      },
    ],
    [
      "a disk's silent agent",
      { ...on("CWAgent", "disk_used_percent", "Maximum"), ...OVER(80), treatMissingData: "breaching" },
    ],
    [
      "no healthy host, where silence breaches",
      {
        ...on("AWS/ELB", "HealthyHostCount", "Maximum"),
        ...is("LessThanThreshold", 1),
        treatMissingData: "breaching",
      },
    ],
    ["more datapoints than periods, which never fire", { datapointsToAlarm: 6 }],
    ["what CloudWatch itself refuses, which another rule tells", { comparisonOperator: "above" }],
  ];
  for (const [what, props] of ACCEPTED) {
    it(`accepts ${what}`, () => {
      assert.deepEqual(judge(props), { findings: [], unchecked: [] });
    });
  }

  it("takes a team's word on when a metric is reported", () => {
    const own = { namespace: "shop", metric: "Failed", reason: "r", source: "the runbook" };
    const facts = configuredFacts({ facts: [{ ...own, reported: "nonzero", sampleRange: [1, 1] }] });
    const { findings } = judge(
      { ...on("shop", "Failed", "Sum"), ...OVER(10), treatMissingData: "breaching" },
      contextWith({ facts }),
    );
    assert.match(
      findings.join("\n"),
      /reported only when it is not zero \(the pack's configuration: the runbook\)/,
    );
  });

  const RULES: [rule: string, isRejected: boolean][] = [
    ["TRUE", true],
    ["ALARM(a) OR NOT ALARM(a)", true],
    ["ALARM(a) OR OK(a) OR INSUFFICIENT_DATA(a)", true],
    ["ALARM(a) OR OK(a)", false],
    ["FALSE", false],
  ];
  for (const [alarmRule, isRejected] of RULES) {
    it(`${isRejected ? "rejects" : "accepts"} a composite on ${alarmRule}`, () => {
      const composite = resource("aws:cloudwatch/compositeAlarm:CompositeAlarm", "any", { alarmRule });
      const { findings, unchecked } = run(alarmNotAlwaysFiring, stackOf(composite));
      assert.deepEqual(unchecked, []);
      assert.equal(findings.length, isRejected ? 1 : 0);
      if (isRejected)
        assert.match(findings[0]!, /holds in every state of its alarms, so it is always in ALARM/);
    });
  }

  it("judges metric math by where its value lies, and by what zeros make of it", () => {
    const line = (id: string, metricName: string) => ({
      id,
      metric: { namespace: "AWS/ELB", metricName, stat: "Sum", period: 60 },
      returnData: false,
    });
    const math = (expression: string, more: Props): Props => ({
      ...{
        namespace: undefined,
        metricName: undefined,
        statistic: undefined,
        dimensions: undefined,
        period: undefined,
      },
      metricQueries: [
        { id: "e", expression, returnData: true },
        line("errors", "HTTPCode_Backend_5XX"),
        line("requests", "RequestCount"),
      ],
      ...more,
    });
    const silent = judge(math("errors - 0.01 * requests", { ...OVER(5), treatMissingData: "breaching" }));
    assert.match(
      silent.findings.join("\n"),
      /RequestCount: it is reported only .*, so it fires whenever nothing happens, though zeros would not be > 5/,
    );
    const always = judge(math("FILL(errors, 1)", { ...OVER(0), treatMissingData: "ignore" }));
    assert.match(
      always.findings.join("\n"),
      /FILL\(errors, 1\): .*; so it is 1 or more and > 0 holds for every data point/,
    );
    const share = judge(math("errors / requests", { ...OVER(0.05), treatMissingData: "breaching" }));
    assert.deepEqual(share, { findings: [], unchecked: [] });
  });

  it("lists what is not proved, and why", () => {
    assert.deepEqual(judge(on("shop", "Orders", "Sum")).unchecked, [
      'alarm "broker-errors": not proved that it can leave ALARM: nothing is known of the values of shop Orders',
    ]);
  });

  it("lists what is known only after deploying, and judges it where the update render shows it", () => {
    const { findings, unchecked } = judge({ threshold: UNKNOWN });
    assert.deepEqual(findings, []);
    assert.match(unchecked.join("\n"), /threshold is known only after deploying/);
    const rendered = metricAlarm({ ...CPU, ...FROM(0) });
    const shown = judge(
      { ...CPU, ...FROM(0), threshold: UNKNOWN },
      contextWith({ renders: rendersWith(updateRenderOf(rendered)) }),
    );
    assert.equal(shown.findings.length, 1);
    assert.deepEqual(shown.unchecked, []);
  });

  for (const shape of ["preview", "update"] as const) {
    it(`accepts the compliant stack, and rejects one edit of it in the ${shape} shape`, () => {
      assert.deepEqual(runCompliant(alarmNotAlwaysFiring, shape), { findings: [], unchecked: [] });
      for (const threshold of [-1, applied("api-group", -1)]) {
        const { findings } = runCompliant(alarmNotAlwaysFiring, shape, mutate(ALARM.albCpu, { threshold }));
        assert.equal(findings.length, 1, findings.join("\n"));
      }
    });
  }
});
