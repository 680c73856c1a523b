import assert from "node:assert/strict";
import { UNKNOWN } from "../../cloudwatch/unknown";
import { notWhatWasRendered, type EngineResource } from "../../parity/compare";
import type { StackRenders } from "../../parity/render/types";
import { compliant, mutate, remove, urnOf, type Edit } from "../support/compliant";

const CPU = "api-cpu";
const HOSTS = "api-unhealthy-hosts";

const renders = (edit?: Edit): StackRenders => ({
  stack: "ci",
  preview: compliant("preview", "ci", edit),
  update: compliant("update", "ci", edit),
});

/** What an engine shows of the compliant program: the inputs, with what `change` makes of an alarm's. */
function engine(change: Record<string, unknown> = {}, name = CPU, edit?: Edit): EngineResource[] {
  return compliant("preview", "ci", edit).resources.map((resource) => ({
    ...resource,
    props: resource.name === name ? { ...resource.inputs, ...change } : resource.inputs,
  }));
}

const messages = (shown: EngineResource[], stack = renders()): string[] =>
  notWhatWasRendered(shown, stack).map(({ message }) => message);

const FINE: [title: string, change: Record<string, unknown>][] = [
  ["is as in the render", {}],
  [
    "has the provider's defaults filled in",
    { evaluateLowSampleCountPercentiles: "evaluate", region: "eu-west-1", actionsEnabled: true },
  ],
  [
    "shows outputs with zero values for what was left out",
    {
      arn: "arn:x",
      id: "x",
      tagsAll: {},
      insufficientDataActions: [],
      datapointsToAlarm: 3,
      unit: "",
      thresholdMetricId: null,
    },
  ],
  [
    "has an auto-name in a field that depends on a resource",
    { dimensions: { AutoScalingGroupName: "api-8d5c20a" } },
  ],
  ["has a known action for one that depends on a resource", { okActions: ["arn:aws:sns:eu-west-1:1:real"] }],
  [
    "has an unknown in a field that depends on a resource",
    { dimensions: { AutoScalingGroupName: UNKNOWN }, okActions: UNKNOWN },
  ],
];

const ASTRAY: [title: string, change: Record<string, unknown>, what: string][] = [
  ["another threshold", { threshold: 99 }, "threshold is 99 there and 80 in the render"],
  [
    "a field less",
    { alarmDescription: "" },
    'alarmDescription is not set there and "Something is wrong; look at the load balancer\'s targets first." in the render',
  ],
  ["a field more", { unit: "Percent" }, 'unit is "Percent" there and not set in the render'],
  [
    "another value than the default where the program says nothing",
    { evaluateLowSampleCountPercentiles: "ignore", insufficientDataActions: ["arn:x"] },
    'insufficientDataActions is ["arn:x"] there and not set in the render',
  ],
  [
    "an unknown where the render has a literal that depends on nothing",
    { threshold: UNKNOWN },
    "threshold is known only after deploying there and 80 in the render",
  ],
  ["actions disabled", { actionsEnabled: false }, "actionsEnabled is false there and true in the render"],
];

describe("what an engine shows, held against our render", () => {
  for (const [title, change] of FINE) {
    it(`passes an alarm that ${title}`, () => {
      assert.deepEqual(messages(engine(change)), []);
    });
  }

  for (const [title, change, what] of ASTRAY) {
    it(`finds an alarm with ${title}`, () => {
      assert.deepEqual(messages(engine(change)), [
        `alarm "api-cpu" is not what our render of ci shows: ${what}`,
      ]);
    });
  }

  it("takes what the provider fills in by default, and nothing else, for left out", () => {
    const silent = renders(mutate(CPU, { treatMissingData: undefined }));
    const shown = (value: string) => engine({ treatMissingData: value }, CPU);
    assert.deepEqual(messages(shown("missing"), silent), []);
    assert.deepEqual(messages(shown("ignore"), silent), [
      'alarm "api-cpu" is not what our render of ci shows: treatMissingData is "ignore" there and not set in the render',
    ]);
  });

  it("misses no dependency of an alarm with transforms of its own, which an engine forgets", () => {
    const shown = engine().map((resource) => ({ ...resource, propertyDependencies: {} }));
    const own = renders();
    assert.notDeepEqual(messages(shown, own), []);
    for (const render of [own.preview, own.update])
      if (render.ok) for (const resource of render.resources) resource.transformed = true;
    assert.deepEqual(messages(shown, own), []);
  });

  it("compares a field that depends on resources by these", () => {
    const shown = engine().map((resource) =>
      resource.name === CPU
        ? {
            ...resource,
            propertyDependencies: {
              ...resource.propertyDependencies,
              okActions: [urnOf("notifications", "ci")],
            },
          }
        : resource,
    );
    assert.deepEqual(messages(shown), [
      'alarm "api-cpu" is not what our render of ci shows: propertyDependencies.okActions is ["aws:sns/topic:Topic::notifications"] there and ["aws:sns/topic:Topic::alarms"] in the render',
    ]);
  });

  it("does not miss dependencies on resources that the engine does not show", () => {
    const shown = engine()
      .filter(({ name }) => name !== "api-group")
      .map((resource) =>
        resource.name === CPU
          ? { ...resource, propertyDependencies: { ...resource.propertyDependencies, dimensions: [] } }
          : resource,
      );
    assert.deepEqual(messages(shown), []);
  });

  it("leaves out what the alarm ignores changes of", () => {
    const ignoring: Edit = (specs) => {
      specs[CPU]!.options = { ignoreChanges: ["threshold"] };
    };
    assert.deepEqual(messages(engine({ threshold: 99 }), renders(ignoring)), []);
  });

  it("finds an alarm that only the engine has, and one that only the render has", () => {
    assert.deepEqual(messages(engine(), renders(remove(HOSTS))), [
      'alarm "api-unhealthy-hosts" is being deployed to ci and not in our render of the same program',
    ]);
    assert.deepEqual(messages(engine().filter(({ name }) => name !== HOSTS)), [
      'alarm "api-unhealthy-hosts" is in our render of ci and not in what is being deployed',
    ]);
  });

  it("passes an alarm that one shape of the render has so", () => {
    const stack = { ...renders(), preview: compliant("preview", "ci", remove(HOSTS)) };
    assert.deepEqual(
      messages(
        engine().filter(({ name }) => name !== HOSTS),
        stack,
      ),
      [],
    );
    assert.deepEqual(messages(engine(), stack), []);
  });

  it("does not judge an alarm that the program only reads", () => {
    const stack = renders();
    for (const render of [stack.preview, stack.update])
      if (render.ok) render.resources.find(({ name }) => name === CPU)!.external = true;
    assert.deepEqual(messages(engine({ threshold: 1 }), stack), []);
  });
});
