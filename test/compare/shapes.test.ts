import assert from "node:assert/strict";
import { alarmShapesDiffer, notWhatPreviewShows } from "../../parity/compare";
import type { StackRenders } from "../../parity/render/types";
import { applied, compliant, mutate, ref, remove, type Edit } from "../support/compliant";

const CPU = "api-cpu";

/** A stack whose program behaves so in a preview, in an update, and in a preview with known outputs. */
function shapes(preview?: Edit, update?: Edit, previewKnown?: Edit): StackRenders {
  return {
    stack: "ci",
    preview: compliant("preview", "ci", preview),
    update: compliant("update", "ci", update),
    previewKnown: { ...compliant("update", "ci", previewKnown), shape: "preview-known" },
  };
}

const differ = (preview?: Edit, update?: Edit): boolean =>
  alarmShapesDiffer(compliant("preview", "ci", preview), compliant("update", "ci", update));

const ALIKE: [title: string, preview?: Edit, update?: Edit][] = [
  ["nothing changes"],
  [
    "a value is unknown in the preview",
    mutate(CPU, { threshold: ref("api-lb", "idleTimeout") }),
    mutate(CPU, { threshold: ref("api-lb", "idleTimeout") }),
  ],
  [
    "a list is unknown as a whole",
    mutate(CPU, { okActions: applied("alarms", []) }),
    mutate(CPU, { okActions: applied("alarms", []) }),
  ],
  [
    "a map is unknown as a whole",
    mutate(CPU, { dimensions: applied("api-lb", {}) }),
    mutate(CPU, { dimensions: applied("api-lb", { AutoScalingGroupName: "x" }) }),
  ],
];

/** `known` is what is told where the preview's outputs are known, if it is something else. */
const UNLIKE: [
  title: string,
  preview: Edit | undefined,
  update: Edit | undefined,
  what: string,
  known?: string,
][] = [
  [
    "an alarm is not in the preview",
    remove(CPU),
    undefined,
    'alarm "api-cpu" is in the update and not in the preview',
  ],
  [
    "an alarm is not in the update",
    undefined,
    remove(CPU),
    'alarm "api-cpu" is in the preview and not in the update',
  ],
  [
    "a threshold changes",
    mutate(CPU, { threshold: 80 }),
    mutate(CPU, { threshold: 99 }),
    'alarm "api-cpu": threshold is 80 in the preview and 99 in the update',
  ],
  [
    "an action goes",
    undefined,
    mutate(CPU, { okActions: [] }),
    'alarm "api-cpu": okActions is ["known only after deploying"] in the preview and not set in the update',
  ],
  [
    "a known action is exchanged",
    mutate(CPU, { okActions: ["arn:a", ref("alarms", "arn")] }),
    mutate(CPU, { okActions: ["arn:b", ref("alarms", "arn")] }),
    'alarm "api-cpu": okActions is ["arn:a","known only after deploying"] in the preview and ["arn:b","${alarms.arn}"] in the update',
  ],
  [
    "an unknown value comes from another resource",
    mutate(CPU, { dimensions: { AutoScalingGroupName: ref("api-group", "name") } }),
    mutate(CPU, { dimensions: { AutoScalingGroupName: ref("elk-broker-group", "name") } }),
    'alarm "api-cpu": propertyDependencies.dimensions is ["aws:autoscaling/group:Group::api-group"] in the preview and ["aws:autoscaling/group:Group::elk-broker-group"] in the update',
    'alarm "api-cpu": dimensions.AutoScalingGroupName is "api-ci" in the preview and "elk-broker-ci" in the update',
  ],
];

describe("the shapes of a stack", () => {
  for (const [title, preview, update] of ALIKE) {
    it(`do not differ when ${title}`, () => {
      assert.equal(differ(preview, update), false);
      assert.deepEqual(notWhatPreviewShows(shapes(preview, update, update)), { findings: [], notes: [] });
    });
  }

  for (const [title, preview, update, what, known] of UNLIKE) {
    it(`differ when ${title}`, () => {
      assert.equal(differ(preview, update), true);
    });

    it(`are a violation when ${title} and the third render is as the preview`, () => {
      const { findings, notes } = notWhatPreviewShows(shapes(preview, update, preview));
      assert.deepEqual(notes, []);
      assert.equal(findings.length, 1);
      const expected = (known ?? what).replaceAll("known only after deploying", "${alarms.arn}");
      assert.equal(
        findings[0]!.message,
        `${expected}: it is not what preview shows, since the program behaves otherwise in a preview of ci`,
      );
      assert.match(findings[0]!.urn, /^urn:pulumi:ci::.*::api-cpu$/);
    });

    it(`are no violation when ${title} and the third render is as the update`, () => {
      const { findings, notes } = notWhatPreviewShows(shapes(preview, update, update));
      assert.deepEqual(findings, []);
      const seen = what.includes("propertyDependencies")
        ? []
        : [`${what}; a first preview cannot show it, since it depends on outputs`];
      assert.deepEqual(
        notes.map(({ reason }) => reason),
        seen,
      );
    });
  }

  it("are not called alike where the third render failed", () => {
    const stack = shapes(remove(CPU));
    stack.previewKnown = { ok: false, stack: "ci", shape: "preview-known", error: "index.ts:3: boom" };
    const { findings, notes } = notWhatPreviewShows(stack);
    assert.deepEqual(findings, []);
    assert.deepEqual(
      notes.map(({ reason }) => reason),
      [
        'alarm "api-cpu" is in the update and not in the preview; preview and update differ, and what is the cause could not be decided: index.ts:3: boom',
      ],
    );
  });

  it("are not compared where one could not be rendered, which is told as such", () => {
    const stack = shapes(remove(CPU));
    stack.update = { ok: false, stack: "ci", shape: "update", error: "boom" };
    assert.deepEqual(notWhatPreviewShows(stack), { findings: [], notes: [] });
  });

  it("never show a secret", () => {
    const stack = shapes(
      mutate(CPU, { threshold: 41.5 }),
      mutate(CPU, { threshold: 42.5 }),
      mutate(CPU, { threshold: 41.5 }),
    );
    for (const render of [stack.preview, stack.update, stack.previewKnown!]) {
      if (render.ok) render.resources.find(({ name }) => name === CPU)!.secrets = ["threshold"];
    }
    const { findings } = notWhatPreviewShows(stack);
    assert.match(findings[0]!.message, /threshold is \[secret\] in the preview and \[secret\] in the update/);
  });
});
