import assert from "node:assert/strict";
import { join } from "node:path";
import { loadAnswersFile, readProject, renderProject } from "../../parity/render";
import type { ProjectRenders } from "../../parity/render/types";
import { assertRendered, removePrograms, resourceNamed, writeProgram } from "../support/program";

const JS = '{ "name": "shop", "main": "index.js" }';
const PRELUDE = `const pulumi = require("@pulumi/pulumi"); const sns = require("@pulumi/aws/sns");
const say = (name, value) => new sns.Topic(name, { displayName: value });
`;

/** Renders stack ci of a JavaScript program with the answers of a file. */
async function rendered(code: string, answers?: string): Promise<ProjectRenders> {
  const dir = writeProgram({ "package.json": JS, "index.js": PRELUDE + code, "answers.yaml": answers ?? "" });
  const project = readProject(dir);
  const file = answers === undefined ? undefined : loadAnswersFile(join(dir, "answers.yaml"), project.stacks);
  return renderProject(project, { answers: file, timeoutSeconds: 30 });
}

async function displayName(code: string, answers?: string): Promise<unknown> {
  const { stacks } = await rendered(code, answers);
  return resourceNamed(stacks[0]!.update, "t").inputs.displayName;
}

async function errorOf(code: string): Promise<string> {
  const [stack] = (await rendered(code)).stacks;
  return stack!.update.ok ? "rendered" : stack!.update.error;
}

const VPC = `say("t", require("@pulumi/aws/ec2/getVpc").getVpcOutput({ default: true }).cidrBlock);`;
const NET = `const net = new pulumi.StackReference("net", { name: "org/net/ci" });`;

describe("answers that are given", () => {
  after(removePrograms);

  const table: { title: string; code: string; answers: string; says: string }[] = [
    {
      title: "of a look-up, for any arguments",
      code: VPC,
      answers:
        "all:\n  lookups:\n    - function: aws:ec2/getVpc:getVpc\n      result: { cidrBlock: 10.0.0.0/16 }\n",
      says: "10.0.0.0/16",
    },
    {
      title: "of a look-up, for these arguments, a stack's own before those for all",
      code: VPC,
      answers: `all:
  lookups:
    - { function: "aws:ec2/getVpc:getVpc", result: { cidrBlock: any } }
stacks:
  ci:
    lookups:
      - { function: "aws:ec2/getVpc:getVpc", args: { default: false }, result: { cidrBlock: other } }
      - { function: "aws:ec2/getVpc:getVpc", args: { default: true }, result: { cidrBlock: own } }
`,
      says: "own",
    },
    {
      title: "of another stack's output by a computed name",
      code: `${NET} say("t", net.requireOutput("vpc" + "Id"));`,
      answers: "all:\n  outputs:\n    pulumi:pulumi:StackReference net: { vpcId: vpc-1 }\n",
      says: "vpc-1",
    },
    {
      title: "of a resource's output, in which a program branches",
      code: `const other = say("o", "x"); say("t", other.arn.apply((arn) => arn.endsWith(":real") ? "real" : "made up"));`,
      answers:
        "all:\n  outputs:\n    aws:sns/topic:Topic o: { arn: 'arn:aws:sns:eu-west-1:111111111111:real' }\n",
      says: "real",
    },
    {
      title: "of a look-up whose package is not installed",
      code: `say("t", pulumi.output(pulumi.runtime.invoke("nowhere:index:getThing", {})).apply((r) => r.id));`,
      answers: "all:\n  lookups:\n    - { function: 'nowhere:index:getThing', result: { id: here } }\n",
      says: "here",
    },
  ];
  for (const { title, code, answers, says } of table) {
    it(title, async () => {
      assert.equal(await displayName(code, answers), says);
    });
  }

  it("and that nothing asked for are told", async () => {
    const answers = `all:
  outputs:
    aws:sns/topic:Topic nobody: { arn: x }
stacks:
  ci:
    lookups:
      - { function: "aws:ec2/getVpc:getVpc", result: {} }
`;
    const { notes = [] } = await rendered(`say("t", "x");`, answers);
    assert.deepEqual(
      notes.map((note) => note.replace(/^.*answers/, "answers")),
      [
        "answers.yaml:3: nothing asked for the answer of aws:sns/topic:Topic nobody; take it out, or correct its name or arguments",
        "answers.yaml:7: nothing asked for the answer of the look-up aws:ec2/getVpc:getVpc; take it out, or correct its name or arguments",
      ],
    );
  });
});

describe("an answer that is missing is named, with the YAML that gives it", () => {
  after(removePrograms);
  const table: { title: string; code: string; error: RegExp; yaml: string }[] = [
    {
      title: "another stack's output",
      code: `${NET} say("t", net.requireOutput("vpc" + "Id"));`,
      error: /Required output 'vpcId' does not exist on stack/,
      yaml: "stacks:\n  ci:\n    outputs:\n      pulumi:pulumi:StackReference net: { vpcId: … }",
    },
    {
      title: "a look-up whose result the program checks",
      code: `require("@pulumi/aws/ec2/getVpc").getVpcOutput({ default: true }).cidrBlock.apply((cidr) => { throw new Error("bad block " + cidr); });`,
      error: /^Error: bad block \$\{getVpc\(default=true\)\.cidrBlock\}/,
      yaml: 'stacks:\n  ci:\n    lookups:\n      - function: aws:ec2/getVpc:getVpc\n        args: {"default":true}\n        result: { cidrBlock: … }',
    },
    {
      title: "a resource's ARN",
      code: `say("t", "x").arn.apply((arn) => { throw new Error("bad " + arn); });`,
      error: /^Error: bad /,
      yaml: "stacks:\n  ci:\n    outputs:\n      aws:sns/topic:Topic t: { arn: … }",
    },
    {
      title: "a look-up whose package is not installed",
      code: `pulumi.output(pulumi.runtime.invoke("nowhere:index:getThing", {}));`,
      error: /nowhere:index:getThing cannot be answered offline/,
      yaml: "    lookups:\n      - function: nowhere:index:getThing\n        args: {}\n",
    },
    {
      title: "a value that the program takes for another kind",
      code: `require("@pulumi/aws/ssm/getParameter").getParameterOutput({ name: "/x" }).value.apply((text) => JSON.parse(text).image);`,
      error: /SyntaxError.*perhaps it cannot work with a made-up answer \(getParameter\(name=\/x\)\)/,
      yaml: "- function: aws:ssm/getParameter:getParameter",
    },
  ];
  for (const { title, code, error, yaml } of table) {
    it(title, async () => {
      const told = await errorOf(code);
      assert.match(told, error);
      assert.ok(told.includes(yaml), told);
    });
  }
});

describe("a component's resource that only its output shows", () => {
  after(removePrograms);
  it("has that resource's own outputs", async () => {
    const { stacks } = await rendered(
      `const fn = require("@pulumi/aws/lambda"); const role = new (require("@pulumi/aws/iam").Role)("r", { assumeRolePolicy: "{}" });
const f = new fn.Function("f", { role: role, runtime: "nodejs20.x", handler: "a.b", s3Bucket: "b", s3Key: "k" });
say("t", f.role);`,
    );
    assert.ok(assertRendered(stacks[0]!.update).resources.some(({ name }) => name === "t"));
  });
});
