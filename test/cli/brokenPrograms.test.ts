import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../parity/render/inputError";
import { readProject, renderProject, renderStack } from "../../parity/render";
import { removePrograms, renderCode, resourceNamed, writeProgram } from "../support/program";

const SNS = `import * as sns from "@pulumi/aws/sns";\nimport * as pulumi from "@pulumi/pulumi";\n`;

async function errorOf(code: string, files: Record<string, string> = {}, timeout?: number): Promise<string> {
  const render = await renderCode(SNS + code, "update", files, timeout);
  return render.ok ? "rendered" : render.error;
}

describe("a stack that cannot be rendered to its end never passes", () => {
  after(removePrograms);

  const table: { title: string; code: string; files?: Record<string, string>; error: RegExp }[] = [
    {
      title: "a program that throws",
      code: `new sns.Topic("a");\nthrow new Error("no such thing");`,
      error: /^Error: no such thing \(index\.ts:4\)$/,
    },
    {
      title: "a throwing apply",
      code: `new sns.Topic("a").arn.apply(() => { throw new Error("in apply"); });`,
      error: /in apply/,
    },
    {
      title: "an exit 0 before the end",
      code: `new sns.Topic("a");\nprocess.exit(0);`,
      error: /^the program ended before its end: it, or a package of it, calls process\.exit/,
    },
    {
      title: "an exit 0 while registrations are under way",
      code: `new sns.Topic("a"); setTimeout(() => { new sns.Topic("b"); process.exit(0); }, 300);`,
      error: /before its end|under way/,
    },
    {
      title: "an exit 0 before the first resource",
      code: `process.exit(0);`,
      error: /^the program ended before its end/,
    },
    { title: "process.exit with a code", code: `process.exit(3);`, error: /exit code 3/ },
    {
      title: "an unawaited main() that rejects",
      code: `async function main() { await Promise.resolve(); throw new Error("lost in main"); }\nmain();`,
      error: /lost in main/,
    },
    {
      title: "a missing key",
      code: `new pulumi.Config().require("size");`,
      error:
        /^Pulumi\.ci\.yaml: the key shop:size is missing, and the program requires it; add it under config:$/,
    },
    {
      title: "a duplicate URN",
      code: `new sns.Topic("a");\nnew sns.Topic("a");`,
      error: /Duplicate resource URN 'urn:pulumi:ci::shop::aws:sns\/topic:Topic::a'/,
    },
    {
      title: "values from Pulumi ESC",
      code: "",
      files: { "Pulumi.ci.yaml": "environment:\n  - prod\n" },
      error: /^Pulumi\.ci\.yaml:1: environment: .* Pulumi ESC/,
    },
    {
      title: "an encrypted value that the program must understand",
      code: `new pulumi.Config().requireSecretNumber("limit");`,
      files: { "Pulumi.ci.yaml": "config:\n  shop:limit:\n    secure: v1:abc\n" },
      error:
        /^Pulumi\.ci\.yaml:2: shop:limit is encrypted and cannot be read here, and the program needs its value/,
    },
    {
      title: "an encrypted value that an alarm is made from",
      code: `import * as cloudwatch from "@pulumi/aws/cloudwatch";
new cloudwatch.MetricAlarm("a", { comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 1, name: new pulumi.Config().require("name") });`,
      files: { "Pulumi.ci.yaml": "config:\n  shop:name:\n    secure: v1:abc\n" },
      error: /^Pulumi\.ci\.yaml:2: shop:name is encrypted and cannot be read here, and a is made from it/,
    },
    {
      title: "a stack file that does not parse",
      code: "",
      files: { "Pulumi.ci.yaml": "config:\n  a: [1\n" },
      error: /^Pulumi\.ci\.yaml:\d+: /,
    },
    {
      title: "a look-up of a package that is not there",
      code: `export const x = pulumi.runtime.invoke("nowhere:index:getThing", {});`,
      error: /nowhere:index:getThing cannot be answered offline/,
    },
    {
      title: "a program that is killed",
      code: `process.kill(process.pid, "SIGKILL");`,
      error: /^the program ended by SIGKILL/,
    },
    {
      title: "a configuration that fits into no variable, with the key that is too large",
      code: "",
      files: { "Pulumi.ci.yaml": `config:\n  shop:small: a\n  shop:large: ${"x".repeat(140_000)}\n` },
      error: /^Pulumi\.ci\.yaml: its configuration is \d+ bytes long, .*\(shop:large\)/,
    },
    {
      title: "a module that is not there",
      code: `require("./missing");`,
      error: /Cannot find module '\.\/missing'/,
    },
  ];
  for (const { title, code, files, error } of table) {
    it(title, async () => {
      assert.match(await errorOf(code, files), error);
    });
  }

  it("a program that hangs is ended, with all that it started", async () => {
    const marker = `3599.${process.pid}`;
    const code = `require("child_process").execSync("sleep ${marker}");`;
    assert.match(await errorOf(code, {}, 2), /^the program did not end within 2 s.*--timeout SECONDS/);
    const left = execFileSync("ps", ["-eo", "args"], { encoding: "utf8" });
    assert.equal(left.includes(`sleep ${marker}`), false);
  });

  it("a daemon that keeps the program's output open does not hold the render, and is ended", async () => {
    const spawned = `require("child_process").spawn("sleep", ["20"], { detached: true, stdio: "inherit" })`;
    const render = await renderCode(
      `${SNS}const daemon = ${spawned}; daemon.unref();\nnew sns.Topic("t", { displayName: String(daemon.pid) });`,
      "update",
    );
    const daemon = Number(resourceNamed(render, "t").inputs.displayName);
    const alive = () => {
      try {
        return process.kill(daemon, 0);
      } catch {
        return false;
      }
    };
    // Elsewhere than on Linux it is not found, and is ended here.
    if (process.platform !== "linux") assert.ok(process.kill(daemon, "SIGKILL"));
    for (let waited = 0; waited < 2000 && alive(); waited += 50) await new Promise((r) => setTimeout(r, 50));
    assert.equal(alive(), false);
  });

  it("a program of ES modules is rendered, with the lines of its TypeScript", async function () {
    // ts-node checks its types too.
    this.timeout(90_000);
    const files = { "package.json": '{ "name": "shop", "type": "module", "main": "index.ts" }' };
    const code = `import * as sns from "@pulumi/aws/sns/index.js";\ninterface Gone {\n  a: string;\n}\nnew sns.Topic("t");`;
    const topic = resourceNamed(await renderCode(code, "update", files, 90), "t");
    assert.deepEqual(topic.source, { file: "index.ts", line: 5 });
  });

  it("a program in a folder with spaces tells the place of an error", async () => {
    const files = {
      "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
      "Pulumi.ci.yaml": "",
      "package.json": "{}",
    };
    const code = `interface Gone {\n  a: string;\n}\nthrow new Error("no such thing");`;
    const moved = Object.entries({ ...files, "index.ts": code }).map(([name, text]) => [
      `my shop (1)/${name}`,
      text,
    ]);
    const dir = writeProgram(Object.fromEntries(moved) as Record<string, string>);
    const render = await renderStack(readProject(join(dir, "my shop (1)")), "ci", "update");
    assert.equal(render.ok ? "rendered" : render.error, "Error: no such thing (index.ts:4)");
  });

  it("a program behind a link tells its places", async () => {
    const dir = writeProgram({ "index.ts": `${SNS}new sns.Topic("t");` });
    symlinkSync(dir, join(dir, "link"), "dir");
    const render = await renderStack(readProject(join(dir, "link")), "ci", "update");
    assert.deepEqual(resourceNamed(render, "t").source, { file: "index.ts", line: 3 });
  });

  it("an output that cannot be answered is a hole, named with its place", async () => {
    const code = `${SNS}import * as elb from "@pulumi/aws/elb";
const b = new elb.LoadBalancer("b", { listeners: [] });
new sns.Topic("t", { displayName: b.desyncMitigationMode.apply((mode) => mode!) });`;
    const project = readProject(writeProgram({ "index.ts": code, "Pulumi.production.yaml": "" }));
    const { stacks } = await renderProject(project, { stacks: ["ci"] });
    const { preview, update } = stacks[0]!;
    assert.equal(preview.ok, true);
    assert.ok(!update.ok);
    assert.match(
      update.error,
      /^t \(index\.ts:5\): displayName comes from an output that could not be answered/,
    );
  });

  it("the other stacks are rendered all the same", async () => {
    const code = `${SNS}new sns.Topic("t", { displayName: new pulumi.Config().require("name") });`;
    const project = readProject(
      writeProgram({ "index.ts": code, "Pulumi.staging.yaml": "config:\n  shop:name: x\n" }),
    );
    const { stacks } = await renderProject(project);
    assert.deepEqual(
      stacks.map(({ stack, update }) => [stack, update.ok]),
      [
        ["ci", false],
        ["staging", true],
      ],
    );
  });

  it("a main() that is not awaited is rendered to its end", async () => {
    const code = `${SNS}async function main() { await new Promise((r) => setTimeout(r, 200)); new sns.Topic("late"); }\nmain();`;
    const render = await renderCode(code, "update");
    assert.ok(render.ok && render.resources.some(({ name }) => name === "late"));
  });

  it("an encrypted value that only passes through is a placeholder, and is said", async () => {
    const render = await renderCode(
      `${SNS}new sns.Topic("t", { displayName: new pulumi.Config().requireSecret("token") });`,
      "update",
      { "Pulumi.ci.yaml": "config:\n  shop:token:\n    secure: v1:abc\n" },
    );
    assert.ok(render.ok);
    assert.deepEqual(render.notes, [
      "Pulumi.ci.yaml:2: shop:token is encrypted; a placeholder stands for its value",
    ]);
    assert.deepEqual(render.resources.find(({ name }) => name === "t")?.secrets, ["displayName"]);
  });
});

describe("a project that is none", () => {
  after(removePrograms);
  const table: { title: string; files: Record<string, string>; error: RegExp }[] = [
    {
      title: "YAML that does not parse",
      files: { "Pulumi.yaml": "name: [\n" },
      error: /^Pulumi\.yaml:\d+: /,
    },
    { title: "no name", files: { "Pulumi.yaml": "runtime: nodejs\n" }, error: /^Pulumi\.yaml: name: / },
    {
      title: "a folder for stack files that is not there",
      files: { "Pulumi.yaml": "name: a\nruntime: nodejs\nstackConfigDir: stacks\n" },
      error: /^Pulumi\.yaml: stackConfigDir: there is no folder stacks/,
    },
    {
      title: "a runtime that is not known here",
      files: { "Pulumi.yaml": "name: a\nruntime: dotnet\n" },
      error: /^Pulumi\.yaml: runtime: dotnet programs cannot be rendered/,
    },
    {
      title: "a program that is not there",
      files: { "Pulumi.yaml": "name: a\nruntime: nodejs\nmain: nowhere.ts\n" },
      error: /^Pulumi\.yaml: main: there is no program at nowhere\.ts/,
    },
  ];
  for (const { title, files, error } of table) {
    it(title, async () => {
      const dir = writeProgram(files);
      await assert.rejects(
        async () => renderProject(readProject(dir)),
        (thrown: unknown) => thrown instanceof InputError && error.test(thrown.message),
      );
    });
  }
  it("stack files in the folder that stackConfigDir names are read", async () => {
    const dir = writeProgram({
      "Pulumi.yaml": "name: a\nruntime: nodejs\nstackConfigDir: stacks\n",
      "stacks/Pulumi.eu.yaml": "config:\n  a:x: y\n",
      "index.ts": `${SNS}export const x = new pulumi.Config().require("x");`,
    });
    const project = readProject(dir);
    assert.deepEqual(project.stacks, ["eu"]);
    const { stacks } = await renderProject(project);
    assert.equal(stacks[0]!.update.ok, true);
  });
  it("a folder without Pulumi.yaml", () => {
    assert.throws(() => readProject(__dirname), /no Pulumi\.yaml in this folder/);
  });
});
