import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { makeContexts, placeOf, type Place } from "../../policies/context";
import { refuseStaleBundle } from "../../policies/fresh";
import { compliantRenders } from "../support/compliant";
import { removePrograms, resourceNamed, writeProgram } from "../support/program";

const URN = "urn:pulumi:production::shop::aws:sns/topic:Topic::alarms";
const PARITY = "stacks: [staging, production]\n";

describe("a rule's context", () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "alarm-parity-test-"));
  });
  afterEach(() => {
    rmSync(dir, { recursive: true });
  });

  function write(path: string, text: string): string {
    const file = join(dir, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  function place(more: Partial<Place> = {}): Place {
    return { startDirs: [join(dir, "app")], packDir: join(dir, "pack"), ...more };
  }

  it("reads stack and project from the URN, and the date from the clock", async () => {
    const context = await makeContexts(place()).forResource(URN, {});
    assert.deepEqual([context.stack, context.project], ["production", "shop"]);
    assert.match(context.today, /^\d{4}-\d\d-\d\d$/);
  });

  it("takes check's renders from their file, and reads it again when it has changed", async () => {
    const file = join(dir, "renders.json");
    const contexts = makeContexts(place({ rendersFile: file }));
    const before = await contexts.forStack(URN, {});
    assert.deepEqual(
      [before.renders, before.rendersError],
      [undefined, `${file}: there are no renders; run the pack by npm run check`],
    );
    const renders = { ...compliantRenders(), dir };
    write("renders.json", JSON.stringify(renders));
    write("policies/parity.yaml", PARITY);
    const first = await contexts.forStack(URN, {});
    assert.equal(first.renders?.dir, dir);
    assert.deepEqual(first.parity?.stacks, ["staging", "production"]);
    assert.equal((await contexts.forStack(URN, {})).renders, first.renders);
    write("renders.json", JSON.stringify({ ...renders, project: "other" }));
    assert.equal((await contexts.forStack(URN, {})).renders?.project, "other");
  });

  it("finds the program of the project's name, not the one that the pack lies in", async () => {
    write("Pulumi.yaml", "name: someone\nruntime: nodejs\n");
    write("app/Pulumi.yaml", "name: shop\nruntime: nodejs\n");
    write("app/parity.yaml", PARITY);
    const context = await makeContexts(
      place({ startDirs: [join(dir, "elsewhere"), join(dir, "app", "src")] }),
    ).forResource(URN, {});
    assert.equal(context.parity?.path, join(dir, "app", "parity.yaml"));
  });

  it("says how to name the program where none is found", async () => {
    write("Pulumi.yaml", "name: someone\nruntime: nodejs\n");
    const context = await makeContexts(place()).forStack(URN, {});
    assert.equal(context.renders, undefined);
    assert.equal(
      context.rendersError,
      `no Pulumi.yaml of project shop lies at or above ${join(dir, "pack")} or ${join(dir, "app")}; name its folder as "program" in the pack's configuration`,
    );
  });

  it("goes to the program and parity file that the configuration names", async () => {
    write("far/Pulumi.yaml", "name: shop\nruntime: nodejs\n");
    write("far/rules.yaml", PARITY);
    const config = { program: "../far", parityFile: "rules.yaml" };
    const context = await makeContexts(place()).forResource(URN, config);
    assert.equal(context.parity?.path, join(dir, "far", "rules.yaml"));
  });

  it("carries what is wrong with the parity file, and with the program", async () => {
    write("app/Pulumi.yaml", "name: shop\nruntime: nodejs\n");
    write("app/parity.yaml", "stacks: [a]\nstaks: [b]\n");
    const context = await makeContexts(place()).forResource(URN, {});
    assert.equal(context.parity, undefined);
    assert.match(context.parityError ?? "", /parity\.yaml:2: .*staks/);
    write("app/Pulumi.yaml", "name: shop\nruntime: cobol\n");
    const unrendered = await makeContexts(place()).forStack(URN, {});
    assert.match(unrendered.rendersError ?? "", /cobol/);
  });

  it("knows the stack that the engine deploys, and its configuration", () => {
    const env = { PULUMI_NODEJS_STACK: "scratch", PULUMI_CONFIG: '{"shop:size":"3"}' };
    assert.deepEqual(placeOf("/pack", env).engine, { stack: "scratch", config: { "shop:size": "3" } });
    assert.equal(placeOf("/pack", { ...env, PULUMI_CONFIG: "{" }).engine, undefined);
    assert.equal(placeOf("/pack", { ...env, ALARM_PARITY_RENDERS: "/r.json" }).engine, undefined);
  });

  it("renders a stack that has no file as the engine has it", async () => {
    const app = writeProgram({
      "package.json": '{ "name": "shop", "main": "index.js" }',
      "index.js":
        'new (require("@pulumi/aws/sns").Topic)("t", { displayName: new (require("@pulumi/pulumi").Config)().require("size") });',
      "Pulumi.ci.yaml": "config:\n  shop:size: 1\n",
    });
    const engine = { stack: "production", config: { "shop:size": "3" } };
    const { renders } = await makeContexts(place({ startDirs: [app], engine })).forStack(URN, {});
    removePrograms();
    const sizes = renders?.stacks.map(({ stack, update }) => [
      stack,
      resourceNamed(update, "t").inputs.displayName,
    ]);
    assert.deepEqual(sizes, [
      ["ci", "1"],
      ["production", "3"],
    ]);
  });

  it("starts where the shell or npm was", () => {
    assert.deepEqual(placeOf("/pack", { PWD: "/a", INIT_CWD: "/b", ALARM_PARITY_RENDERS: "" }), {
      startDirs: ["/a", "/b"],
      packDir: "/pack",
    });
    assert.equal(placeOf("/pack", { ALARM_PARITY_RENDERS: "/r.json" }).rendersFile, "/r.json");
  });

  it("is refused to a bundle that is older than a source beside it", () => {
    const source = write("policies/index.ts", "");
    const rule = write("policies/rules/a.ts", "");
    const bundle = write("policies/bin/index.js", "");
    const stamp = (file: string, seconds: number) => {
      utimesSync(file, seconds, seconds);
    };
    stamp(source, 100);
    stamp(rule, 100);
    stamp(bundle, 200);
    const pack = join(dir, "policies");
    refuseStaleBundle(pack);
    stamp(rule, 300);
    assert.throws(() => {
      refuseStaleBundle(pack);
    }, /^Error: policies\/bin\/index\.js is older than policies\/rules\/a\.ts: run npm run build$/);
    rmSync(source);
    refuseStaleBundle(pack);
  });
});
