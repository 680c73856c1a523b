import assert from "node:assert/strict";
import { join } from "node:path";
import { readAlarms } from "../../cloudwatch/read";
import { exportsIn } from "../../policies/exports";
import { alarmParity } from "../../policies/rules/alarmParity";
import type { StackResource, StackView } from "../../policies/rules/rule";
import { Deployed, removeFiles, without, write, type Json } from "../files/support";
import { contextWith } from "./runRule";

const ERROR = "Pulumi.yaml: the runtime is yaml, which is not rendered";

/** A stack as an engine shows it: arguments before its first deployment, outputs after it. */
function engineView(deployed: Deployed, shows: "inputs" | "outputs"): StackView {
  const resources = deployed.resources.map((one): StackResource => {
    const { inputs = {}, outputs = {} } = one as { inputs?: Json; outputs?: Json };
    const given = without(inputs, "__defaults");
    const zero = { region: "eu-west-1", unit: "", datapointsToAlarm: 0, treatMissingData: "missing" };
    const all = { ...zero, ...given, ...outputs };
    const props =
      shows === "inputs" ? given : one.type === deployed.alarm.type ? all : { ...given, ...outputs };
    return {
      urn: String(one.urn),
      type: String(one.type),
      name: String(one.urn).split("::").at(-1)!,
      props,
      alarms: readAlarms(String(one.type), props),
      ignoreChanges: [],
      propertyDependencies: (one.propertyDependencies ?? {}) as Record<string, string[]>,
      dependencies: [],
    };
  });
  return { resources, byUrn: new Map(resources.map((one) => [one.urn, one])) };
}

function judge(view: StackView, folder?: string) {
  const exports = folder === undefined ? undefined : exportsIn(folder, "shop", "production");
  const context = contextWith({ project: "shop", rendersError: ERROR, exports });
  const { findings, unchecked } = alarmParity.checkStack!(view, context);
  return {
    findings: findings.map(({ message }) => message),
    unchecked: unchecked.map(({ reason }) => reason),
  };
}

/** A folder with the exports of ci and staging, and one of production that is out of date. */
function folderOf(edit?: (stack: Deployed) => void): string {
  const stacks = ["ci", "staging"].map((name) => new Deployed(name));
  if (edit !== undefined) stacks.forEach(edit);
  const old = new Deployed("production");
  old.alarm.inputs.threshold = 1;
  const [first = ""] = write(
    Object.fromEntries([...stacks, old].map((stack) => [`${stack.stack}.json`, stack.state()])),
  );
  return join(first, "..");
}

describe("alarm-parity without a render", () => {
  after(removeFiles);

  it("says that it was skipped, why, and what to give it", () => {
    assert.deepEqual(judge(engineView(new Deployed("production"), "inputs")), {
      findings: [],
      unchecked: [
        `the stacks were not compared: ${ERROR}; name a folder of the other stacks' exports as "states" in the pack's configuration`,
      ],
    });
  });

  for (const shows of ["inputs", "outputs"] as const) {
    it(`compares what the engine shows in ${shows} with the other stacks' exports`, () => {
      const same = judge(engineView(new Deployed("production"), shows), folderOf());
      assert.deepEqual(same.findings, []);
      const changed = new Deployed("production");
      changed.alarm.inputs.threshold = 999;
      changed.alarm.outputs = {};
      assert.deepEqual(judge(engineView(changed, shows), folderOf()).findings, [
        'alarm "errors": threshold is 999 in production and 100 in ci and staging',
      ]);
    });
  }

  it("compares what is unknown in a first preview by its dependencies, and says so", () => {
    const first = new Deployed("production");
    first.firstPreview();
    const { findings, unchecked } = judge(engineView(first, "inputs"), folderOf());
    assert.deepEqual(findings, []);
    assert.match(unchecked.join(), /not compared whole with the other stacks: /);
  });

  it("tells an alarm that the other stacks have and this one has not", () => {
    const view = engineView(new Deployed("production"), "inputs");
    const resources = view.resources.filter(({ name }) => name !== "errors");
    const { findings } = judge({ ...view, resources }, folderOf());
    assert.equal(findings.length, 1);
    assert.match(findings.join(), /alarm "errors" is (only )?in ci and staging/);
  });

  const broken: [string, () => string, RegExp][] = [
    [
      "a folder that is not there",
      () => "/no/such/folder",
      /"states" in the pack's configuration names cannot be read/,
    ],
    [
      "a folder without exports",
      () => join(write({ "readme.txt": "" })[0]!, ".."),
      /has no export of another stack/,
    ],
    ["an export that is damaged", () => join(write({ "ci.json": "{" })[0]!, ".."), /the JSON ends too early/],
    [
      "exports of another project",
      () => join(write({ "ci.json": new Deployed("ci", "other").state() })[0]!, ".."),
      /has exports of project other, and this is shop/,
    ],
  ];
  for (const [what, folder, message] of broken) {
    it(`rejects ${what}: what was asked for could not be compared`, () => {
      const { findings } = judge(engineView(new Deployed("production"), "inputs"), folder());
      assert.equal(findings.length, 1);
      assert.match(findings[0]!, message);
    });
  }
});
