import assert from "node:assert/strict";
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readProject, renderProject } from "../../parity/render";
import { InputError } from "../../parity/render/inputError";
import { launchGo } from "../../parity/render/launchers/go";
import { removePrograms, writeProgram } from "../support/program";

const PATH = process.env.PATH;

/** A project of another language, with tools of its own: name → shell script, in `tools/`. */
function writeOther(
  yaml: string,
  files: Record<string, string> = {},
  tools: Record<string, string> = {},
): string {
  const scripts = Object.entries(tools).map(([name, script]) => [`tools/${name}`, `#!/bin/sh\n${script}\n`]);
  const dir = writeProgram({
    "Pulumi.yaml": `name: shop\n${yaml}`,
    ...files,
    ...(Object.fromEntries(scripts) as Record<string, string>),
  });
  for (const name of Object.keys(tools)) chmodSync(join(dir, "tools", name), 0o755);
  return dir;
}

/** What rendering says where the PATH holds the project's own tools, the shell and nothing else. */
async function refusal(dir: string): Promise<string> {
  process.env.PATH = join(dir, "tools");
  try {
    await renderProject(readProject(dir));
    return "rendered";
  } catch (error) {
    if (error instanceof InputError) return error.message.replaceAll(dir, "DIR");
    throw error;
  } finally {
    process.env.PATH = PATH;
  }
}

const MAIN_PY = { "__main__.py": "" };
const MAIN_GO = { "main.go": "package main\n\nfunc main() {}\n" };
const python = (options: string) => `runtime:\n  name: python\n  options: ${options}\n`;

describe("a program whose language is not ready says what to do", () => {
  after(removePrograms);

  const table: {
    title: string;
    yaml: string;
    files?: Record<string, string>;
    tools?: Record<string, string>;
    says: string | RegExp;
  }[] = [
    {
      title: "Python: no virtual environment at the option",
      yaml: python("{ virtualenv: venv }"),
      files: MAIN_PY,
      says: "DIR: there is no virtual environment at venv; run python3 -m venv venv && venv/bin/pip install -r requirements.txt in that folder",
    },
    {
      title: "Python: no uv environment beside the lock file",
      yaml: "runtime: python\n",
      files: { ...MAIN_PY, "uv.lock": "" },
      says: "DIR: there is no virtual environment at .venv; run uv sync in that folder",
    },
    {
      title: "Python: the option before uv's own folder",
      yaml: python("{ toolchain: uv, virtualenv: env }"),
      files: MAIN_PY,
      says: "DIR: there is no virtual environment at env; run uv sync in that folder",
    },
    {
      title: "Python: no Poetry",
      yaml: "runtime: python\n",
      files: { ...MAIN_PY, "poetry.lock": "" },
      says: "DIR: its environment is Poetry's, and there is no poetry on the PATH; install Poetry and run poetry install in that folder",
    },
    {
      title: "Python: an environment that Poetry has not made",
      yaml: python("{ toolchain: poetry }"),
      files: MAIN_PY,
      tools: { poetry: "exit 1" },
      says: "DIR: Poetry has made no environment for it; run poetry install in that folder",
    },
    {
      title: "Python: an environment that Poetry names, and is not there",
      yaml: python("{ toolchain: poetry }"),
      files: MAIN_PY,
      tools: { poetry: '[ "$*" = "env info --path" ] && echo /nowhere/shop-py3' },
      says: "DIR: there is no virtual environment at /nowhere/shop-py3; run poetry install in that folder",
    },
    {
      title: "Python: no Python",
      yaml: "runtime: python\n",
      files: MAIN_PY,
      says: "runtime: python: there is no python3 on the PATH; install Python, or name the program's environment in Pulumi.yaml (runtime: options: virtualenv)",
    },
    {
      title: "Python: the package pulumi is not installed",
      yaml: "runtime: python\n",
      files: MAIN_PY,
      tools: { python3: "exit 3" },
      says: "DIR: the package pulumi is not installed for DIR/tools/python3; run pip install -r requirements.txt in that folder",
    },
    {
      title: "Python: an interpreter that does not start",
      yaml: "runtime: python\n",
      files: MAIN_PY,
      tools: { python3: "echo 'libpython: not found' >&2; exit 127" },
      says: "DIR/tools/python3 does not start (libpython: not found); make the environment anew",
    },
    {
      title: "Python: a toolchain that is none",
      yaml: python("{ toolchain: conda }"),
      files: MAIN_PY,
      says: 'Pulumi.yaml: runtime: options: toolchain: "conda" is none; it is one of pip, poetry, uv',
    },
    {
      title: "Python: no program",
      yaml: "runtime: python\nmain: infra\n",
      says: "Pulumi.yaml: main: there is no program at infra/__main__.py in DIR",
      files: { "infra/other.py": "" },
    },
    {
      title: "Go: no Go",
      yaml: "runtime: go\n",
      files: MAIN_GO,
      says: "runtime: go: there is no go on the PATH; install Go, or name a built program in Pulumi.yaml (runtime: options: binary)",
    },
    {
      title: "Go: no program",
      yaml: "runtime: go\n",
      tools: { go: "exit 0" },
      says: "Pulumi.yaml: main: there is no Go program in DIR",
    },
    {
      title: "Go: a program that does not build, in a folder of its own",
      yaml: "runtime: go\nmain: infra\n",
      files: { "infra/main.go": "" },
      tools: {
        go: "printf '# shop/infra\\n./main.go:3:5: undefined: a\\n../lib/b.go:4:1: undefined: b\\nc\\nd\\n' >&2; exit 1",
      },
      says: "DIR: the program does not build: infra/main.go:3: undefined: a\nlib/b.go:4: undefined: b\nc\n…",
    },
    {
      title: "Go: a package that is no program",
      yaml: "runtime: go\n",
      files: MAIN_GO,
      tools: { go: "exit 0" },
      says: "DIR: the Go package in DIR is no program: it is not package main",
    },
    {
      title: "Go: a binary that is not there",
      yaml: "runtime:\n  name: go\n  options: { binary: bin/shop }\nmain: infra\n",
      files: { "infra/main.go": "" },
      says: "Pulumi.yaml: runtime: options: binary: there is no program at bin/shop; run go build -o bin/shop infra, or take the option out",
    },
    {
      title: "a language that has no launcher",
      yaml: "runtime: java\n",
      says: "Pulumi.yaml: runtime: java programs cannot be rendered; this version renders nodejs, python, go",
    },
  ];
  for (const { title, yaml, files, tools, says } of table) {
    it(title, async () => {
      assert.equal(await refusal(writeOther(yaml, files, tools)), says);
    });
  }
});

describe("a Go program", () => {
  after(removePrograms);

  it("is built with flags of ours, without the variables that choose its sources", async () => {
    const dir = writeOther("runtime: go\n", MAIN_GO, {
      go: `[ "$1" = build ] && /usr/bin/env > seen.txt && printf '#!/bin/sh\\n' > "$3" && chmod +x "$3"; exit 0`,
    });
    const set = {
      GOFLAGS: "-tags=production",
      GOOS: "plan9",
      GOPROXY: "off",
      SECRET: "x",
      PATH: `${join(dir, "tools")}:/usr/bin:/bin`,
    };
    const before = Object.keys(set).map((name): [string, string | undefined] => [name, process.env[name]]);
    Object.assign(process.env, set);
    try {
      await launchGo(readProject(dir), dir);
    } finally {
      for (const [name, value] of before) {
        if (value === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = value;
      }
    }
    const seen = readFileSync(join(dir, "seen.txt"), "utf8");
    assert.match(seen, /^GOFLAGS=-trimpath=false -buildvcs=false$/m);
    assert.match(seen, /^GOPROXY=off$/m);
    assert.doesNotMatch(seen, /^(GOOS|SECRET)=|production/m);
  });

  it("that is built already is run as it is, in the folder of its main, without our variables", async () => {
    const dir = writeOther("runtime:\n  name: go\n  options: { binary: bin/shop }\nmain: infra\n", {
      "infra/main.go": "",
      "bin/shop": "",
    });
    const launch = await launchGo(readProject(dir), dir);
    const run = {
      stack: "ci",
      address: "127.0.0.1:1",
      config: { "shop:a": "b" },
      secretKeys: [],
      organization: "o",
    };
    const { command, cwd, env } = launch.command({ ...run, shape: "preview" });
    assert.deepEqual([command, cwd], [join(dir, "bin/shop"), join(dir, "infra")]);
    const { PATH: path, HOME: home, NO_COLOR: colour, ...own } = env;
    assert.deepEqual([path, home, colour], [process.env.PATH, process.env.HOME, "1"]);
    assert.deepEqual(own, {
      PULUMI_CONFIG: '{"shop:a":"b"}',
      PULUMI_CONFIG_SECRET_KEYS: "[]",
      PULUMI_DRY_RUN: "true",
      PULUMI_ENGINE: "127.0.0.1:1",
      PULUMI_MONITOR: "127.0.0.1:1",
      PULUMI_ORGANIZATION: "o",
      PULUMI_PARALLEL: "16",
      PULUMI_PROJECT: "shop",
      PULUMI_ROOT_DIRECTORY: dir,
      PULUMI_STACK: "ci",
    });
    assert.equal(launch.command({ ...run, shape: "update" }).env.PULUMI_DRY_RUN, "false");
  });

  it("asks other stacks for the outputs that stand in its sources, not in those of its packages", async () => {
    const asked = (name: string) => `x := r.GetStringOutput(pulumi.String("${name}"))\n`;
    const dir = writeOther("runtime:\n  name: go\n  options: { binary: shop }\n", {
      shop: "",
      "main.go": asked("topicArn") + 'y := r.GetOutput(\n\tpulumi.String("zone"))\n',
      "lib/lib.go": 'z, _ := r.GetOutputDetails("vpc")\n',
      "vendor/a/a.go": asked("no"),
      ".git/a.go": asked("no"),
    });
    const { stackOutputs } = await launchGo(readProject(dir), dir);
    assert.deepEqual([...stackOutputs].sort(), ["topicArn", "vpc", "zone"]);
  });
});
