import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PackConfigFile } from "../../parity/host/configFile";
import type { PackInfo } from "../../parity/host/types";
import { InputError } from "../../parity/render/inputError";

const texts = { type: "array", items: { type: "string" } };
const info: PackInfo = {
  name: "alarm-parity",
  version: "1",
  policies: [
    { name: "alarm-parity", description: "d", level: "mandatory", configSchema: {} },
    { name: "alarm-topics", description: "d", level: "mandatory", configSchema: { stacks: texts } },
  ],
};

describe("a file of a pack's configuration", () => {
  let file: string;
  let dir: string;
  before(() => {
    dir = mkdtempSync(join(tmpdir(), "config-"));
    file = join(dir, "pack.json");
  });
  after(() => {
    rmSync(dir, { recursive: true });
  });

  function read(text: string): PackConfigFile {
    writeFileSync(file, text);
    const config = new PackConfigFile(file);
    config.hold(info);
    return config;
  }

  it("takes levels, keys and `all` as pulumi does, and nothing from an empty file", () => {
    assert.deepEqual(read('{"all": "advisory", "alarm-topics": {"stacks": ["ci"]}}').config, {
      all: { enforcementLevel: "advisory" },
      "alarm-topics": { properties: { stacks: ["ci"] } },
    });
    assert.deepEqual(read("alarm-topics: { enforcementLevel: remediate, stacks: [] }\n").config, {
      "alarm-topics": { enforcementLevel: "remediate", properties: { stacks: [] } },
    });
    assert.deepEqual(read("").config, {});
  });

  it("says of ESC environments that they are not opened", () => {
    const { config, notes } = read('{"environments": ["shop/live"]}');
    assert.deepEqual([config, notes.length], [{}, 1]);
    assert.match(notes[0] ?? "", /^environment shop\/live of .* is not opened/);
  });

  const refused: [string, string, RegExp][] = [
    ["text that is no JSON or YAML", "{", /:1: not YAML: /],
    ["a list", "[]", /:1: must be a map of policies/],
    [
      "a key twice",
      '{"alarm-parity": "advisory",\n "alarm-parity": "disabled"}',
      /:2: not YAML: Map keys must be unique/,
    ],
    [
      "a level that is none",
      '{\n"alarm-parity": "of"}',
      /:2: alarm-parity: is no level; write advisory, mandatory, remediate or disabled$/,
    ],
    [
      "a level that is none among keys",
      "alarm-parity:\n  enforcementLevel: off\n",
      /:2: alarm-parity\.enforcementLevel: is no level/,
    ],
    [
      "a policy that is a number",
      '{"alarm-parity": 1}',
      /:1: alarm-parity: must be a map of keys to values, not the number 1$/,
    ],
    [
      "an unknown policy",
      '{\n\n"alarm-parit": "advisory"}',
      /:3: configuration of pack alarm-parity: it has no policy "alarm-parit"; did you mean "alarm-parity"\?$/,
    ],
    [
      "a policy like none",
      "budget: disabled",
      /it has no policy "budget"; there are all, alarm-parity, alarm-topics$/,
    ],
    [
      "an unknown key",
      "alarm-topics:\n  stack: [ci]\n",
      /:2: configuration of policy alarm-topics: unknown key "stack"; did you mean "stacks"\?$/,
    ],
    [
      "a value of a wrong type",
      "alarm-topics:\n  stacks:\n    - ci\n    - 1\n",
      /:4: configuration of policy alarm-topics: stacks\[1\]: .*expected string/,
    ],
    [
      "keys for all policies, which pulumi drops",
      "all:\n  stacks: [ci]\n",
      /:2: configuration of all policies: unknown key "stacks"/,
    ],
  ];
  for (const [title, text, message] of refused) {
    it(`refuses ${title}, naming the line`, () => {
      assert.throws(
        () => read(text),
        (error: unknown) => {
          assert.ok(error instanceof InputError, String(error));
          assert.ok(error.message.startsWith(file) && !error.message.includes("\n"), error.message);
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }

  it("refuses a file that is not there", () => {
    assert.throws(
      () => new PackConfigFile(join(dir, "none.json")),
      (error: unknown) => error instanceof InputError && /cannot be read \(ENOENT\)$/.test(error.message),
    );
  });
});
