import assert from "node:assert/strict";
import { UNKNOWN } from "../../cloudwatch/unknown";
import { alarmWindowValid } from "../../policies/rules/alarmWindowValid";
import { applied, mutate, ref } from "../support/compliant";
import { parityFile } from "./judgeEdit";
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

  describe("a composite alarm", () => {
    const composite = (
      name: string,
      alarmRule: unknown,
      more: Record<string, unknown> = {},
      dependencies: Record<string, string[]> = {},
    ) =>
      resource(
        "aws:cloudwatch/compositeAlarm:CompositeAlarm",
        name,
        { alarmName: name, alarmRule, ...more },
        dependencies,
      );
    const child = metricAlarm({}, {}, "child");
    const judgeRule = (rule: unknown, dependencies = {}, context = contextWith()) =>
      run(alarmWindowValid, stackOf(child, composite("all", rule, {}, dependencies)), context);
    const LISTED = ['alarm "all": not applicable: a composite alarm has no metric of its own'];

    it("is judged by what it names alone", () => {
      assert.deepEqual(judgeRule('ALARM("child") AND NOT FALSE'), { findings: [], unchecked: LISTED });
    });

    for (const rule of [
      "ALARM(child",
      "ALARM(child) AND",
      "alarm(child)",
      "child",
      'ALARM("child)',
      "ALARM(child) NOT",
    ]) {
      it(`is rejected with a rule that does not parse: ${rule}`, () => {
        const { findings } = judgeRule(rule);
        assert.equal(findings.length, 1, findings.join("\n"));
        assert.match(
          findings[0]!,
          /^alarm "all": alarmRule ".*" is no rule that CloudWatch can read Fix: alarmRule: `ALARM/,
        );
      });
    }

    it("is rejected for a child or suppressor that is not there, with the name that was meant", () => {
      assert.match(
        judgeRule("ALARM(chld)").findings.join("\n"),
        /^alarm "all": alarmRule names "chld", which is no alarm of this stack, .* Fix: write child; or list it under elsewhere/,
      );
      const suppressed = composite("all", "ALARM(child)", { actionsSuppressor: { alarm: "quiet" } });
      assert.match(
        run(alarmWindowValid, stackOf(child, suppressed)).findings.join("\n"),
        /^alarm "all": actionsSuppressor names "quiet", which is no alarm of this stack/,
      );
    });

    it("may name what parity.yaml lists under elsewhere, and what comes from outside is listed", () => {
      const parity = parityFile({ elsewhere: [{ name: "central", values: { production: "theirs" } }] });
      assert.deepEqual(judgeRule("ALARM(theirs)", {}, contextWith({ parity })).findings, []);
      assert.deepEqual(judgeRule("ALARM(${network.alarmName})"), {
        findings: [],
        unchecked: [
          ...LISTED,
          'alarm "all": alarmRule names "${network.alarmName}": it comes from outside this stack',
        ],
      });
    });

    it("is rejected where rules lead back to themselves, however long the way", () => {
      const stack = stackOf(composite("a", "ALARM(b)"), composite("b", "OK(c)"), composite("c", "ALARM(a)"));
      const { findings } = run(alarmWindowValid, stack);
      assert.equal(findings.length, 3);
      assert.match(
        findings[0]!,
        /^alarm "a": alarmRule leads back to itself \("a" → "b" → "c" → "a"\), so CloudWatch stops evaluating it/,
      );
    });

    it("with an unknown rule is taken for one of the alarms that it depends on, else rejected", () => {
      assert.deepEqual(judgeRule(UNKNOWN, { alarmRule: [child.urn] }), { findings: [], unchecked: LISTED });
      assert.match(
        judgeRule(UNKNOWN).findings.join("\n"),
        /^alarm "all": alarmRule is known only after deploying and comes from no alarm/,
      );
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
