import assert from "node:assert/strict";
import { UNKNOWN } from "../../cloudwatch/unknown";
import { showReferences } from "../../parity/render";
import type { Render } from "../../parity/render/types";
import { assertRendered, removePrograms, renderCode, resourceNamed } from "../support/program";

const ALARM = `{ comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 5, threshold: 100 }`;

const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as elb from "@pulumi/aws/elb";
import * as lb from "@pulumi/aws/lb";
import * as sns from "@pulumi/aws/sns";
import { getVpcOutput } from "@pulumi/aws/ec2/getVpc";
import { getSubnetsOutput } from "@pulumi/aws/ec2/getSubnets";
import { getAvailabilityZonesOutput } from "@pulumi/aws/getAvailabilityZones";
import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { getAmiOutput } from "@pulumi/aws/ec2/getAmi";
import { getParameterOutput } from "@pulumi/aws/ssm/getParameter";

class Group extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("shop:index:Group", name, {}, opts);
    new sns.Topic("child", {}, { parent: this });
    this.registerOutputs({});
  }
}
class Outer extends pulumi.ComponentResource {
  constructor(name: string) {
    super("shop:index:" + name, name);
    new Group("group", { parent: this });
    this.registerOutputs({});
  }
}
new Outer("A");
new Outer("B");

const topic = new sns.Topic("alarms");
const read = sns.Topic.get("central", "arn:aws:sns:eu-west-1:111111111111:central");
const alb = new lb.LoadBalancer("api", {});
const zones = getAvailabilityZonesOutput().names;
const broker = new elb.LoadBalancer("broker", {
  listeners: [{ instancePort: 5044, instanceProtocol: "tcp", lbPort: 5044, lbProtocol: "tcp" }],
  availabilityZones: zones.apply((names) => names.slice(0, 2)),
});
new cloudwatch.MetricAlarm("plain", {
  comparisonOperator: "GreaterThanThreshold",
  evaluationPeriods: 5,
  threshold: pulumi.secret(100),
  dimensions: { LoadBalancerName: broker.name },
  alarmActions: [topic.arn, read.arn],
  tags: {
    suffix: alb.arn.apply((arn) => arn.split("loadbalancer/")[1]!),
    timeout: broker.healthCheck.apply((check) => String(check.timeout)),
    internal: broker.internal.apply((internal) => String(internal)),
    zone: broker.availabilityZones.apply((list) => list.map((zone) => zone.toUpperCase()).join()),
    listener: broker.listeners[0]!.instancePort.apply(String),
    vpc: getVpcOutput({ default: true }).id,
    subnets: getSubnetsOutput().ids.apply((ids) => ids.join()),
    account: getCallerIdentityOutput().accountId,
    ami: getAmiOutput({ owners: ["amazon"] }).id,
    parameter: getParameterOutput({ name: "/ami" }).value,
  },
});
broker.name.apply((name) =>
  topic.arn.apply((arn) =>
    new cloudwatch.MetricAlarm("nested", {
      comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 5, threshold: 100,
      dimensions: { LoadBalancerName: name }, okActions: [arn],
    }),
  ),
);
export const url = alb.dnsName;
`;

describe("a program rendered without cloud or CLI", () => {
  let preview: Render;
  let update: Render;

  before(async () => {
    [preview, update] = await Promise.all([renderCode(PROGRAM, "preview"), renderCode(PROGRAM, "update")]);
  });
  after(removePrograms);

  it("has no alarm that is made in an apply in a preview, and has it in an update", () => {
    assert.throws(() => resourceNamed(preview, "nested"), /nested was not rendered/);
    assert.deepEqual(resourceNamed(update, "nested").inputs.dimensions, {
      LoadBalancerName: "${broker.name}",
    });
  });

  it("shows outputs as unknown in a preview", () => {
    const { inputs } = resourceNamed(preview, "plain");
    assert.deepEqual(inputs.dimensions, { LoadBalancerName: UNKNOWN });
    assert.equal((inputs.alarmActions as unknown[])[0], UNKNOWN);
  });

  it("knows what it reads in a preview, as the engine does", () => {
    const { inputs } = resourceNamed(preview, "plain");
    assert.equal((inputs.alarmActions as unknown[])[1], "arn:aws:sns:eu-west-1:111111111111:central");
    assert.equal(resourceNamed(preview, "central").external, true);
  });

  it("answers outputs by their declared type in an update", () => {
    const tags = resourceNamed(update, "plain").inputs.tags as Record<string, string>;
    assert.match(tags.suffix ?? "", /^app\/api-[0-9a-f]{7}\/50dc6c495c0c9188$/);
    assert.match(tags.timeout ?? "", /^19\d{8}$/);
    assert.match(tags.listener ?? "", /^5044$/);
    assert.equal(tags.internal, "false");
    assert.equal(tags.zone, "EU-WEST-1A,EU-WEST-1B");
  });

  it("answers look-ups with the same traceable values in both shapes", () => {
    const known = ["vpc", "subnets", "account", "ami", "parameter"];
    const tagsOf = (render: Render) => {
      const tags = resourceNamed(render, "plain").inputs.tags as Record<string, string>;
      return Object.fromEntries(known.map((key) => [key, tags[key]]));
    };
    assert.deepEqual(tagsOf(preview), tagsOf(update));
    assert.deepEqual(tagsOf(update), {
      vpc: "${getVpc(default=true).id}",
      subnets: "${getSubnets().ids[0]},${getSubnets().ids[1]},${getSubnets().ids[2]}",
      account: "123456789012",
      ami: "${getAmi(owners=[amazon]).id}",
      parameter: "${getParameter(name=/ami).value}",
    });
  });

  it("shows a made-up ARN as the output that it stands for", () => {
    const rendered = assertRendered(update);
    const [arn] = resourceNamed(update, "plain").inputs.alarmActions as string[];
    assert.match(arn ?? "", /^arn:aws:sns:eu-west-1:123456789012:alarms-/);
    assert.equal(showReferences(`to ${arn ?? ""}:x`, rendered), "to ${alarms.arn}:x");
    const { timeout } = resourceNamed(update, "plain").inputs.tags as Record<string, string>;
    assert.equal(showReferences(timeout ?? "", rendered), "${broker.healthCheck.timeout}");
  });

  it("tells file and line, property dependencies and secrets of a resource", () => {
    const plain = resourceNamed(update, "plain");
    assert.deepEqual(plain.source, {
      file: "index.ts",
      line: PROGRAM.split("\n").findIndex((l) => l.includes('"plain"')) + 1,
    });
    assert.deepEqual(plain.propertyDependencies.dimensions, [resourceNamed(update, "broker").urn]);
    assert.deepEqual(plain.secrets, ["threshold"]);
    assert.equal(plain.inputs.threshold, 100);
  });

  it("keeps children of one name under different grandparents apart by their URNs", () => {
    const children = assertRendered(update).resources.filter(({ name }) => name === "child");
    assert.deepEqual(children.map(({ urn }) => urn).sort(), [
      "urn:pulumi:ci::shop::shop:index:A$shop:index:Group$aws:sns/topic:Topic::child",
      "urn:pulumi:ci::shop::shop:index:B$shop:index:Group$aws:sns/topic:Topic::child",
    ]);
  });

  it("identifies resources to rules by known outputs only, never by a made-up default", () => {
    const { outputs } = resourceNamed(update, "broker");
    assert.equal(outputs.id, "${broker.name}");
    assert.equal(outputs.internal, undefined);
    assert.deepEqual(resourceNamed(preview, "broker").outputs, resourceNamed(preview, "broker").inputs);
  });
});

describe("transforms", () => {
  after(removePrograms);
  const strip = `if (args.type === "aws:cloudwatch/metricAlarm:MetricAlarm") { const { okActions, ...props } = args.props; return { props, opts: args.opts }; } return undefined;`;
  const alarm = `new cloudwatch.MetricAlarm("a", { comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 5, threshold: 100, okActions: ["x"] }`;
  const header = `import * as pulumi from "@pulumi/pulumi";\nimport * as cloudwatch from "@pulumi/aws/cloudwatch";\n`;
  const table: [string, string][] = [
    ["new, on the stack", `pulumi.runtime.registerStackTransform((args) => { ${strip} });\n${alarm});`],
    ["old, on the stack", `pulumi.runtime.registerStackTransformation((args) => { ${strip} });\n${alarm});`],
    ["new, on the resource", `${alarm}, { transforms: [(args) => { ${strip} }] });`],
    ["old, on the resource", `${alarm}, { transformations: [(args) => { ${strip} }] });`],
    [
      "new, on a component",
      `const c = new pulumi.ComponentResource("a:b:C", "c", {}, { transforms: [(args) => { ${strip} }] });\n${alarm}, { parent: c });`,
    ],
  ];
  for (const [title, code] of table) {
    it(`are run: ${title}`, async () => {
      const render = await renderCode(header + code, "update");
      const { inputs } = resourceNamed(render, "a");
      assert.equal("okActions" in inputs, false);
      assert.equal(inputs.threshold, 100);
    });
  }
});

describe("other kinds of program", () => {
  after(removePrograms);
  const body = (make: string) => `const cloudwatch = require("@pulumi/aws/cloudwatch");\n${make}`;
  const make = `new cloudwatch.MetricAlarm("a", ${ALARM});`;
  it("renders plain JavaScript", async () => {
    const render = await renderCode("", "update", {
      "package.json": '{ "name": "shop" }',
      "index.js": body(make),
    });
    assert.equal(resourceNamed(render, "a").source?.line, 2);
  });
  it("renders an exported async function", async () => {
    const render = await renderCode(
      `${body("")}export = async () => { await Promise.resolve(); ${make} };`,
      "update",
    );
    assert.ok(resourceNamed(render, "a"));
  });
  it("renders an entry named by main, in its folder, as Pulumi runs it", async () => {
    const render = await renderCode("throw new Error('not this one');", "update", {
      "Pulumi.yaml": "name: shop\nruntime: nodejs\nmain: infra/main.ts\n",
      "infra/main.ts": `${body(make)}\nrequire("node:fs").readFileSync("beside.txt");`,
      "infra/beside.txt": "",
    });
    assert.deepEqual(resourceNamed(render, "a").source, { file: "infra/main.ts", line: 2 });
  });
  it("answers the outputs that it asks of other stacks by name, in both shapes", async () => {
    const code = `import * as pulumi from "@pulumi/pulumi";\nimport * as sns from "@pulumi/aws/sns";
const central = new pulumi.StackReference("central/" + pulumi.getStack());
new sns.Topic("t", { tags: { a: central.getOutput("topicArn"), b: central.requireOutput("zone") } });`;
    const [preview, update] = await Promise.all([renderCode(code, "preview"), renderCode(code, "update")]);
    const expected = { a: "${central/ci.outputs.topicArn}", b: "${central/ci.outputs.zone}" };
    assert.deepEqual(resourceNamed(preview, "t").inputs.tags, expected);
    assert.deepEqual(resourceNamed(update, "t").inputs.tags, expected);
  });
  it("runs the update shape not as a dry run, and the third as one with known outputs", async () => {
    const code = `import * as pulumi from "@pulumi/pulumi";\nimport * as sns from "@pulumi/aws/sns";\nnew sns.Topic("t", { tags: { dry: String(pulumi.runtime.isDryRun()), other: new sns.Topic("o").name } });`;
    const [update, third] = await Promise.all([
      renderCode(code, "update"),
      renderCode(code, "preview-known"),
    ]);
    assert.deepEqual(resourceNamed(update, "t").inputs.tags, { dry: "false", other: "${o.name}" });
    assert.deepEqual(resourceNamed(third, "t").inputs.tags, { dry: "true", other: "${o.name}" });
  });
});
