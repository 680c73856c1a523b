import assert from "node:assert/strict";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { CheckResult } from "../../parity/check";
import { removePrograms } from "../support/program";
import { assertClean, body, checkLayout, source, wrapped, type Files } from "./program";

const modules = resolve(__dirname, "../../node_modules");
const js = '{ "name": "shop", "main": "index.js" }';
const esm = (main: string) => `{ "name": "shop", "type": "module", "main": "${main}" }`;
const runtime = (options: string) => `name: shop\nruntime:\n  name: nodejs\n  options:\n    ${options}\n`;

function link(from: string, to: string): void {
  mkdirSync(dirname(from), { recursive: true });
  symlinkSync(to, from);
}

/** A repository of packages: the program in one, what it shares in another, in TypeScript. */
const workspaces: Files = {
  "Pulumi.yaml": undefined,
  "package.json": '{ "name": "root", "private": true, "workspaces": ["packages/*"] }',
  "packages/infra/Pulumi.yaml": "name: shop\nruntime: nodejs\n",
  "packages/infra/package.json": '{ "name": "infra", "main": "index.ts" }',
  "packages/infra/Pulumi.staging.yaml": "",
  "packages/infra/Pulumi.production.yaml": "",
  "packages/infra/parity.yaml": "stacks: [staging, production]\n",
  "packages/infra/index.ts": source("import", 'import { limit } from "@shop/limits";', {
    threshold: "limit",
  }),
  "packages/limits/package.json": '{ "name": "@shop/limits", "main": "index.ts" }',
  "packages/limits/index.ts": "export const limit: number = 600;\n",
};

/** The program's own node_modules, linked one by one as pnpm does; `real` is where the packages lie. */
function linkModules(dir: string, hoisted: boolean): void {
  rmSync(join(dir, "node_modules"), { recursive: true, force: true });
  const into = hoisted ? join(dir, "node_modules") : join(dir, "packages/infra/node_modules");
  for (const name of ["@pulumi/pulumi", "@pulumi/aws"]) link(join(into, name), join(modules, name));
  link(join(into, "@shop/limits"), join(dir, "packages/limits"));
}

interface Layout {
  title: string;
  files: Files;
  options?: Parameters<typeof checkLayout>[1];
  /** Where the alarm is made; default `index.ts`. */
  file?: string;
}

const LAYOUTS: readonly Layout[] = [
  { title: "TypeScript beside Pulumi.yaml", files: { "index.ts": source("import") } },
  {
    title: "an entry that main names",
    files: {
      "Pulumi.yaml": "name: shop\nruntime: nodejs\nmain: src/main.ts\n",
      "src/main.ts": source("import"),
    },
    file: "src/main.ts",
  },
  {
    title: "a folder that main names",
    files: {
      "Pulumi.yaml": "name: shop\nruntime: nodejs\nmain: infra\n",
      "infra/index.ts": source("import"),
    },
    file: "infra/index.ts",
  },
  {
    title: "a program in a subfolder of a repository",
    files: {
      "Pulumi.yaml": undefined,
      "package.json": '{ "name": "app" }',
      "deploy/Pulumi.yaml": "name: shop\nruntime: nodejs\n",
      "deploy/Pulumi.staging.yaml": "",
      "deploy/Pulumi.production.yaml": "",
      "deploy/parity.yaml": "stacks: [staging, production]\n",
      "deploy/index.ts": source("import"),
    },
    options: { program: "deploy" },
  },
  {
    title: "no stack file at all, the stacks named by --stack",
    files: {
      "Pulumi.yaml":
        "name: shop\nruntime: nodejs\nconfig:\n  aws:region:\n    value: eu-west-1\n  age:\n    type: integer\n    default: 600\n",
      "Pulumi.staging.yaml": undefined,
      "Pulumi.production.yaml": undefined,
      "index.ts": source("import", "", { threshold: 'new pulumi.Config().requireNumber("age")' }),
    },
    options: { stacks: ["staging", "production"] },
  },
  {
    title: "stack files in stackConfigDir",
    files: {
      "Pulumi.yaml": "name: shop\nruntime: nodejs\nstackConfigDir: stacks\n",
      "Pulumi.staging.yaml": undefined,
      "Pulumi.production.yaml": undefined,
      "stacks/Pulumi.staging.yaml": "",
      "stacks/Pulumi.production.yaml": "",
      "index.ts": source("import"),
    },
  },
  {
    title: "stack files in the folder that config names, its old form",
    files: {
      "Pulumi.yaml": "name: shop\nruntime: nodejs\nconfig: stacks\n",
      "Pulumi.staging.yaml": undefined,
      "Pulumi.production.yaml": undefined,
      "stacks/Pulumi.staging.yaml": "",
      "stacks/Pulumi.production.yaml": "",
      "index.ts": source("import"),
    },
  },
  {
    title: "ES modules in TypeScript",
    files: {
      "package.json": esm("index.ts"),
      "tsconfig.json": '{ "compilerOptions": { "module": "nodenext", "target": "es2022" } }',
      "index.ts": source("esm", 'import { limit } from "./limits.js";', { threshold: "limit" }),
      "limits.ts": "export const limit: number = 600;\n",
    },
  },
  {
    title: "ES modules in JavaScript",
    files: { "package.json": esm("index.js"), "index.js": source("esm", "await Promise.resolve();") },
    file: "index.js",
  },
  {
    title: "export = async () => …",
    files: {
      "index.ts": wrapped(
        "import",
        (code) => `export = async () => {\nawait Promise.resolve();\n${code}};\n`,
      ),
    },
  },
  {
    title: "typescript: false and a compiled program",
    files: {
      "Pulumi.yaml": runtime("typescript: false"),
      "package.json": '{ "name": "shop", "main": "bin/index.js" }',
      "bin/index.js": source("require"),
    },
    file: "bin/index.js",
  },
  {
    title: "nodeargs",
    files: {
      "Pulumi.yaml": runtime('nodeargs: "--no-warnings --require ./setup.js"'),
      "setup.js": "globalThis.limit = 600;\n",
      "index.ts": source("import", "", { threshold: "(globalThis as any).limit" }),
    },
  },
  {
    title: "plain JavaScript",
    files: { "package.json": js, "index.js": source("require") },
    file: "index.js",
  },
  {
    title: "npm or yarn workspaces, hoisted",
    files: workspaces,
    options: {
      program: "packages/infra",
      prepare: (dir) => {
        linkModules(dir, true);
      },
    },
  },
  {
    title: "pnpm workspaces, linked",
    files: workspaces,
    options: {
      program: "packages/infra",
      prepare: (dir) => {
        linkModules(dir, false);
      },
    },
  },
  {
    title: "another stack's lists and texts, asked for in each way",
    files: {
      "index.ts": source(
        "import",
        `const net = new pulumi.StackReference("net", { name: "org/net/prod" });
const ids = net.requireOutput("subnetIds").apply((list: string[]) => list.map((id) => id.toUpperCase()).join());
export const seen = [ids, net.getOutput("vpcId"), net.outputs.apply((o) => o.domain), net.outputs["zone"]];`,
        { queue: 'net.getOutput("queueName")' },
      ),
    },
  },
  {
    title: "look-ups of every common kind",
    files: {
      "index.ts": source(
        "import",
        `import * as aws from "@pulumi/aws";
const zones = aws.getAvailabilityZonesOutput().names.apply((names) => names.slice(0, 2).join());
const document = aws.iam.getPolicyDocumentOutput({ statements: [{ actions: ["sns:Publish"], resources: ["*"] }] }).json;
export const first = document.apply((json) => JSON.parse(json).Statement[0].Action);
export const user = aws.getCallerIdentityOutput().arn.apply((arn) => arn.split("/")[1]!.length);
export const certificate = new aws.acm.Certificate("c", { domainName: "example.com" }).domainValidationOptions[0].resourceRecordName.apply((n) => n.length);
export const found = [zones, aws.ec2.getVpcOutput({ default: true }).id, aws.sns.Topic.get("other", "arn:aws:sns:eu-west-1:111111111111:x").arn];`,
      ),
    },
  },
  {
    title: "a dynamic provider",
    files: {
      "index.ts": source(
        "import",
        `const provider: pulumi.dynamic.ResourceProvider = { async create(inputs) { return { id: "x", outs: inputs }; } };
class Thing extends pulumi.dynamic.Resource { constructor(name: string) { super(provider, name, { a: 1 }); } }
export const thing = new Thing("thing").id;`,
      ),
    },
  },
];

describe("check --program on a program of another layout", () => {
  after(removePrograms);
  for (const { title, files, options, file = "index.ts" } of LAYOUTS) {
    it(`judges ${title}`, async () => {
      assertJudged(await checkLayout(files, options), file, codeOf(files, file, options));
    });
  }

  it("judges it, and does not just let it pass", async () => {
    const code = source("import").replace("okActions: [topic.arn]", "okActions: []");
    const { report, failed } = await checkLayout({ "index.ts": code });
    assert.deepEqual(failed, []);
    const found = report.violations.map(({ policy, resource }) => `${policy} ${resource}`);
    assert.deepEqual([...new Set(found)], ["alarm-ok-action-required jobs"]);
  });

  it("says that there is no stack, where no file and no --stack names one", async () => {
    const none: Files = { "Pulumi.staging.yaml": undefined, "Pulumi.production.yaml": undefined };
    await assert.rejects(
      checkLayout({ ...none, "index.ts": body() }),
      /no Pulumi\.<stack>\.yaml, so there is no stack to check: add one, or name the stacks with --stack NAME…$/,
    );
  });

  it("names a file that a build would have made", async () => {
    const code = source("import", `require("fs").readFileSync("dist/app.zip");`);
    const { failed, report } = await checkLayout({ "index.ts": code });
    assert.equal(report.stacks.length, 0);
    assert.match(failed[0]?.error ?? "", /no such file or directory, open 'dist\/app\.zip' \(index\.ts:4\)/);
  });
});

/** The code that makes the alarm, wherever the layout has it. */
function codeOf(files: Files, file: string, options: Layout["options"]): string {
  return files[join(options?.program ?? ".", file)] ?? "";
}

/** Both stacks, one alarm each, nothing wrong, and the alarm's own place. */
function assertJudged(result: CheckResult, file: string, code: string): void {
  assertClean(result);
  const { report } = result;
  assert.deepEqual(
    report.parity.filter(({ kind }) => kind === "alarm").map(({ name, verdict }) => [name, verdict]),
    [["jobs", "same"]],
  );
  const line = code.split("\n").findIndex((text) => text.includes('"jobs", {')) + 1;
  assert.deepEqual(report.stacks[0]?.alarms[0]?.source, { file, line });
}
