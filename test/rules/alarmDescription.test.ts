import assert from "node:assert/strict";
import { UNKNOWN } from "../../cloudwatch/unknown";
import { alarmDescription } from "../../policies/rules/alarmDescription";
import { mutate } from "../support/compliant";
import {
  contextWith,
  metricAlarm,
  rendersWith,
  resource,
  run,
  runCompliant,
  stackOf,
  updateRenderOf,
} from "./runRule";

const judge = (props: Record<string, unknown>, context = contextWith()) =>
  run(alarmDescription, stackOf(metricAlarm(props)), context);

const latency = {
  namespace: "AWS/ApplicationELB",
  metricName: "TargetResponseTime",
  statistic: undefined,
  extendedStatistic: "p95",
  threshold: 1,
};
const cpu = { namespace: "AWS/EC2", metricName: "CPUUtilization", statistic: "Average", threshold: 80 };

describe("alarm-description", () => {
  it("asks for a description where there is none", () => {
    for (const alarmDescription of [undefined, ""]) {
      assert.deepEqual(judge({ alarmDescription }).findings, [
        'alarm "broker-errors": has no alarmDescription, and it is what the mail shows Fix: alarmDescription: "<what it means>; <what to do first>"',
      ]);
    }
  });

  it("asks it of a composite alarm too", () => {
    const composite = resource("aws:cloudwatch/compositeAlarm:CompositeAlarm", "all", {
      alarmRule: "ALARM(a)",
    });
    assert.match(
      run(alarmDescription, stackOf(composite)).findings.join("\n"),
      /^alarm "all": has no alarmDescription/,
    );
  });

  it("names the threshold that is stated and the alarm's own", () => {
    assert.deepEqual(judge({ alarmDescription: "Errors > 50 a minute." }).findings, [
      'alarm "broker-errors": alarmDescription states "> 50", but the threshold is 100 Fix: write 100 in it, or build the text from the number',
    ]);
  });

  const wrong: [string, Record<string, unknown>, string][] = [
    ["above 90 % for 15 minutes", cpu, "above 90 %"],
    ["CPU over 70%: look at the slow queries", cpu, "over 70%"],
    ["threshold 85", cpu, "threshold 85"],
    ["Threshold: 85", cpu, "Threshold: 85"],
    ["more than 10 errors per minute", {}, "more than 10"],
    ["at least 1,000 errors", {}, "at least 1,000"],
    ["p95 above 500 ms", latency, "above 500 ms"],
    ["p95 exceeds 2 seconds", latency, "exceeds 2 seconds"],
    ["queue below 5", {}, "below 5"],
  ];
  for (const [text, props, stated] of wrong) {
    it(`advises on "${text}"`, () => {
      const { findings } = judge({ ...props, alarmDescription: text });
      assert.equal(findings.length, 1, "no finding");
      assert.ok(findings[0]!.includes(`states "${stated}"`), findings[0]);
    });
  }

  const right: [string, Record<string, unknown>][] = [
    ["above 80 % for more than 15 minutes", cpu],
    ["80 is the limit; for over 5 minutes it was hit", cpu],
    ["CPU has been high for at least 3 of 5 datapoints", cpu],
    ["more than 100 errors in a minute, over 5 minutes", {}],
    ["100 or more errors: at least 101", {}],
    ["p95 above 1000 ms", latency],
    ["p95 > 1 s", latency],
    ["slow for more than 300 seconds", latency],
    ["less than 2 hosts are left to take over", cpu],
    [
      "free space below 5 GB",
      { namespace: "AWS/RDS", metricName: "FreeStorageSpace", threshold: 5 * 1024 ** 3 },
    ],
    [
      "rate above 5 %",
      { namespace: "AWS/ApiGateway", metricName: "5XXError", statistic: "Average", threshold: 0.05 },
    ],
    ["errors at least 1", { threshold: 0 }],
    ["code -> 5, a => 7", cpu],
    ["HTTP codes over 5xx are none", cpu],
    ["look at https://example.com/runbook?p=3", cpu],
  ];
  for (const [text, props] of right) {
    it(`takes no offence at "${text}"`, () => {
      assert.deepEqual(judge({ ...props, alarmDescription: text }), { findings: [], unchecked: [] });
    });
  }

  it("takes the numbers of a metric math expression for stated too", () => {
    const queries = [{ id: "e", expression: "errors - 0.01 * requests", returnData: true }];
    const math = {
      metricQueries: queries,
      namespace: undefined,
      metricName: undefined,
      statistic: undefined,
      period: undefined,
      threshold: 5,
    };
    assert.deepEqual(judge({ ...math, alarmDescription: "More than 1 % of requests fail." }).findings, []);
    assert.equal(judge({ ...math, alarmDescription: "More than 3 % of requests fail." }).findings.length, 1);
  });

  it("lists what is known only after deploying, and judges it where the update render shows it", () => {
    const { findings, unchecked } = judge({ alarmDescription: UNKNOWN });
    assert.deepEqual(findings, []);
    assert.match(unchecked.join("\n"), /alarmDescription is known only after deploying/);
    const rendered = metricAlarm({ alarmDescription: "broker ${broker.name}: > 50" });
    const shown = judge(
      { alarmDescription: UNKNOWN },
      contextWith({ renders: rendersWith(updateRenderOf(rendered)) }),
    );
    assert.equal(shown.findings.length, 1);
    assert.deepEqual(shown.unchecked, []);
  });

  for (const shape of ["preview", "update"] as const) {
    it(`accepts the compliant stack, and advises on one edit of it in the ${shape} shape`, () => {
      assert.deepEqual(runCompliant(alarmDescription, shape), { findings: [], unchecked: [] });
      const edit = mutate("api-cpu", { alarmDescription: "CPU above 90 %." });
      assert.deepEqual(runCompliant(alarmDescription, shape, edit).findings.length, 1);
    });
  }
});
