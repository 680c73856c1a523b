import assert from "node:assert/strict";
import { findMetric } from "../../cloudwatch/facts";
import { OVERRIDES } from "../../cloudwatch/facts/overrides";
import { METRIC_ROWS } from "../../cloudwatch/facts/table";
import { UNKNOWN } from "../../cloudwatch/unknown";
import { alarmStatisticAllowed } from "../../policies/rules/alarmStatisticAllowed";
import { applied, mutate, ref } from "../support/compliant";
import {
  contextWith,
  metricAlarm,
  METRIC_ALARM,
  rendersWith,
  resource,
  run,
  runCompliant,
  stackOf,
  updateRenderOf,
} from "./runRule";

const judge = (props: Record<string, unknown>, context = contextWith()) =>
  run(alarmStatisticAllowed, stackOf(metricAlarm(props)), context);

const math = (...metrics: Record<string, unknown>[]) => ({
  namespace: undefined,
  metricName: undefined,
  dimensions: undefined,
  statistic: undefined,
  period: undefined,
  metricQueries: [
    { id: "e", expression: "m0 / m1", returnData: true },
    ...metrics.map((metric, index) => ({ id: `m${index}`, metric: { period: 60, ...metric } })),
  ],
});

describe("alarm-statistic-allowed", () => {
  const rejected: [string, Record<string, unknown>, RegExp][] = [
    [
      "names alarm, statistic, metric, AWS's reason with its page, and the right one",
      { statistic: "Maximum" },
      /^alarm "broker-errors": statistic "Maximum" of AWS\/ELB BackendConnectionErrors is ruled out: as observed, every sample of BackendConnectionErrors is 1, so its Maximum stays at 1 however many there are; AWS's page says: Sum is the most useful; .* \(elasticloadbalancing\/latest\/classic\/elb-cloudwatch-metrics\) Fix: statistic: "Sum"$/,
    ],
    [
      "says that an override is ours, because of what, and where that comes from",
      { metricName: "UnHealthyHostCount", statistic: "Average" },
      /UnHealthyHostCount is ruled out: our override, because Average hides hosts that flap.*\(the incident of the flapping hosts.*\) Fix: statistic: "Maximum" or statistic: "Minimum"$/,
    ],
    [
      "rejects percentiles where Minimum and Maximum are both ruled out",
      { statistic: undefined, extendedStatistic: "p99" },
      /statistic "p99" of AWS\/ELB BackendConnectionErrors is ruled out: .*AWS's page says: p99 lies between Minimum and Maximum/,
    ],
    [
      "judges each metric of metric math and names its line",
      math(
        { namespace: "AWS/ELB", metricName: "BackendConnectionErrors", stat: "Average" },
        { namespace: "AWS/ELB", metricName: "RequestCount", stat: "Sum" },
      ),
      /BackendConnectionErrors in line "m0" is ruled out: .* Fix: stat: "Sum" in line "m0"$/,
    ],
  ];
  for (const [title, props, message] of rejected) {
    it(title, () => {
      const { findings, unchecked } = judge(props);
      assert.equal(findings.length, 1, findings.join("\n"));
      assert.match(findings[0]!, message);
      assert.deepEqual(unchecked, []);
    });
  }

  it("accepts the right statistic, and one that is only inferred or advised to be wrong", () => {
    assert.deepEqual(judge({}), { findings: [], unchecked: [] });
    const inferred = { namespace: "AWS/ApiGateway", metricName: "5XXError", statistic: "Maximum" };
    assert.deepEqual(judge(inferred), { findings: [], unchecked: [] });
  });

  const unchecked: [string, Record<string, unknown>, RegExp][] = [
    [
      "a metric that the table does not have",
      { metricName: "Nonsuch" },
      /the metric is not in the table of AWS's metrics$/,
    ],
    [
      "a statistic about which nothing is known",
      { metricName: "HealthyHostCount", statistic: "tc90" },
      /nothing is known about tc90/,
    ],
    [
      "a Metrics Insights query",
      { metricQueries: [{ id: "q", expression: "SELECT MAX(X) FROM Y" }] },
      /not applicable: a Metrics Insights query/,
    ],
    [
      "a PromQL alarm",
      { evaluationCriteria: { promqlCriteria: { query: "up" } } },
      /not applicable: a PromQL query/,
    ],
    ["an anomaly band", { thresholdMetricId: "ad" }, /not applicable: an anomaly band is a trained model/],
  ];
  for (const [title, props, reason] of unchecked) {
    it(`lists as unchecked ${title}`, () => {
      const said = judge(props);
      assert.deepEqual(said.findings, []);
      assert.equal(said.unchecked.length, 1);
      assert.match(said.unchecked[0]!, reason);
    });
  }

  it("lists composite alarms and templates that it cannot read, with the reason", () => {
    const composite = resource("aws:cloudwatch/compositeAlarm:CompositeAlarm", "all", {
      alarmRule: "ALARM(a)",
    });
    const nested = resource("aws:cloudformation/stack:Stack", "template", {
      templateUrl: "https://example.com/x",
    });
    const { findings, unchecked: listed } = run(alarmStatisticAllowed, stackOf(composite, nested));
    assert.deepEqual(findings, []);
    assert.deepEqual(listed, [
      'alarm "all": not applicable: a composite alarm has no metric of its own',
      'alarm "template": not judged (aws:cloudformation/stack:Stack): the template body is not given here',
    ]);
  });

  it("judges aws-native's alarms, and every alarm in a CloudFormation body by its logical id", () => {
    const native = resource("aws-native:cloudwatch:Alarm", "native", {
      namespace: "AWS/ELB",
      metricName: "BackendConnectionErrors",
      statistic: "Maximum",
    });
    const alarmIn = (Statistic: string) => ({
      Type: "AWS::CloudWatch::Alarm",
      Properties: { Namespace: "AWS/ELB", MetricName: "BackendConnectionErrors", Statistic },
    });
    const templateBody = JSON.stringify({ Resources: { Right: alarmIn("Sum"), Wrong: alarmIn("Average") } });
    const template = resource("aws:cloudformation/stack:Stack", "template", { templateBody });
    const { findings } = run(alarmStatisticAllowed, stackOf(native, template));
    assert.equal(findings.length, 2, findings.join("\n"));
    assert.match(findings[0]!, /^alarm "native": statistic "Maximum"/);
    assert.match(findings[1]!, /^alarm "template" \(Wrong\): statistic "Average"/);
  });

  describe("a value that is known only after deploying", () => {
    for (const field of ["statistic", "metricName", "namespace"]) {
      it(`is rejected without a render: ${field}`, () => {
        assert.deepEqual(judge({ [field]: UNKNOWN }), {
          findings: [
            `alarm "broker-errors": ${field} is known only after deploying, so it cannot be checked before Fix: make it known: a literal, not another resource's output`,
          ],
          unchecked: [],
        });
      });
    }

    const update = (statistic: string) =>
      contextWith({ renders: rendersWith(updateRenderOf(metricAlarm({ statistic }))) });

    it("is judged by what the update render shows", () => {
      const bad = judge({ statistic: UNKNOWN }, update("Maximum"));
      assert.equal(bad.findings.length, 1);
      assert.match(bad.findings[0]!, /statistic "Maximum" of AWS\/ELB BackendConnectionErrors is ruled out/);
      assert.deepEqual(judge({ statistic: UNKNOWN }, update("Sum")), { findings: [], unchecked: [] });
    });

    it("is rejected where the update render shows another resource's output", () => {
      const { findings } = judge({ statistic: UNKNOWN }, update("${choice.value}"));
      assert.equal(findings.length, 1);
      assert.match(findings[0]!, /statistic is known only after deploying/);
    });

    it("does not tell twice what checkResource has told", () => {
      const queries = math(
        { namespace: "AWS/ELB", metricName: "BackendConnectionErrors", stat: "Average" },
        { namespace: "AWS/ELB", metricName: "RequestCount", stat: UNKNOWN },
      );
      const rendered = math(
        { namespace: "AWS/ELB", metricName: "BackendConnectionErrors", stat: "Average" },
        { namespace: "AWS/ELB", metricName: "RequestCount", stat: "Minimum" },
      );
      const renders = rendersWith(updateRenderOf(metricAlarm(rendered)));
      const { findings } = judge(queries, contextWith({ renders }));
      assert.equal(findings.length, 2, findings.join("\n"));
      assert.match(findings[0]!, /in line "m0"/);
      assert.match(findings[1]!, /in line "m1"/);
    });

    it("is a template body, which the update render shows", () => {
      const stack = (templateBody: string) =>
        resource("aws:cloudformation/stack:Stack", "template", { templateBody });
      const body = JSON.stringify({
        Resources: {
          Wrong: {
            Type: "AWS::CloudWatch::Alarm",
            Properties: { Namespace: "AWS/ELB", MetricName: "BackendConnectionErrors", Statistic: "Average" },
          },
        },
      });
      const renders = rendersWith(updateRenderOf(stack(body)));
      const shown = run(alarmStatisticAllowed, stackOf(stack(UNKNOWN)), contextWith({ renders }));
      assert.match(shown.findings.join("\n"), /^alarm "template" \(Wrong\): statistic "Average"/);
      const alone = run(alarmStatisticAllowed, stackOf(stack(UNKNOWN)));
      assert.match(
        alone.findings.join("\n"),
        /^alarm "template": its definition is known only after deploying/,
      );
    });

    it("is rejected for queries that are unknown as a whole", () => {
      const { findings } = judge({ ...math(), metricQueries: UNKNOWN });
      assert.match(
        findings.join("\n"),
        /^alarm "broker-errors": metricQueries is known only after deploying/,
      );
    });
  });

  describe("over the compliant stack", () => {
    for (const shape of ["preview", "update"] as const) {
      it(`accepts it in the ${shape} shape`, () => {
        assert.deepEqual(runCompliant(alarmStatisticAllowed, shape), { findings: [], unchecked: [] });
      });
      for (const [title, statistic] of [
        ["a literal", "Maximum"],
        ["one made in an apply", applied("elk-broker-lb", "Maximum")],
        ["an output", ref("elk-broker-lb", "zoneId")],
      ] as const) {
        it(`rejects Maximum on the broker in the ${shape} shape: ${title}`, () => {
          const { findings } = runCompliant(
            alarmStatisticAllowed,
            shape,
            mutate("elk-broker-backend-errors", { statistic }),
          );
          assert.equal(findings.length, 1, findings.join("\n"));
          assert.match(
            findings[0]!,
            /^alarm "elk-broker-backend-errors" \(elk-broker-production-backend-errors\): statistic/,
          );
        });
      }
    }
  });

  describe("over all facts", () => {
    const alarmOn = (namespace: string, metricName: string, statistic: string) => {
      const isExtended = statistic === "pNN";
      const how = isExtended ? { extendedStatistic: "p95" } : { statistic };
      return resource(METRIC_ALARM, "any", { namespace, metricName, ...how });
    };
    const forbiddenByUs = new Set(
      OVERRIDES.flatMap(({ namespace, metrics, forbid = [] }) =>
        metrics.flatMap((metric) => forbid.map((statistic) => `${namespace} ${metric} ${statistic}`)),
      ),
    );
    const allowedByUs = new Set(
      OVERRIDES.flatMap(({ namespace, metrics, allow = [], discourage = [] }) =>
        metrics.flatMap((metric) =>
          [...allow, ...discourage].map((statistic) => `${namespace} ${metric} ${statistic}`),
        ),
      ),
    );

    it("rejects every statistic that AWS's page rules out or our overrides forbid, naming the layer", () => {
      let count = 0;
      for (const { namespace, metric, avoidStatistics, avoidBasis } of METRIC_ROWS) {
        for (const statistic of ["SampleCount", "Sum", "Average", "Minimum", "Maximum", "pNN"]) {
          const key = `${namespace} ${metric} ${statistic}`;
          const byDocs =
            avoidBasis === "docs" && avoidStatistics.includes(statistic) && !allowedByUs.has(key);
          if (!byDocs && !forbiddenByUs.has(key)) continue;
          const { findings } = run(alarmStatisticAllowed, stackOf(alarmOn(namespace, metric, statistic)));
          assert.equal(findings.length, 1, key);
          const layer = forbiddenByUs.has(key) ? "our override, because" : "AWS's page says:";
          assert.ok(findings[0]!.includes(layer), findings[0]);
          for (const right of findMetric(namespace, metric)?.use ?? []) {
            assert.ok(
              findings[0]!.includes(right === "pNN" ? '"p95"' : `"${right}"`),
              `${key}: ${findings[0]}`,
            );
          }
          count++;
        }
      }
      assert.ok(count > 500, String(count));
    });

    it("accepts every useful statistic, less our overrides", () => {
      let count = 0;
      for (const { namespace, metric, usefulStatistics } of METRIC_ROWS) {
        for (const statistic of usefulStatistics) {
          const key = `${namespace} ${metric} ${statistic}`;
          if (forbiddenByUs.has(key)) continue;
          const said = run(alarmStatisticAllowed, stackOf(alarmOn(namespace, metric, statistic)));
          assert.deepEqual(said, { findings: [], unchecked: [] }, key);
          count++;
        }
      }
      assert.ok(count > 963, String(count));
    });
  });
});
