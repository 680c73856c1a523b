import assert from "node:assert/strict";
import { allMetrics, findMetric } from "../../cloudwatch/facts";
import { UNKNOWN } from "../../cloudwatch/unknown";
import { alarmMetricExists } from "../../policies/rules/alarmMetricExists";
import { applied, mutate } from "../support/compliant";
import { contextWith, METRIC_ALARM, metricAlarm, resource, run, runCompliant, stackOf } from "./runRule";

const judge = (props: Record<string, unknown>) => run(alarmMetricExists, stackOf(metricAlarm(props)));

describe("alarm-metric-exists", () => {
  it("rejects a metric that is known in other namespaces only, the one with the alarm's dimensions first", () => {
    const { findings, unchecked } = judge({
      namespace: "AWS/ApplicationELB",
      metricName: "CPUUtilization",
      dimensions: { AutoScalingGroupName: "api" },
    });
    assert.deepEqual(unchecked, []);
    assert.equal(findings.length, 1);
    assert.match(
      findings[0]!,
      /^alarm "broker-errors": metric "CPUUtilization" of AWS\/ApplicationELB does not exist there, so the alarm would never see data; AWS publishes that name in AWS\/EC2, .* Fix: namespace: "AWS\/EC2", namespace: /,
    );
    for (const other of ["AWS/ECS", "AWS/RDS", "AWS/ElastiCache"])
      assert.ok(findings[0]!.includes(`"${other}"`), other);
  });

  const near: [string, string, string[]][] = [
    ["letter case", "backendconnectionerrors", ["BackendConnectionErrors"]],
    ["one letter dropped", "BackendConectionErrors", ["BackendConnectionErrors"]],
    ["one letter more", "UnHealthyHostCountt", ["UnHealthyHostCount"]],
  ];
  for (const [title, metricName, names] of near) {
    it(`rejects a near miss and names the true metric: ${title}`, () => {
      assert.deepEqual(judge({ metricName }).findings, [
        `alarm "broker-errors": metric "${metricName}" of AWS/ELB does not exist there, so the alarm would never see data; AWS spells it ${names.join(" or ")} Fix: metricName: "${names[0]}"`,
      ]);
    });
  }

  it("names every neighbour at the same distance", () => {
    const { findings } = judge({ namespace: "AWS/ApplicationELB", metricName: "HTTPCode_ELX_5XX_Count" });
    assert.match(findings.join("\n"), /AWS spells it HTTPCode_ELB_5XX_Count/);
    const two = judge({ namespace: "AWS/AutoScaling", metricName: "GroupMixSize" });
    assert.match(
      two.findings.join("\n"),
      /AWS spells it GroupMaxSize or GroupMinSize Fix: metricName: "GroupMaxSize" or metricName: "GroupMinSize"$/,
    );
  });

  const unchecked: [string, Record<string, unknown>, RegExp][] = [
    [
      "a metric far from any",
      { metricName: "Nonsuch" },
      /"Nonsuch" of AWS\/ELB: the table of AWS's metrics does not have this metric$/,
    ],
    [
      "digits that differ",
      { namespace: "AWS/ApplicationELB", metricName: "HTTPCode_ELB_501_Count" },
      /does not have this metric/,
    ],
    ["a namespace that is not in the table", { namespace: "AWS/Nonsuch" }, /does not have this namespace$/],
    [
      "a namespace of one's own",
      { namespace: "shop", metricName: "CPUUtilization" },
      /does not have this namespace$/,
    ],
    [
      "an unknown metric, which alarm-statistic-allowed rejects",
      { metricName: UNKNOWN },
      /metricName is known only after/,
    ],
    ["a PromQL alarm", { evaluationCriteria: {}, metricName: undefined }, /not applicable/],
  ];
  for (const [title, props, reason] of unchecked) {
    it(`lists as unchecked ${title}`, () => {
      const said = judge(props);
      assert.deepEqual(said.findings, []);
      assert.equal(said.unchecked.length, 1, said.unchecked.join("\n"));
      assert.match(said.unchecked[0]!, reason);
    });
  }

  for (const shape of ["preview", "update"] as const) {
    it(`accepts the compliant stack, and rejects a misspelt metric, literal or made in an apply, in the ${shape} shape`, () => {
      assert.deepEqual(runCompliant(alarmMetricExists, shape), { findings: [], unchecked: [] });
      for (const metricName of ["CpuUtilization", applied("api-group", "CpuUtilization")]) {
        const { findings } = runCompliant(alarmMetricExists, shape, mutate("api-cpu", { metricName }));
        assert.equal(findings.length, 1);
        assert.match(
          findings[0]!,
          /^alarm "api-cpu" \(api-production-cpu\): metric "CpuUtilization" of AWS\/EC2/,
        );
      }
    });
  }

  describe("over all facts in AWS's namespaces", () => {
    const judged = (namespace: string, metricName: string) =>
      alarmMetricExists.checkResource!(
        resource(METRIC_ALARM, "any", { namespace, metricName }),
        contextWith(),
      ).findings;
    const facts = allMetrics().filter(({ namespace }) => namespace.startsWith("AWS/"));

    it("accepts every true name", () => {
      for (const { namespace, metric } of facts) assert.deepEqual(judged(namespace, metric), []);
    });

    it("rejects every name in another case and names the true one", () => {
      for (const { namespace, metric } of facts) {
        const wrong = metric === metric.toLowerCase() ? metric.toUpperCase() : metric.toLowerCase();
        if (findMetric(namespace, wrong) !== undefined) continue;
        const [finding, ...more] = judged(namespace, wrong);
        assert.deepEqual(more, []);
        assert.ok(finding?.fix?.includes(`"${metric}"`), `${namespace} ${wrong}: ${finding?.message}`);
      }
    });

    it("rejects every name with one letter dropped, unless it is another metric, and names the true one", () => {
      let count = 0;
      for (const { namespace, metric } of facts) {
        const letters = Array.from(metric).flatMap((letter, index) =>
          /[A-Za-z]/.test(letter) ? [index] : [],
        );
        for (const at of [letters[0]!, letters[Math.floor(letters.length / 2)]!, letters.at(-1)!]) {
          const wrong = metric.slice(0, at) + metric.slice(at + 1);
          if (findMetric(namespace, wrong) !== undefined) continue;
          const [finding] = judged(namespace, wrong);
          assert.ok(finding?.fix?.includes(`"${metric}"`), `${namespace} ${wrong}: ${finding?.message}`);
          count++;
        }
      }
      assert.ok(count > 2500, String(count));
    });
  });
});
