import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { makeContexts } from "../../policies/context";
import { configOf, configProblems, configSchemaOf, SHARED_CONFIG } from "../../policies/packConfig";
import { rules } from "../../policies/rules";
import { SettingsReader } from "../../policies/sharedSettings";

const FACT = "{namespace: Shop, metric: Orders, allow: [Sum], reason: it counts, source: wiki}";

describe("what policies may be configured with", () => {
  it("has one schema a key, whatever policy takes it, and no default that an engine would fill in", () => {
    const seen = new Map<string, unknown>();
    for (const { configSchema = {} } of rules) {
      for (const [key, schema] of Object.entries(configSchema)) {
        assert.deepEqual(seen.get(key) ?? schema, schema, key);
        assert.ok(!("default" in schema) && !(key in SHARED_CONFIG), key);
        seen.set(key, schema);
      }
    }
    assert.deepEqual([...seen.keys()].sort(), [
      "elsewhere",
      "facts",
      "machines",
      "required",
      "subscribedStacks",
    ]);
  });

  it("is the policy's own configuration over the settings file's keys that it has", () => {
    const schema = { facts: {}, elsewhere: {} };
    const settings = { facts: [1], elsewhere: ["a"], machines: ["m"] };
    assert.deepEqual(configOf({ elsewhere: ["b"] }, settings, schema), { facts: [1], elsewhere: ["b"] });
  });

  it("holds no key that the policy has not, naming the nearest", () => {
    const topics = rules.find(({ name }) => name === "alarm-topics-subscribed");
    assert.ok(topics);
    const schema = configSchemaOf(topics);
    assert.deepEqual(configProblems(topics.name, { subscribedStacks: [] }, schema), []);
    assert.deepEqual(configProblems(topics.name, { subscribdStacks: [] }, schema), [
      'configuration of alarm-topics-subscribed: unknown key "subscribdStacks"; did you mean "subscribedStacks"?',
    ]);
  });

  it("holds no fact that says both of a statistic", () => {
    const facts = [
      { namespace: "Shop", metric: "Orders", allow: ["Sum"], forbid: ["Sum"], reason: "r", source: "s" },
    ];
    assert.deepEqual(configProblems("p", { facts }, { facts: {} }), [
      "configuration of p: facts: Sum of Shop Orders is under both allow and forbid",
    ]);
  });
});

describe("a settings file", () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "settings-"));
  });
  afterEach(() => {
    rmSync(dir, { recursive: true });
  });

  function write(path: string, text: string): string {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
    return path;
  }
  const read = (path?: string) => new SettingsReader(rules).settings(dir, path);

  it("is policies/alarm-parity.yaml, else alarm-parity.yaml, else the one that is named, else none", () => {
    assert.deepEqual(read(), { values: {} });
    write("alarm-parity.yaml", "elsewhere: [a]");
    assert.deepEqual(read(), { values: { elsewhere: ["a"] } });
    write("policies/alarm-parity.yaml", "elsewhere: [b]");
    assert.deepEqual(read(), { values: { elsewhere: ["b"] } });
    assert.deepEqual(read(write("other/my.yaml", "")), { values: {} });
  });

  const wrong: [string, string, RegExp][] = [
    [
      "an unknown key",
      "elswhere: [a]",
      /^alarm-parity\.yaml:1: unknown key "elswhere"; did you mean "elsewhere"\?$/,
    ],
    [
      "a value of a wrong type",
      "machines:\n  - a\n  - 1\n",
      /^alarm-parity\.yaml:3: machines\[1\]: must be text/,
    ],
    [
      "a fact without a reason",
      "facts:\n  - {namespace: A, metric: B, source: c}\n",
      /:2: facts\[0\]\.reason: is missing/,
    ],
    [
      "an unknown statistic",
      `facts:\n  - ${FACT.replace("Sum", "Total")}\n`,
      /^alarm-parity\.yaml:2: facts\[0\]\.allow\[0\]: /,
    ],
    [
      "a fact that says both",
      `facts:\n  - ${FACT}\n  - ${FACT.replace("allow", "forbid")}\n`,
      /facts: Sum of Shop Orders is under both/,
    ],
    [
      "a range of one end",
      `facts:\n  - ${FACT.replace("allow", "sampleRange: [1], allow")}\n`,
      /^alarm-parity\.yaml:2: facts\[0\]\.sampleRange: /,
    ],
    [
      "a range of text",
      `facts:\n  - ${FACT.replace("allow", "sampleRange: [0, many], allow")}\n`,
      /^alarm-parity\.yaml:2: facts\[0\]\.sampleRange\[1\]: /,
    ],
    [
      "a range that holds no value",
      `facts:\n  - ${FACT.replace("allow", "sampleRange: [5, 1], allow")}\n`,
      /facts: sampleRange of Shop Orders is \[5, 1\]: write the least value first/,
    ],
    ["text that is no YAML", "{", /^alarm-parity\.yaml:1: not YAML: /],
  ];
  for (const [title, text, message] of wrong) {
    it(`gives nothing for ${title}, and says where`, () => {
      write("alarm-parity.yaml", text);
      const { values, error } = read();
      assert.deepEqual(values, {});
      assert.match(error ?? "", message);
    });
  }

  it("takes a range without a bound", () => {
    write("alarm-parity.yaml", `facts:\n  - ${FACT.replace("allow", "sampleRange: [0, null], allow")}\n`);
    assert.equal(read().error, undefined);
  });

  it("that is named and not there is an error", () => {
    assert.match(read("none.yaml").error ?? "", /^none\.yaml: cannot be read \(ENOENT\)/);
  });

  it("reaches the rule's context: its keys, its facts, or its error", async () => {
    write("Pulumi.yaml", "name: shop\nruntime: nodejs\n");
    write("alarm-parity.yaml", `facts: [${FACT}]\n`);
    const contexts = makeContexts({ startDirs: [dir], packDir: join(dir, "pack") }, rules);
    const urn = "urn:pulumi:ci::shop::aws:sns/topic:Topic::alarms";
    const context = await contexts.forResource(urn, {}, { facts: {} });
    assert.deepEqual(context.facts?.get("Shop")?.get("Orders")?.use, ["Sum"]);
    write("broken.yaml", "facts: 1");
    const broken = await contexts.forResource(urn, { settings: "broken.yaml" }, { facts: {} });
    assert.match(broken.settingsError ?? "", /^broken\.yaml:1: facts: must be a list/);
    assert.equal(broken.facts, undefined);
  });
});
