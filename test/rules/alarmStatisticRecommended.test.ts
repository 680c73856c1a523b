import assert from "node:assert/strict";
import { METRIC_ROWS } from "../../cloudwatch/facts/table";
import { UNKNOWN } from "../../cloudwatch/unknown";
import { alarmStatisticRecommended } from "../../policies/rules/alarmStatisticRecommended";
import { mutate } from "../support/compliant";
import { contextWith, metricAlarm, rendersWith, run, runCompliant, stackOf, updateRenderOf } from "./runRule";

const judge = (props: Record<string, unknown>, context = contextWith()) =>
  run(alarmStatisticRecommended, stackOf(metricAlarm(props)), context);

describe("alarm-statistic-recommended", () => {
  it("advises against what we infer to mislead, and says that it is our reading", () => {
    const { findings, unchecked } = judge({
      namespace: "AWS/ApiGateway",
      metricName: "5XXError",
      statistic: "Maximum",
    });
    assert.equal(findings.length, 1);
    assert.match(
      findings[0]!,
      /^alarm "broker-errors": statistic "Maximum" of AWS\/ApiGateway 5XXError is not advised: as we read AWS's page: .* Fix: statistic: "Sum" or statistic: "Average"$/,
    );
    assert.deepEqual(unchecked, []);
  });

  it("advises against what AWS's own list of recommended statistics leaves out", () => {
    const row = METRIC_ROWS.find(({ avoidBasis }) => avoidBasis === "recommendation")!;
    const { namespace, metric: metricName, avoidStatistics } = row;
    const { findings } = judge({ namespace, metricName, statistic: avoidStatistics[0] });
    assert.match(findings.join("\n"), /is not advised: AWS advises another: /);
  });

  it("advises against the Minimum of HealthyHostCount with our own reason", () => {
    const { findings } = judge({ metricName: "HealthyHostCount", statistic: "Minimum" });
    assert.match(
      findings.join("\n"),
      /is not advised: our override, because Minimum is the view of the emptiest zone/,
    );
  });

  for (const [title, props] of [
    ["a right statistic", {}],
    ["a forbidden one, which alarm-statistic-allowed rejects", { statistic: "Maximum" }],
    ["an unknown metric, which alarm-statistic-allowed lists", { metricName: "Nonsuch" }],
    ["an unknown statistic, which alarm-statistic-allowed rejects", { statistic: UNKNOWN }],
  ] as const) {
    it(`says nothing of ${title}`, () => {
      assert.deepEqual(judge(props).findings, []);
    });
  }

  it("judges an unknown statistic by what the update render shows", () => {
    const of = (statistic: string) => ({ metricName: "HealthyHostCount", statistic });
    const renders = rendersWith(updateRenderOf(metricAlarm(of("Minimum"))));
    assert.equal(judge(of(UNKNOWN), contextWith({ renders })).findings.length, 1);
  });

  for (const shape of ["preview", "update"] as const) {
    it(`accepts the compliant stack and advises on one edit of it in the ${shape} shape`, () => {
      assert.deepEqual(runCompliant(alarmStatisticRecommended, shape), { findings: [], unchecked: [] });
      const edit = mutate("api-unhealthy-hosts", { metricName: "HealthyHostCount", statistic: "Minimum" });
      assert.equal(runCompliant(alarmStatisticRecommended, shape, edit).findings.length, 1);
    });
  }
});
