import assert from "node:assert/strict";
import type { Alarm } from "../../cloudwatch/alarm";
import { InputError } from "../../parity/render/inputError";
import {
  readIncident,
  replay,
  uncovered,
  type AlarmResult,
  type ReplayReport,
  type ReplayStack,
} from "../../parity/replay";
import { sees } from "../../parity/replay/match";

const ERRORS: Alarm = {
  kind: "metric",
  name: "errors",
  metric: {
    namespace: "AWS/ELB",
    metricName: "BackendConnectionErrors",
    dimensions: { LoadBalancerName: "lb" },
    statistic: "Sum",
    period: 60,
  },
  threshold: 100,
  comparisonOperator: "GreaterThanThreshold",
  evaluationPeriods: 5,
  treatMissingData: "notBreaching",
  alarmActions: ["${alarms.arn}"],
  okActions: ["${alarms.arn}"],
};

function stack(name: string, alarms: Record<string, Alarm>, more: Partial<ReplayStack> = {}): ReplayStack {
  return {
    name,
    alarms: new Map(Object.entries(alarms)),
    agentSets: new Map(),
    mutes: [],
    notes: [],
    ...more,
  };
}

const DOWN = `what: Down.
trouble: { from: 10m, to: 1h }
signals:
  - metric: AWS/ELB BackendConnectionErrors
    source: { LoadBalancerName: lb, AvailabilityZone: a }
    series: "_x10m 300@1x50m _x30m"
expect:
  - { alarm: errors, alarmWithin: 5m, okWithin: 10m, tells: alarms }
`;

function play(
  text: string,
  stacks: readonly ReplayStack[],
  more: Partial<Parameters<typeof replay>[0]> = {},
): ReplayReport {
  return replay({ incidents: [readIncident(text, "down.yaml", "incidents/down.yaml")], stacks, ...more });
}

function first(
  text: string,
  alarms: Record<string, Alarm>,
  more: Partial<Parameters<typeof replay>[0]> = {},
): AlarmResult {
  const result = play(text, [stack("ci", alarms)], more).incidents[0]?.stacks[0]?.alarms[0];
  assert.ok(result);
  return result;
}

function withMetric(changes: Partial<NonNullable<Alarm["metric"]>>): Alarm {
  return { ...ERRORS, metric: { ...ERRORS.metric, ...changes } };
}

describe("an incident in a stack", () => {
  it("tells how soon an alarm fires and is over, and whom it tells", () => {
    const { changes, nearness, ...result } = first(DOWN, { errors: ERRORS });
    assert.deepEqual(result, {
      alarm: "errors",
      verdict: "fired",
      expected: "ALARM within 5m, OK within 10m of its end, told to alarms",
      got: undefined,
      toAlarm: 300,
      toOk: 180,
      times: 1,
      told: ["alarms"],
      toldOk: ["alarms"],
    });
    assert.equal(changes?.length, 2);
    assert.equal(nearness?.value, 300);
  });

  const failing: [what: string, alarm: Alarm, got: RegExp][] = [
    [
      "is silent",
      withMetric({ statistic: "Maximum" }),
      /^silent; nearest to > 100 was 1, with 0 of 5 points$/,
    ],
    ["is too late", { ...ERRORS, evaluationPeriods: 7 }, /^ALARM after 7m: OK at first, ALARM at 17m/],
    ["does not end in time", { ...ERRORS, treatMissingData: "ignore" }, /^ALARM at the end/],
    ["tells nobody", { ...ERRORS, alarmActions: [] }, /^ALARM told nobody$/],
    [
      "tells somebody else",
      { ...ERRORS, alarmActions: ["arn:aws:sns:eu-west-1:1:other"] },
      /^ALARM told other$/,
    ],
    [
      "is switched off",
      { ...ERRORS, actionsEnabled: false },
      /^ALARM told nobody \(actionsEnabled is false\)$/,
    ],
    ["does not tell of its end", { ...ERRORS, okActions: [] }, /^OK told nobody$/],
    [
      "fires all along",
      { ...ERRORS, comparisonOperator: "LessThanThreshold", threshold: 1e9, treatMissingData: "breaching" },
      /in ALARM when the series begin/,
    ],
    [
      "watches other dimensions",
      withMetric({ dimensions: { LoadBalancer: "lb" } }),
      /sees no signal.*published under \{\}, \{AvailabilityZone\}/,
    ],
    [
      "watches another load balancer",
      withMetric({ dimensions: { LoadBalancerName: "other" } }),
      /sees no signal/,
    ],
    ["asks for another unit", withMetric({ unit: "Percent" }), /in the unit Percent/],
    ["is not evaluated", { ...ERRORS, kind: "anomaly" }, /^not evaluated: an anomaly band/],
    ["has no known metric", withMetric({ metricName: "Latency" }), /which no signal is/],
  ];
  for (const [what, alarm, got] of failing)
    it(`fails where the alarm ${what}`, () => {
      const result = first(DOWN, { errors: alarm });
      assert.equal(result.verdict, "failed");
      assert.match(result.got ?? "", got);
    });

  it("fails where an alarm that is not expected fires", () => {
    const result = play(DOWN, [stack("ci", { errors: ERRORS, more: { ...ERRORS, threshold: 200 } })]);
    const more = result.incidents[0]?.stacks[0]?.alarms[1];
    assert.deepEqual([more?.alarm, more?.verdict, more?.expected], ["more", "failed", "it stays silent"]);
    assert.match(more?.got ?? "", /ALARM at 15m, OK at/);
  });

  it("does not take silence for granted where the alarm sees nothing", () => {
    const other = withMetric({ metricName: "Latency" });
    const result = play(`${DOWN}silent: [o*]\n`, [stack("ci", { errors: ERRORS, other })]);
    assert.match(
      result.incidents[0]?.stacks[0]?.alarms[1]?.got ?? "",
      /sees no signal, so its silence says nothing/,
    );
  });

  it("shows an alarm that the stack need not have as excepted", () => {
    const excepted = new Map([["errors", { reason: "Too quiet.", stacks: ["production"], fields: [] }]]);
    const [ci] =
      play(DOWN, [stack("ci", {}), stack("production", { errors: ERRORS })], { excepted }).incidents[0]
        ?.stacks ?? [];
    assert.deepEqual(ci?.alarms, [{ alarm: "errors", verdict: "excepted", reason: "Too quiet." }]);
    const [bare] =
      play(DOWN, [stack("ci", {}), stack("production", { errors: ERRORS })]).incidents[0]?.stacks ?? [];
    assert.equal(bare?.alarms[0]?.verdict, "failed");
  });

  it("shows the wrong alarm beside it, and fails where it was otherwise", () => {
    const had = (was: string, change: string): string =>
      `${DOWN}had:\n  - { like: errors, with: { ${change} }, was: ${was}, why: So. }\n`;
    const verdict = (text: string): unknown => {
      const result = play(text, [stack("ci", { errors: ERRORS })]).incidents[0]?.stacks[0]?.had[0];
      return [result?.did, result?.verdict];
    };
    assert.deepEqual(verdict(had("silent", "statistic: Maximum")), ["silent", "as it was"]);
    assert.deepEqual(verdict(had("firing", "statistic: Maximum")), ["silent", "failed"]);
    assert.deepEqual(verdict(had("silent", "threshold: 1")), ["firing", "failed"]);
  });

  it("runs a composite over its children", () => {
    const both: Alarm = {
      kind: "composite",
      name: "both",
      alarmRule: 'ALARM("errors") AND NOT ALARM("other")',
      alarmActions: ["${alarms.arn}"],
      okActions: ["${alarms.arn}"],
    };
    const other = { ...withMetric({ metricName: "Latency" }), name: "other", treatMissingData: "breaching" };
    const text = DOWN.replace(
      "expect:",
      "expect:\n  - { alarm: both, alarmWithin: 6m, okWithin: 10m, tells: alarms }",
    );
    const result = first(text, { both, errors: ERRORS, other });
    assert.deepEqual([result.verdict, result.got], ["fired", undefined]);
  });

  it("tells nobody while a mute rule is active", () => {
    const mutes = [{ alarmNames: ["errors"], isActive: () => true }];
    const muted = play(DOWN, [
      stack("ci", { errors: ERRORS }, { mutes }),
      stack("production", { errors: ERRORS }),
    ]);
    const got = muted.incidents[0]?.stacks.map(({ alarms }) => alarms[0]?.got);
    assert.deepEqual(got, ["ALARM told nobody (muted)", undefined]);
  });

  it("is what the stack's own name makes of it", () => {
    const own = (name: string): ReplayStack =>
      stack(name, { errors: withMetric({ dimensions: { LoadBalancerName: `lb-${name}` } }) });
    const report = play(DOWN.replace("LoadBalancerName: lb", "LoadBalancerName: lb-<stack>"), [
      own("ci"),
      own("production"),
    ]);
    assert.deepEqual(
      report.incidents[0]?.stacks.map(({ alarms }) => alarms[0]?.verdict),
      ["fired", "fired"],
    );
  });

  const refused: [what: string, text: string, says: RegExp][] = [
    [
      "an alarm that is none",
      DOWN.replace("alarm: errors", "alarm: erors"),
      /down\.yaml:8: expect\[0\]\.alarm: no stack has an alarm "erors"; did you mean "errors"\?/,
    ],
    [
      "a wrong alarm that is like none",
      `${DOWN}had:\n  - { like: nothing-like-it, why: So. }\n`,
      /had\[0\]\.like: no stack has an alarm "nothing-like-it"; there are errors/,
    ],
    ["a silent alarm that is none", `${DOWN}silent: [x*]\n`, /silent\[0\]: no stack has an alarm "x\*"/],
    [
      "a metric that is none",
      DOWN.replace("BackendConnectionErrors", "BackendConnectionError"),
      /:4: signals\[0\]\.metric: there is no metric "AWS\/ELB BackendConnectionError"; did you mean "AWS\/ELB BackendConnectionErrors"\?/,
    ],
    [
      "a namespace that is none",
      DOWN.replace("AWS/ELB", "AWS/ELBB"),
      /did you mean "AWS\/ELB BackendConnectionErrors"\?/,
    ],
    ["a stack that is none", `${DOWN}in: [cj]\n`, /in: there is no stack "cj"; did you mean "ci"\?/],
  ];
  for (const [what, text, says] of refused)
    it(`is refused for ${what}`, () => {
      assert.throws(
        () => play(text, [stack("ci", { errors: ERRORS })]),
        (error: Error) => {
          assert.ok(error instanceof InputError, error.stack);
          assert.match(error.message, says);
          return true;
        },
      );
    });
});

describe("the samples of a service", () => {
  const emitter = (metric: string, source: Record<string, string>, sets?: string[][]) => {
    const lines = Object.entries(source).map(([name, value]) => `${name}: "${value}"`);
    const given = sets === undefined ? "" : `    sets: ${JSON.stringify(sets)}\n`;
    const text = `what: So.\nsignals:\n  - metric: ${metric}\n    source: { ${lines.join(", ")} }\n${given}    series: "1"\n`;
    const [one] = readIncident(text, "a.yaml", "a.yaml").emitters;
    assert.ok(one);
    return one;
  };
  const seen = (
    metric: string,
    source: Record<string, string>,
    dimensions: Record<string, string>,
    more: { sets?: string[][]; agent?: string[][] } = {},
  ) => {
    const [namespace = "", metricName = ""] = metric.split(" ");
    const agentSets = new Map(more.agent === undefined ? [] : [[metricName, more.agent]]);
    return sees(
      { namespace, metricName, dimensions },
      emitter(metric, source, more.sets),
      stack("ci", {}, { agentSets }),
    );
  };
  const target = { LoadBalancer: "lb", TargetGroup: "tg", AvailabilityZone: "a" };

  const table: [what: string, is: boolean, saw: () => boolean][] = [
    [
      "a set of AWS's page",
      true,
      () => seen("AWS/ApplicationELB HealthyHostCount", target, { LoadBalancer: "lb", TargetGroup: "tg" }),
    ],
    ["the whole set", true, () => seen("AWS/ApplicationELB HealthyHostCount", target, target)],
    [
      "a set that is not published",
      false,
      () => seen("AWS/ApplicationELB HealthyHostCount", target, { LoadBalancer: "lb" }),
    ],
    [
      "a set of a wider emitter",
      false,
      () => seen("AWS/ApplicationELB HealthyHostCount", { LoadBalancer: "lb", TargetGroup: "tg" }, target),
    ],
    [
      "another value",
      false,
      () => seen("AWS/ApplicationELB HealthyHostCount", target, { LoadBalancer: "lb", TargetGroup: "other" }),
    ],
    [
      "no dimension, where AWS publishes it",
      true,
      () => seen("AWS/EC2 CPUUtilization", { InstanceId: "i-1" }, {}),
    ],
    ["a custom metric under its own set", true, () => seen("Shop Orders", { Shop: "a" }, { Shop: "a" })],
    ["a custom metric under less", false, () => seen("Shop Orders", { Shop: "a", Kind: "b" }, { Shop: "a" })],
    [
      "a set that the file gives",
      true,
      () => seen("Shop Orders", { Shop: "a", Kind: "b" }, { Shop: "a" }, { sets: [["Shop"]] }),
    ],
    [
      "the own set, where the file gives others",
      false,
      () => seen("Shop Orders", { Shop: "a", Kind: "b" }, { Shop: "a", Kind: "b" }, { sets: [["Shop"]] }),
    ],
    [
      "an aggregation of the stack's agent",
      true,
      () =>
        seen(
          "CWAgent mem_used_percent",
          { AutoScalingGroupName: "g", InstanceId: "i" },
          { AutoScalingGroupName: "g" },
          { agent: [["AutoScalingGroupName", "InstanceId"], ["AutoScalingGroupName"]] },
        ),
    ],
    [
      "an aggregation that the agent has not",
      false,
      () =>
        seen(
          "CWAgent mem_used_percent",
          { AutoScalingGroupName: "g", InstanceId: "i" },
          { AutoScalingGroupName: "g" },
          { agent: [["AutoScalingGroupName", "InstanceId"]] },
        ),
    ],
  ];
  for (const [what, is, saw] of table)
    it(`${is ? "are seen" : "are not seen"} under ${what}`, () => {
      assert.equal(saw(), is);
    });

  it("of several emitters aggregate before the statistic", () => {
    const text = DOWN.replace(", AvailabilityZone: a }", " }").replace(
      'series: "_x10m 300@1x50m _x30m"',
      'each: { AvailabilityZone: { a: "_x10m 60@1x50m _x30m", b: "_x10m 60@1x50m _x30m" } }',
    );
    assert.equal(first(text, { errors: ERRORS }).nearness?.value, 120);
  });
});

describe("coverage", () => {
  const quiet = `what: Quiet.\nsignals:\n  - metric: AWS/ELB BackendConnectionErrors\n    source: { LoadBalancerName: lb }\n    series: "_x30m 150@1x2 _x30m"\n`;
  const report = (texts: readonly string[], alarms: Record<string, Alarm>): ReplayReport =>
    replay({
      incidents: texts.map((text, index) => readIncident(text, `i${index}.yaml`, "i.yaml")),
      stacks: [stack("ci", alarms)],
    });

  it("says what fires an alarm and how near a quiet time comes", () => {
    const [errors] = report([DOWN, quiet], { errors: ERRORS }).coverage ?? [];
    assert.deepEqual([errors?.verdict, errors?.firedBy, errors?.nearest?.incident], ["fired", ["i0"], "i1"]);
    assert.deepEqual([errors?.nearest?.nearness.value, errors?.nearest?.nearness.breaching], [150, 2]);
    assert.deepEqual(uncovered(errors === undefined ? [] : [errors]), []);
  });

  it("lists what no incident fires", () => {
    const alarms = {
      errors: ERRORS,
      never: { ...ERRORS, threshold: 1e6 },
      other: withMetric({ metricName: "Latency" }),
      band: { ...ERRORS, kind: "anomaly" as const },
    };
    const { coverage = [], notEvaluated } = report([DOWN, quiet], alarms);
    assert.deepEqual(
      coverage.map(({ alarm, verdict }) => `${alarm} ${verdict}`),
      ["errors fired", "never silent", "other unwatched", "band not evaluated"],
    );
    assert.equal(uncovered(coverage).length, 3);
    assert.match(notEvaluated[0]?.why ?? "", /trained model/);
    const [brushed] = report([quiet], { errors: ERRORS }).coverage ?? [];
    assert.equal(brushed?.verdict, "brushed");
  });
});
