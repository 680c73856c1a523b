import assert from "node:assert/strict";
import { UNKNOWN } from "../../cloudwatch/unknown";
import { alarmWindowValid } from "../../policies/rules/alarmWindowValid";
import { applied, mutate, ref } from "../support/compliant";
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
  run(alarmWindowValid, stackOf(metricAlarm(props)), context);

describe("alarm-window-valid", () => {
  const rejected: [string, Record<string, unknown>, string][] = [
    [
      "a period that is none",
      { period: 45 },
      'alarm "broker-errors": period 45: a period is 10, 20, 30 or a multiple of 60 seconds Fix: write 60',
    ],
    [
      "a window of over a day",
      { period: 60, evaluationPeriods: 1441 },
      'alarm "broker-errors": evaluationPeriods 1441: 1441 × 60 s is 86460 s, over the limit of a day (86400 s) Fix: write 1440 or less, or shorten the period',
    ],
    [
      "more datapoints than periods",
      { datapointsToAlarm: 6 },
      'alarm "broker-errors": datapointsToAlarm 6: of 5 evaluation periods no 6 can breach Fix: write 5 or less, or raise evaluationPeriods',
    ],
    [
      "a statistic in the wrong letter case",
      { statistic: "sum" },
      'alarm "broker-errors": statistic sum: CloudWatch minds the letter case Fix: write Sum',
    ],
    [
      "both kinds of statistic",
      { extendedStatistic: "p95" },
      'alarm "broker-errors": extendedStatistic p95: CloudWatch takes one of statistic and extendedStatistic, not both Fix: leave out one of the two',
    ],
    [
      "a unit that the metric is not published with",
      { unit: "Percent" },
      'alarm "broker-errors": unit Percent: BackendConnectionErrors is published in Count, so the alarm would stay in INSUFFICIENT_DATA for ever Fix: leave unit out, or write Count',
    ],
    [
      "two periods in metric math, naming the line",
      {
        ...{
          namespace: undefined,
          metricName: undefined,
          dimensions: undefined,
          statistic: undefined,
          period: undefined,
        },
        metricQueries: [
          { id: "e", expression: "a + b", returnData: true },
          { id: "a", metric: { namespace: "X", metricName: "A", stat: "Sum", period: 60 } },
          { id: "b", metric: { namespace: "X", metricName: "B", stat: "Sum", period: 300 } },
        ],
      },
      'alarm "broker-errors": period in line "b" 300: all metrics of an alarm share one period, and queries.a.period is 60 Fix: write 60',
    ],
  ];
  for (const [title, props, message] of rejected) {
    it(`rejects ${title}`, () => {
      assert.deepEqual(judge(props), { findings: [message], unchecked: [] });
    });
  }

  for (const [title, props] of [
    ["an alarm that CloudWatch takes", {}],
    ["a period of 10 seconds", { period: 10 }],
    ["a window of exactly a day", { period: 3600, evaluationPeriods: 24 }],
  ] as const) {
    it(`accepts ${title}`, () => {
      assert.deepEqual(judge(props), { findings: [], unchecked: [] });
    });
  }

  it("lists a composite alarm as not applicable", () => {
    const composite = resource("aws:cloudwatch/compositeAlarm:CompositeAlarm", "all", {
      alarmRule: "ALARM(a)",
    });
    assert.deepEqual(run(alarmWindowValid, stackOf(composite)), {
      findings: [],
      unchecked: ['alarm "all": not applicable: a composite alarm has no metric of its own'],
    });
  });

  describe("a value that is known only after deploying", () => {
    for (const field of ["threshold", "period", "evaluationPeriods"]) {
      it(`is rejected without a render: ${field}`, () => {
        assert.deepEqual(judge({ [field]: UNKNOWN }).findings, [
          `alarm "broker-errors": ${field} is known only after deploying, so it cannot be checked before Fix: make it known: a literal, not another resource's output`,
        ]);
      });
    }

    it("is left to alarm-statistic-allowed where it is the statistic", () => {
      assert.deepEqual(judge({ statistic: UNKNOWN }).findings, []);
    });

    it("is judged by what the update render shows", () => {
      const shown = (period: number) =>
        judge(
          { period: UNKNOWN },
          contextWith({ renders: rendersWith(updateRenderOf(metricAlarm({ period }))) }),
        );
      assert.deepEqual(shown(60).findings, []);
      assert.match(shown(45).findings.join("\n"), /period 45: a period is/);
    });

    it("is rejected where the update render shows a number that it made up for an output", () => {
      const update = updateRenderOf(metricAlarm({ threshold: 1_900_000_001 }));
      update.references["1900000001"] = { urn: "urn:pulumi:production::p::a:b:C::limits", property: "max" };
      const { findings } = judge({ threshold: UNKNOWN }, contextWith({ renders: rendersWith(update) }));
      assert.match(findings.join("\n"), /^alarm "broker-errors": threshold is known only after deploying/);
    });
  });

  for (const shape of ["preview", "update"] as const) {
    it(`accepts the compliant stack, and rejects one edit of it in the ${shape} shape`, () => {
      assert.deepEqual(runCompliant(alarmWindowValid, shape), { findings: [], unchecked: [] });
      for (const period of [45, applied("api-group", 45)]) {
        const { findings } = runCompliant(alarmWindowValid, shape, mutate("api-cpu", { period }));
        assert.equal(findings.length, 1);
        assert.match(findings[0]!, /^alarm "api-cpu" \(api-production-cpu\): period 45: /);
      }
    });

    it(`rejects a period from another resource's text output in the ${shape} shape`, () => {
      const { findings } = runCompliant(
        alarmWindowValid,
        shape,
        mutate("api-cpu", { period: ref("api-lb", "zoneId") }),
      );
      assert.equal(findings.length, 1, findings.join("\n"));
      assert.match(findings[0]!, /period is known only after deploying/);
    });
  }
});
