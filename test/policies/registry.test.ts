import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { rules } from "../../policies/rules";

const ROOT = join(__dirname, "..", "..");
const RULES = join(ROOT, "policies", "rules");

/** `alarm-name-unique` → `alarmNameUnique`, the name of its file, its export and its test. */
function camelCase(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** Files that export a rule: `export const alarmX: Rule`. */
const ruleFiles = readdirSync(RULES)
  .filter((file) => file.endsWith(".ts"))
  .filter((file) => /^export const \w+: Rule\b/m.test(readFileSync(join(RULES, file), "utf8")))
  .map((file) => file.replace(/\.ts$/, ""));

describe("the registry of policies", () => {
  it("holds every rule that has a file, and no other", () => {
    assert.deepEqual(rules.map(({ name }) => camelCase(name)).sort(), ruleFiles.sort());
  });

  it("holds each name once", () => {
    assert.equal(new Set(rules.map(({ name }) => name)).size, rules.length);
  });

  it("is what the README's table lists", () => {
    const readme = readFileSync(join(ROOT, "README.md"), "utf8");
    const [, section = ""] = /\n## Policies\n([^]*?)\n## /.exec(readme) ?? [];
    const listed = [...section.matchAll(/^\|\s*`([a-z]+(?:-[a-z]+)+)`/gm)].map(([, name]) => name);
    assert.deepEqual([...new Set(listed)].sort(), rules.map(({ name }) => name).sort());
  });

  for (const rule of rules) {
    const file = camelCase(rule.name);
    it(`has ${rule.name} under its own name, with a test, a description and a check`, () => {
      const module = createRequire(__filename)(join(RULES, file)) as Record<string, unknown>;
      assert.equal(module[file], rule);
      assert.ok(
        existsSync(join(ROOT, "test", "rules", `${file}.test.ts`)),
        `test/rules/${file}.test.ts is missing`,
      );
      assert.match(rule.description, /^[A-Z].*\.$/s);
      assert.ok(rule.checkResource ?? rule.checkStack);
      assert.ok(!("enforcementLevel" in (rule.configSchema ?? {})), "the SDK keeps this key for itself");
    });
  }
});
