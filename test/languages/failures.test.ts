import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { readProject, renderProject } from "../../parity/render";
import { InputError } from "../../parity/render/inputError";
import type { ProjectRenders, Render } from "../../parity/render/types";
import { assertRendered } from "../support/program";
import { copyGoModule, removeProjects, writeProject } from "./project";
import { goModules, PREPARE_MS, pythonEnvironment, type Ready } from "./toolchains";

const failures = resolve(__dirname, "failures");

/** How a program fails → what is told of it; PLACE is where the case's own line stands, `file:line` is written out. */
type Cases = Readonly<Record<string, { error: string; shapes: "both" | "update" }>>;

const BEFORE_ITS_END = (exits: string) =>
  `: it, or a package of it, calls ${exits}, or does not await what it made; take that out`;

const PYTHON: Cases = {
  exception: { error: "ValueError: no such thing (__main__.py:FAIL)", shapes: "both" },
  apply: { error: "ValueError: in apply: arn:aws:sns (__main__.py:FAIL)", shapes: "update" },
  "nested-apply": { error: "ValueError: deep in apply (__main__.py:FAIL)", shapes: "update" },
  "lost-task": { error: "ValueError: lost in a task (__main__.py:TASK)", shapes: "both" },
  "unfinished-task": {
    error: "the program ended while make_later() was still under way: await it (__main__.py:LATER)",
    shapes: "both",
  },
  "success-exit": {
    error: `the program ended before its end (__main__.py:PLACE)${BEFORE_ITS_END("sys.exit or os._exit")}`,
    shapes: "both",
  },
  "plain-exit": {
    error: `the program ended before its end (__main__.py:PLACE)${BEFORE_ITS_END("sys.exit or os._exit")}`,
    shapes: "both",
  },
  "exit-in-apply": {
    error: `the program ended before its end (__main__.py:PLACE)${BEFORE_ITS_END("sys.exit or os._exit")}`,
    shapes: "update",
  },
  "hard-exit": {
    error: `the program ended before its end${BEFORE_ITS_END("sys.exit or os._exit")}`,
    shapes: "both",
  },
  "hard-exit-in-apply": {
    error: `the program ended before its end${BEFORE_ITS_END("sys.exit or os._exit")}`,
    shapes: "update",
  },
  "exit-code": { error: "the program ended with exit code 3", shapes: "both" },
  killed: { error: "the program ended by SIGKILL", shapes: "both" },
  "missing-key": {
    error:
      "Pulumi.missing-key.yaml: the key shop:size is missing, and the program requires it; add it under config:",
    shapes: "both",
  },
  "wrong-number": {
    error:
      "pulumi.config.ConfigTypeError: Configuration 'shop:limit' value 'many' is not a valid 'int' (__main__.py:PLACE)",
    shapes: "both",
  },
  "missing-module": {
    error: "ModuleNotFoundError: No module named 'nowhere' (__main__.py:PLACE)",
    shapes: "both",
  },
  syntax: { error: "SyntaxError: invalid syntax (broken.py:1)", shapes: "both" },
  duplicate: {
    error:
      "Duplicate resource URN 'urn:pulumi:duplicate::shop::aws:sns/topic:Topic::alarms'; try giving it a unique name",
    shapes: "both",
  },
  caused: { error: "RuntimeError: the effect (__main__.py:EFFECT)", shapes: "both" },
  "run-error": { error: "pulumi.errors.RunError: told by the program (__main__.py:PLACE)", shapes: "both" },
};

const GO: Cases = {
  returned: { error: "no such thing", shapes: "both" },
  panic: {
    error: "the program ended with exit code 2: panic: no such thing (main.go:PLACE)",
    shapes: "both",
  },
  "nil-pointer": {
    error:
      "the program ended with exit code 2: panic: runtime error: invalid memory address or nil pointer dereference (main.go:PLACE)",
    shapes: "both",
  },
  apply: {
    error:
      'waiting for RPCs: marshaling properties: awaiting input property "displayName": in apply: arn:aws:sns',
    shapes: "update",
  },
  "panic-in-apply": {
    error: "the program ended with exit code 2: panic: in apply (main.go:PLACE)",
    shapes: "update",
  },
  "success-exit": { error: `the program ended before its end${BEFORE_ITS_END("os.Exit")}`, shapes: "both" },
  "exit-in-apply": {
    error: `the program ended before its end${BEFORE_ITS_END("os.Exit")}`,
    shapes: "update",
  },
  "exit-code": { error: "the program ended with exit code 3", shapes: "both" },
  fatal: { error: "the program ended with exit code 1: told by the program", shapes: "both" },
  killed: { error: "the program ended by SIGKILL", shapes: "both" },
  "missing-key": {
    error:
      "Pulumi.missing-key.yaml: the key shop:size is missing, and the program requires it; add it under config:",
    shapes: "both",
  },
  "wrong-number": {
    error: `the program ended with exit code 2: panic: unable to parse required configuration variable 'shop:limit'; unable to cast "many" of type string to int (main.go:PLACE)`,
    shapes: "both",
  },
  duplicate: {
    error:
      "Duplicate resource URN 'urn:pulumi:duplicate::shop::aws:sns/topic:Topic::alarms'; try giving it a unique name",
    shapes: "both",
  },
};

/** Lines that cases share, by a text that stands in them. */
const LINES: Readonly<Record<string, string>> = {
  FAIL: "raise ValueError(text)",
  TASK: 'raise ValueError("lost in a task")',
  LATER: "async def make_later():",
  EFFECT: "raise RuntimeError(",
};

/** `text` with the lines of the source in place of their names; PLACE is the line behind the one that names the case. */
function withLines(text: string, source: string, stack: string): string {
  const lines = source.split("\n");
  const lineOf = (part: string) => lines.findIndex((line) => line.includes(part)) + 1;
  return Object.entries(LINES)
    .reduce((said, [name, part]) => said.replace(`:${name})`, `:${lineOf(part)})`), text)
    .replace(":PLACE)", `:${lineOf(`"${stack}"`) + 1})`);
}

interface Language {
  name: string;
  runtime: (environment: string) => string;
  prepare: () => Promise<Ready<string>>;
  main: string;
  cases: Cases;
}

const LANGUAGES: readonly Language[] = [
  {
    name: "Python",
    runtime: (venv) => `{ name: python, options: { virtualenv: ${JSON.stringify(venv)} } }`,
    prepare: pythonEnvironment,
    main: "__main__.py",
    cases: PYTHON,
  },
  { name: "Go", runtime: () => "go", prepare: goModules, main: "main.go", cases: GO },
];

for (const { name, runtime, prepare, main, cases } of LANGUAGES) {
  describe(`a ${name} program that is not rendered to its end never passes`, function () {
    this.timeout(PREPARE_MS);
    let dir: string;
    let renders: ProjectRenders;

    before(async function () {
      const toolchain = await prepare();
      if ("missing" in toolchain) {
        console.log(`      ${name} is not rendered here: ${toolchain.missing}`);
        this.skip();
      }
      const stacks = [...Object.keys(cases), "whole", "hangs"];
      const config = Object.fromEntries(stacks.map((stack) => [stack, { limit: "many" }]));
      dir = writeProject(join(failures, name.toLowerCase()), runtime(toolchain.ready), config);
      if (name === "Go") copyGoModule(dir);
      renders = await renderProject(readProject(dir), { stacks: [...Object.keys(cases), "whole"] });
    });
    after(removeProjects);

    const rendersOf = (stack: string): { preview: Render; update: Render } =>
      renders.stacks.find((one) => one.stack === stack)!;

    for (const [stack, { error, shapes }] of Object.entries(cases)) {
      it(stack, () => {
        const expected = withLines(error, readFileSync(join(dir, main), "utf8"), stack);
        const { preview, update } = rendersOf(stack);
        assert.equal(update.ok ? "rendered" : update.error, expected);
        if (shapes === "both") assert.equal(preview.ok ? "rendered" : preview.error, expected);
        else assert.equal(preview.ok, true, "in a preview the output is unknown, so the apply is not run");
      });
    }

    it("a program that hangs is ended, with the last that it said", async () => {
      const { stacks } = await renderProject(readProject(dir), { stacks: ["hangs"], timeoutSeconds: 8 });
      const { update } = stacks[0]!;
      assert.equal(
        update.ok ? "rendered" : update.error,
        "the program did not end within 8 s; the last it said: waiting for a lock; raise the limit with --timeout SECONDS, or take out what it waits for",
      );
    });

    it("one that comes to its end is whole, and is answered the outputs of other stacks that it names", () => {
      const tags = { a: "${central/whole.outputs.topicArn}", b: "${central/whole.outputs.zone}" };
      for (const render of Object.values(rendersOf("whole"))) {
        if (typeof render !== "object") continue;
        const later = assertRendered(render).resources.find((resource) => resource.name === "later");
        assert.deepEqual(later?.inputs.tags, tags);
      }
    });

    if (name === "Go") {
      it("one that does not build is told with file and line", async () => {
        writeFileSync(join(dir, "second.go"), "package main\n\nfunc second() int {\n\treturn missing\n}\n");
        await assert.rejects(
          renderProject(readProject(dir), { stacks: ["whole"] }),
          (error: unknown) =>
            error instanceof InputError &&
            error.message === `${dir}: the program does not build: second.go:4: undefined: missing`,
        );
      });
    }
  });
}
