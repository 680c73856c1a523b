import assert from "node:assert/strict";
import { Copy } from "../support/copy";
import { ALL, edits } from "./edits";

describe("a small edit that `check` must reject", () => {
  for (const { title, edit, policy, stacks, resource, file, message, fix } of edits) {
    it(title, () => {
      const copy = new Copy();
      try {
        const line = edit(copy);
        const { code, text, report } = copy.check();
        assert.equal(code, 1, text);
        assert.ok(report);
        const found = report.violations.filter((v) => v.policy === policy && v.resource === resource);
        assert.deepEqual([...new Set(found.map((v) => v.stack))].sort(), stacks, text);
        const places = new Set<string>();
        for (const violation of found) {
          assert.equal(violation.level, "mandatory");
          assert.match(violation.message, message);
          assert.match(violation.fix ?? "", fix);
          const { source } = violation;
          assert.ok(source);
          assert.equal(source.file, file);
          if (line !== undefined) assert.equal(source.line, line);
          places.add(`${source.file}:${source.line}`);
        }
        const [place = ""] = places;
        for (const shown of [policy, resource, place])
          assert.ok(text.includes(shown), `${shown} in\n${text}`);
      } finally {
        copy.remove();
      }
    });
  }
});

describe("the project as it is", () => {
  it("passes, with api-low-traffic as the only excepted alarm", () => {
    const copy = new Copy();
    try {
      const { code, text, report } = copy.check();
      assert.equal(code, 0, text);
      assert.deepEqual(report?.stacks.map(({ name }) => name).sort(), ALL);
      const alarms = report.parity.filter(({ kind }) => kind === "alarm");
      assert.deepEqual(
        alarms.filter(({ verdict }) => verdict !== "same").map(({ name, verdict }) => [name, verdict]),
        [["api-low-traffic", "excepted"]],
      );
      assert.deepEqual(report.violations, []);
    } finally {
      copy.remove();
    }
  });
});
