import assert from "node:assert/strict";
import { readStackFiles } from "../../parity/files";
import { buildReport } from "../../parity/report/build";
import {
  Deployed,
  differing,
  removeFiles,
  secret,
  stacksOf,
  UNKNOWN,
  urn,
  write,
  type Json,
} from "./support";

function stateOf(edit: (stack: Deployed) => void, name = "ci"): Json {
  const deployed = new Deployed(name);
  edit(deployed);
  return deployed.state();
}

describe("a stack's export", () => {
  after(removeFiles);

  it("gives resources without default providers, the stack's region, and places in the program", () => {
    const [stack] = stacksOf([new Deployed("ci").state()]);
    assert.deepEqual(
      stack!.resources.map(({ name }) => name),
      ["shop-ci", "alarms", "broker", "errors"],
    );
    assert.deepEqual(stack!.config, { "aws:region": "eu-west-1" });
    const alarm = stack!.resources.at(-1)!;
    assert.deepEqual(alarm.source, { file: "alarms/errors.ts", line: 12 });
    assert.equal(alarm.provider, undefined);
  });

  it("is read as it lies in a file backend, too", () => {
    const { version, deployment } = new Deployed("ci").state();
    const [stack] = stacksOf([{ version, checkpoint: { stack: "ci", latest: deployment } }]);
    assert.equal(stack!.resources.length, 4);
  });

  it("shows what the program gave, without what the provider lists as filled in or named itself", () => {
    const [stack] = stacksOf([
      stateOf(({ alarm, topic }) => {
        alarm.inputs.metricQueries = [{ __defaults: ["returnData"], id: "m", returnData: false }];
        topic.inputs = { name: "alarms-1a2b3c4", displayName: "alarms-1a2b3c4" };
      }),
    ]);
    const [, topic, , alarm] = stack!.resources;
    assert.deepEqual(topic!.inputs, {});
    assert.equal(topic!.outputs.name, "alarms-1a2b3c4");
    assert.deepEqual(alarm!.inputs.metricQueries, [{ id: "m" }]);
    for (const key of ["__defaults", "actionsEnabled", "name"]) assert.ok(!(key in alarm!.inputs), key);
  });

  it("leaves out what waits for its deletion, and tells what is deleted and not made again", () => {
    const [stack] = stacksOf([
      stateOf(({ resources, alarm, loadBalancer }) => {
        resources.push({ ...alarm, delete: true }, { ...loadBalancer, delete: true });
        loadBalancer.pendingReplacement = true;
      }),
    ]);
    assert.deepEqual(
      stack!.resources.map(({ name }) => name),
      ["shop-ci", "alarms", "errors"],
    );
    assert.deepEqual(stack!.notes.length, 2);
    assert.match(stack!.notes.join("\n"), /broker is deleted and waits to be made again; run pulumi up/);
  });

  it("tells an update that was interrupted", () => {
    const state = new Deployed("ci").state();
    Object.assign(state.deployment as Json, { pending_operations: [{ type: "creating" }] });
    const [stack] = stacksOf([state]);
    assert.match(stack!.notes.join(), /interrupted \(1 operations are pending\); run pulumi refresh/);
  });

  it("keeps secrets: encrypted ones are unknown, plain ones are hidden in every report", () => {
    const stacks = stacksOf([
      stateOf(({ alarm }) => (alarm.inputs.threshold = secret({ ciphertext: "v1:AAAA:BBBB" })), "ci"),
      stateOf(({ alarm }) => (alarm.inputs.threshold = secret({ plaintext: "7351" })), "production"),
    ]);
    const [sealed, open] = stacks.map(({ resources }) => resources.at(-1)!);
    assert.deepEqual([sealed!.inputs.threshold, sealed!.secrets], [UNKNOWN, ["threshold"]]);
    assert.deepEqual([open!.inputs.threshold, open!.secrets], [7351, ["threshold"]]);
    assert.deepEqual(differing(stacks), ['errors.threshold: ci "[secret]", production "[secret]"']);
    const renders = {
      project: "shop",
      stacks: stacks.map((update) => ({ stack: update.stack, preview: update, update })),
    };
    const report = JSON.stringify(
      buildReport(renders, ["ci", "production"], { violations: [], unchecked: [] }, []),
    );
    assert.ok(!/7351|AAAA/.test(report), report);
    assert.equal(report.match(/\[secret\]/g)?.length, 2);
  });

  it("hides a secret output, unless it is an argument of that name", () => {
    const [stack] = stacksOf([
      stateOf(({ topic }) => {
        Object.assign(topic.outputs as Json, { owner: secret({ plaintext: '"me"' }), token: "[secret]" });
      }),
    ]);
    const topic = stack!.resources[1]!;
    assert.deepEqual([topic.outputs.owner, topic.outputs.token], [UNKNOWN, UNKNOWN]);
  });

  it("is read with a byte order mark, and in the UTF-16 of PowerShell", () => {
    const text = `\uFEFF${JSON.stringify(new Deployed("ci").state())}`;
    assert.equal(stacksOf([text])[0]!.stack, "ci");
    assert.equal(stacksOf([Buffer.from(text, "utf16le")])[0]!.stack, "ci");
  });
});

describe("a preview's file", () => {
  after(removeFiles);

  it("keeps what is unknown, with what it depends on", () => {
    const stacks = stacksOf(
      [new Deployed("ci").firstPreview(), new Deployed("production").firstPreview()],
      "preview",
    );
    const alarm = stacks[0]!.resources.at(-1)!;
    assert.deepEqual(alarm.inputs.alarmActions, [UNKNOWN]);
    assert.deepEqual(alarm.propertyDependencies.alarmActions, [urn("ci", "aws:sns/topic:Topic", "alarms")]);
    assert.equal(stacks[0]!.shape, "preview");
    assert.deepEqual(differing(stacks), []);
  });

  it("of a stack that is deployed is compared with a first one by dependencies", () => {
    const first = new Deployed("ci").firstPreview();
    const stacks = stacksOf([first, new Deployed("production").preview()], "preview");
    assert.deepEqual(differing(stacks), []);
    const other = new Deployed("production");
    other.alarm.inputs.okActions = ["arn:aws:sns:eu-west-1:999999999999:pager"];
    other.alarm.propertyDependencies.okActions = [];
    assert.match(differing(stacksOf([first, other.preview()], "preview")).join(), /^errors.okActions: /);
  });

  it("leaves out what is deleted, and shows an update with its new arguments", () => {
    const deployed = new Deployed("ci");
    const preview = deployed.preview() as { steps: Json[]; changeSummary: Json };
    const [, , balancer, alarm] = preview.steps;
    Object.assign(balancer!, { op: "delete", newState: undefined });
    const { inputs } = deployed.alarm;
    Object.assign(alarm!, {
      op: "update",
      newState: { ...deployed.alarm, inputs: { ...inputs, threshold: 70 } },
    });
    preview.changeSummary = { same: 2, delete: 1, update: 1 };
    const [stack] = stacksOf([preview], "preview");
    assert.deepEqual(
      stack!.resources.map(({ name }) => name),
      ["shop-ci", "alarms", "errors"],
    );
    const shown = stack!.resources.at(-1)!;
    assert.deepEqual([shown.inputs.threshold, shown.outputs.threshold], [70, 70]);
  });
});

describe("files that are refused with one line", () => {
  after(removeFiles);
  const ci = new Deployed("ci");
  const state = ci.state();
  const text = JSON.stringify(state, null, 2);
  const hidden = { ...ci.preview(), changeSummary: { same: 9 } };
  const failed = {
    ...ci.preview(),
    diagnostics: [{ severity: "error", message: "error: no such key\nmore" }],
  };

  const rows: [string, "state" | "preview", unknown[], RegExp][] = [
    [
      "a truncated one, with its end",
      "state",
      [text.slice(0, 200)],
      /0\.json:\d+:\d+: the JSON ends too early; write it again with pulumi stack export/,
    ],
    [
      "one that is not JSON, with line and column",
      "state",
      ['{\n  "version": 3,\n  nonsense\n}'],
      /0\.json:3:3: it is not JSON here/,
    ],
    ["an empty one", "preview", ["\n"], /0\.json: it is empty; write it with pulumi preview -s STACK --json/],
    ["a compressed one", "state", [Buffer.from([0x1f, 0x8b, 8])], /it is compressed/],
    [
      "another version",
      "state",
      [{ ...state, version: 2 }],
      /its deployment has version 2, and versions 3 and 4 are read/,
    ],
    [
      "no deployment",
      "state",
      [{ version: 3, deployment: null }],
      /the stack has no resource, so nothing is deployed/,
    ],
    [
      "a deployment of nothing",
      "state",
      [{ version: 3, deployment: { manifest: {} } }],
      /the stack has no resource/,
    ],
    ["some other JSON", "state", [[1, 2]], /it is no export of a stack; write it with pulumi stack export/],
    ["some other JSON as a preview", "preview", [{ a: 1 }], /it is no preview; write it with/],
    [
      "a preview as a state",
      "state",
      [ci.preview()],
      /it is a preview \(it has steps\), not a state; give it with --preview/,
    ],
    [
      "a state as a preview",
      "preview",
      [state],
      /it is a state \(it has a deployment\), not a preview; give it with --state/,
    ],
    [
      "a resource of a wrong form",
      "state",
      [{ version: 3, deployment: { resources: [{ urn: 1 }] } }],
      /0\.json: resources\.0\.urn: /,
    ],
    [
      "a preview that hides what stays the same",
      "preview",
      [hidden],
      /leaves out 5 resources that stay the same.*--show-sames/,
    ],
    [
      "a preview that failed",
      "preview",
      [failed],
      /the preview failed, so it does not show the whole stack: error: no such key$/,
    ],
    [
      "two files of one stack",
      "state",
      [state, state],
      /1\.json: it is of stack ci, and so is .*0\.json; give one file a stack/,
    ],
    [
      "two projects",
      "state",
      [state, new Deployed("production", "other").state()],
      /1\.json: it is of project other, and .*0\.json of shop/,
    ],
    [
      "two stacks in one file",
      "state",
      [{ version: 3, deployment: { resources: [...ci.resources, ...new Deployed("production").resources] } }],
      /is of another stack or project than .*; a file holds one stack/,
    ],
  ];
  for (const [what, kind, contents, message] of rows) {
    it(what, () => {
      const files = write(Object.fromEntries(contents.map((content, index) => [`${index}.json`, content])));
      assert.throws(
        () => readStackFiles(files, kind),
        (error: Error) => {
          assert.equal(error.name, "InputError");
          assert.ok(!error.message.includes("\n"), error.message);
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }

  it("a folder, and a file that is not there", () => {
    const [file = ""] = write({ "0.json": state });
    assert.throws(
      () => readStackFiles([file.replace("/0.json", "")], "state"),
      /it is a folder; give the files in it/,
    );
    assert.throws(
      () => readStackFiles([`${file}.no`], "state"),
      /there is no such file; write it with pulumi stack export/,
    );
  });

  it("and never with a piece of the file, which may be a secret", () => {
    const [file = ""] = write({ "0.json": '{"version":3,"password":"hunter2" hunter2}' });
    assert.throws(
      () => readStackFiles([file], "state"),
      (error: Error) => !error.message.includes("hunter2"),
    );
  });
});
