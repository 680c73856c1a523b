import assert from "node:assert/strict";
import { Secret } from "@pulumi/policy";
import { UNKNOWN } from "../../cloudwatch/unknown";
import { editInputs, rawInputs } from "../../policies/inputs";
import { okActionsRemedy } from "../../policies/rules/remedies/okActions";
import { missingDataRemedy } from "../../policies/rules/remedies/missingData";
import { statisticRemedy } from "../../policies/rules/remedies/statistic";
import type { InputEdit, StackResource } from "../../policies/rules/rule";
import { contextWith, metricAlarm, rendersWith, resource, updateRenderOf } from "../rules/runRule";

const TOPIC = "arn:aws:sns:eu-west-1:111111111111:alarms";
const SCALING =
  "arn:aws:autoscaling:eu-west-1:111111111111:scalingPolicy:x:autoScalingGroupName/g:policyName/p";

/** The context in which the program gives `rendered`. */
function renderedAs(...rendered: StackResource[]): ReturnType<typeof contextWith> {
  return contextWith({ renders: rendersWith(updateRenderOf(...rendered)) });
}

function copy(elements?: number[]): InputEdit[] {
  return [{ path: ["okActions"], change: { copyOf: "alarmActions", ...(elements && { elements }) } }];
}

describe("the remedy of missing OK actions", () => {
  const cases: [string, Record<string, unknown>, Record<string, unknown> | undefined, InputEdit[]][] = [
    ["copies the topics of the alarm actions", { alarmActions: [TOPIC] }, undefined, copy()],
    ["copies only the topics", { alarmActions: [SCALING, TOPIC] }, undefined, copy([1])],
    ["has none where OK actions are there", { alarmActions: [TOPIC], okActions: [SCALING] }, undefined, []],
    ["has none where OK actions are unknown", { alarmActions: [TOPIC], okActions: UNKNOWN }, undefined, []],
    ["has none for an alarm that only drives a machine", { alarmActions: [SCALING] }, undefined, []],
    ["has none without alarm actions", {}, undefined, []],
    ["has none for an unknown action without a render", { alarmActions: [UNKNOWN] }, undefined, []],
    [
      "copies what the render shows to be a topic",
      { alarmActions: [UNKNOWN] },
      { alarmActions: [TOPIC] },
      copy(),
    ],
    [
      "copies a list unknown as a whole where all of it are topics",
      { alarmActions: UNKNOWN },
      { alarmActions: [TOPIC] },
      copy(),
    ],
    ["leaves one that is mixed", { alarmActions: UNKNOWN }, { alarmActions: [TOPIC, SCALING] }, []],
    [
      "leaves one that the render shows otherwise",
      { alarmActions: [UNKNOWN] },
      { alarmActions: [TOPIC, TOPIC] },
      [],
    ],
  ];
  for (const [title, given, rendered, edits] of cases) {
    it(title, () => {
      const context = rendered === undefined ? contextWith() : renderedAs(metricAlarm(rendered));
      assert.deepEqual(okActionsRemedy(metricAlarm(given), context), edits);
    });
  }

  it("is none for a child that a composite tells of", () => {
    const child = metricAlarm({ alarmActions: [TOPIC] });
    const composite = resource("aws:cloudwatch/compositeAlarm:CompositeAlarm", "all", {
      alarmName: "all",
      alarmRule: "ALARM(broker-errors)",
      alarmActions: [TOPIC],
      okActions: [TOPIC],
    });
    assert.deepEqual(okActionsRemedy(child, renderedAs(child, composite)), []);
    assert.deepEqual(okActionsRemedy(child, renderedAs(child)), copy());
  });
});

describe("the remedy of treatMissingData left out", () => {
  const out = { treatMissingData: undefined };
  const filledIn = { treatMissingData: "missing", __defaults: ["treatMissingData"] };
  const set: InputEdit[] = [{ path: ["treatMissingData"], change: { to: "notBreaching" } }];
  const cases: [string, Record<string, unknown>, InputEdit[]][] = [
    ["is notBreaching where the metric is reported only when it is not zero", out, set],
    ["sees the provider's own list of defaults", filledIn, set],
    ["is none where the program says missing", { treatMissingData: "missing" }, []],
    ["is none where the program says anything", { treatMissingData: "ignore" }, []],
    ["is none where a zero would breach", { ...out, comparisonOperator: "LessThanThreshold" }, []],
    [
      "is none where a zero reaches the threshold",
      { ...out, threshold: 0, comparisonOperator: "GreaterThanOrEqualToThreshold" },
      [],
    ],
    ["is none where the threshold is unknown", { ...out, threshold: UNKNOWN }, []],
    [
      "is none for a metric that always has data",
      { ...out, namespace: "AWS/EC2", metricName: "CPUUtilization" },
      [],
    ],
    ["is none for a metric that nobody knows", { ...out, namespace: "Shop" }, []],
  ];
  for (const [title, given, edits] of cases) {
    it(title, () => {
      assert.deepEqual(missingDataRemedy(metricAlarm(given), contextWith()), edits);
    });
  }

  it("goes by the render where an engine shows the provider's default", () => {
    const shown = metricAlarm({ treatMissingData: "missing" });
    assert.deepEqual(missingDataRemedy(shown, renderedAs(metricAlarm(out))), set);
    assert.deepEqual(missingDataRemedy(shown, renderedAs(shown)), []);
  });
});

describe("the remedy of a statistic that is ruled out", () => {
  const sum: InputEdit = { path: ["statistic"], change: { to: "Sum" } };
  const cases: [string, Record<string, unknown>, InputEdit[]][] = [
    ["is the only one that is right", { statistic: "Maximum" }, [sum]],
    [
      "takes a percentile out",
      { statistic: undefined, extendedStatistic: "p99" },
      [sum, { path: ["extendedStatistic"], change: { remove: true } }],
    ],
    ["is none for the right one", {}, []],
    ["is none where several are right", { metricName: "UnHealthyHostCount", statistic: "Average" }, []],
    ["is none for an unknown one", { statistic: UNKNOWN }, []],
    ["is none where two are given", { statistic: "Maximum", extendedStatistic: "p99" }, []],
  ];
  for (const [title, given, edits] of cases) {
    it(title, () => {
      assert.deepEqual(statisticRemedy(metricAlarm(given), contextWith()), edits);
    });
  }

  it("is made in the line of metric math that has it", () => {
    const line = (id: string, stat: string) => ({
      id,
      metric: { namespace: "AWS/ELB", metricName: "BackendConnectionErrors", period: 60, stat },
    });
    const none = {
      namespace: undefined,
      metricName: undefined,
      statistic: undefined,
      period: undefined,
      dimensions: undefined,
    };
    const queries = [
      { id: "e", expression: "a + b", returnData: true },
      line("a", "Sum"),
      line("b", "Maximum"),
    ];
    const math = metricAlarm({ ...none, metricQueries: queries });
    assert.deepEqual(statisticRemedy(math, contextWith()), [
      { path: ["metricQueries", 2, "metric", "stat"], change: { to: "Sum" } },
    ]);
  });
});

describe("an edit of inputs", () => {
  it("copies secrets and unknown marks as they are, also of some elements of a secret list", () => {
    const secret = new Secret(TOPIC);
    const inputs = { alarmActions: [SCALING, secret, UNKNOWN], threshold: new Secret(1) };
    const edited = editInputs(rawInputs(inputs), copy([1, 2]));
    assert.deepEqual(edited, { ...inputs, okActions: [secret, UNKNOWN] });
    assert.deepEqual(
      editInputs({ alarmActions: new Secret([SCALING, TOPIC]) }, copy([1]))?.okActions,
      new Secret([TOPIC]),
    );
  });

  it("changes one value at its path and takes a key out, without touching what was given", () => {
    const inputs = { list: [{ a: { b: 1 } }, { a: { b: 2 } }], gone: 1, __defaults: ["list", "x"] };
    const edits: InputEdit[] = [
      { path: ["list", 1, "a", "b"], change: { to: 3 } },
      { path: ["gone"], change: { remove: true } },
    ];
    assert.deepEqual(editInputs(inputs, edits), {
      list: [{ a: { b: 1 } }, { a: { b: 3 } }],
      __defaults: ["x"],
    });
    assert.deepEqual(inputs.list[1], { a: { b: 2 } });
    assert.equal(inputs.gone, 1);
  });

  it("is not made where it would reach into a secret", () => {
    assert.equal(
      editInputs({ list: new Secret([{ a: 1 }]) }, [{ path: ["list", 0, "a"], change: { to: 2 } }]),
      undefined,
    );
  });
});
