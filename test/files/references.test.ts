import assert from "node:assert/strict";
import type { ParityFile } from "../../parity/compare";
import { withoutAutoName } from "../../parity/files";
import { comparedInputs } from "../../parity/render/types";
import { Deployed, differing, removeFiles, stacksOf, UNKNOWN, urn, type Json } from "./support";

/** What the alarm of a deployed stack is compared by, after `edit`. */
function compared(edit: (stack: Deployed) => void, parity?: ParityFile): { inputs: Json; notes: string[] } {
  const deployed = new Deployed("ci");
  edit(deployed);
  const [stack] = stacksOf([deployed.state()], "state", parity);
  const alarm = stack!.resources.find(({ name }) => name === "errors")!;
  return { inputs: comparedInputs(alarm), notes: stack!.notes };
}

function parityWith(values: Record<string, string>): ParityFile {
  return {
    path: "/parity.yaml",
    stacks: ["ci", "production"],
    sizes: [],
    elsewhere: [{ name: "central", values }],
    accounts: {},
    exceptions: [],
  };
}

describe("a name that a provider made up", () => {
  const rows: [name: string, isMadeUp: boolean][] = [
    ["alarms-8d5c20a", true],
    ["alarms-a1B2c3D4", true],
    ["alarms-staging", false],
    ["alarms-primary", false],
    ["alarms-1", false],
    ["other-8d5c20a", false],
  ];
  for (const [name, isMadeUp] of rows) {
    it(`${isMadeUp ? "is" : "is not"} ${name}`, () => {
      const given = withoutAutoName("urn:pulumi:staging::shop::aws:sns/topic:Topic::alarms", { name });
      assert.deepEqual(given, isMadeUp ? {} : { name });
    });
  }
});

describe("values that differ between deployed stacks by nature", () => {
  after(removeFiles);

  it("are compared as the outputs that they are", () => {
    const stacks = stacksOf(["ci", "staging", "production"].map((name) => new Deployed(name).state()));
    assert.deepEqual(differing(stacks), []);
    const { inputs } = compared(() => undefined);
    assert.deepEqual(inputs.alarmActions, ["${alarms.arn}"]);
    assert.deepEqual(inputs.dimensions, { LoadBalancerName: "${broker.name}" });
  });

  const rows: [string, (stack: Deployed) => void, string, unknown][] = [
    [
      "a text that holds an output shows it there",
      ({ alarm, loadBalancer }) => {
        alarm.inputs.alarmDescription = `Look at ${String(loadBalancer.id)}, then call.`;
        alarm.propertyDependencies.alarmDescription = [String(loadBalancer.urn)];
      },
      "alarmDescription",
      "Look at ${broker.name}, then call.",
    ],
    [
      "a piece of an output that is none itself names the output",
      ({ alarm, loadBalancer }) => {
        alarm.inputs.dimensions = { LoadBalancerName: "1a2b3c4d5e6f" };
        Object.assign(loadBalancer.outputs as Json, { arn: "arn:aws:elb:eu-west-1:1:app/1a2b3c4d5e6f" });
      },
      "dimensions",
      { LoadBalancerName: "${part of broker.arn}" },
    ],
    [
      "an ARN of this stack is its resource's without any dependency",
      ({ alarm, topic }) => {
        alarm.propertyDependencies = {};
        alarm.inputs.alarmActions = [topic.id];
      },
      "alarmActions",
      ["${alarms.arn}"],
    ],
    [
      "words and numbers that happen to be an output stay as they are",
      ({ alarm, loadBalancer }) => {
        alarm.inputs.alarmDescription = "internal";
        alarm.inputs.unit = "Count";
        Object.assign(loadBalancer.outputs as Json, { name: "internal", sourceSecurityGroupId: "Count" });
      },
      "alarmDescription",
      "internal",
    ],
    [
      "what the stack's own account and region hold reads so",
      ({ alarm }) => {
        alarm.propertyDependencies = {};
        alarm.inputs.alarmActions = ["arn:aws:sns:eu-west-1:111111111111:pager"];
      },
      "alarmActions",
      ["arn:aws:sns:${region}:${account}:pager"],
    ],
    [
      "what the program gave another resource too stays",
      ({ alarm, loadBalancer }) => {
        alarm.propertyDependencies = {};
        alarm.inputs.dimensions = { VpcId: "vpc-0a1b2c3d4e" };
        Object.assign(loadBalancer.inputs as Json, { vpcId: "vpc-0a1b2c3d4e" });
        Object.assign(loadBalancer.outputs as Json, { vpcId: "vpc-0a1b2c3d4e" });
      },
      "dimensions",
      { VpcId: "vpc-0a1b2c3d4e" },
    ],
    [
      "an ARN of another account stays",
      ({ alarm }) => {
        alarm.propertyDependencies = {};
        alarm.inputs.alarmActions = ["arn:aws:sns:eu-west-1:999999999999:pager"];
      },
      "alarmActions",
      ["arn:aws:sns:eu-west-1:999999999999:pager"],
    ],
    [
      "a literal beside a reference stays",
      ({ alarm, loadBalancer }) => {
        alarm.inputs.dimensions = { LoadBalancerName: loadBalancer.id, Stage: "blue" };
      },
      "dimensions",
      { LoadBalancerName: "${broker.name}", Stage: "blue" },
    ],
  ];
  for (const [title, edit, field, expected] of rows) {
    it(title, () => {
      const { inputs, notes } = compared(edit);
      assert.deepEqual(inputs[field], expected);
      assert.deepEqual(notes, []);
    });
  }

  it("a made-up value that is no output is compared by its dependency, and that is told", () => {
    const edit = ({ alarm }: Deployed) => {
      alarm.inputs.dimensions = { LoadBalancerName: "net/0a1b2c3d" };
    };
    const { inputs, notes } = compared(edit);
    assert.deepEqual(inputs.dimensions, { LoadBalancerName: UNKNOWN });
    const ci = new Deployed("ci");
    edit(ci);
    assert.deepEqual(differing(stacksOf([ci.state(), new Deployed("production").state()])), []);
    assert.match(notes.join(), /^errors: dimensions holds a value that is no output of what it depends on/);
  });

  it("a threshold that depends on a resource is still compared as the number that it is", () => {
    const stacks = ["ci", "production"].map((name) => {
      const deployed = new Deployed(name);
      deployed.alarm.inputs.threshold = name === "ci" ? 100 : 999;
      deployed.alarm.propertyDependencies.threshold = [String(deployed.loadBalancer.urn)];
      return deployed.state();
    });
    assert.deepEqual(differing(stacksOf(stacks)), ["errors.threshold: ci 100, production 999"]);
  });

  it("a literal under elsewhere keeps its name there, in the stack's own account too", () => {
    const values = {
      ci: "arn:aws:sns:eu-west-1:111111111111:central",
      production: "arn:aws:sns:eu-west-1:999999999999:other",
    };
    const parity = parityWith(values);
    const stacks = (["ci", "production"] as const).map((name) => {
      const deployed = new Deployed(name);
      deployed.alarm.inputs.alarmActions = [values[name]];
      deployed.alarm.propertyDependencies.alarmActions = [];
      return deployed.state();
    });
    assert.deepEqual(differing(stacksOf(stacks, "state", parity), parity), []);
  });

  it("an alarm on another resource of the same kind is another alarm", () => {
    const stacks = ["ci", "production"].map((name) => {
      const deployed = new Deployed(name);
      if (name === "production") {
        const other = structuredClone(deployed.loadBalancer);
        Object.assign(other, { urn: urn(name, String(other.type), "other"), id: "other-0000001" });
        other.outputs = { name: "other-0000001" };
        deployed.resources.push(other);
        deployed.alarm.inputs.dimensions = { LoadBalancerName: "other-0000001" };
        deployed.alarm.propertyDependencies.dimensions = [String(other.urn)];
      }
      return deployed.state();
    });
    assert.deepEqual(differing(stacksOf(stacks)), [
      'errors.dimensions.LoadBalancerName: ci "${broker.name}", production "${other.name}"',
    ]);
  });
});
