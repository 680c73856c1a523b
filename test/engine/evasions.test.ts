import assert from "node:assert/strict";
import { resolve } from "node:path";
import { stacksOf, writeRow } from "../evasions/program";
import type { Row } from "../evasions/row";
import { GROUPS } from "../evasions/rows";
import { removePrograms } from "../support/program";
import { asEngineNames, Engine, pulumiIsThere, verdictOf } from "./engine";

const PACKS = { policyPacks: [resolve(__dirname, "../../policies")] };

/** Set in the engine's environment alone: the pack's own renders never see it. */
const MARK = "UNDER_ENGINE";

/** The stack that shows most of what the row expects. */
function stackOf(row: Row): string {
  const stacks = stacksOf(row);
  const wanted = "rejects" in row.expect ? row.expect.rejects : [];
  const score = (stack: string): number =>
    wanted.filter((one) => one.stacks?.includes(stack) !== false).length;
  return [...stacks].reverse().reduce((best, stack) => (score(stack) > score(best) ? stack : best));
}

/** Each `policy resource` that a preview of `stack` must tell. */
function expected({ expect }: Row, stack: string): string[] {
  const wanted = "rejects" in expect ? expect.rejects : [];
  const here = wanted.filter(({ stacks, shape }) => stacks?.includes(stack) !== false && shape !== "update");
  return [...new Set(here.map(({ policy, resource }) => `${policy} ${resource}`))].sort();
}

describe("programs against the pack under a real Pulumi engine with a stub provider", function () {
  before(function () {
    if (pulumiIsThere(process.env.PATH ?? "")) return;
    console.log("    no `pulumi` on the PATH: these programs are skipped");
    this.skip();
  });
  after(removePrograms);

  for (const [group, rows] of Object.entries(GROUPS)) {
    describe(group, () => {
      for (const row of rows) {
        if (row.otherwiseInEngine !== undefined) {
          it.skip(`${row.title}: ${row.otherwiseInEngine}`);
          continue;
        }
        it(row.title, async () => {
          const engine = new Engine();
          try {
            const first =
              row.engineOnly === undefined ? "" : `if (process.env.${MARK}) { ${row.engineOnly} }`;
            const dir = writeRow(row, first);
            const name = stackOf(row);
            const stack = await engine.stack(dir, name, { [MARK]: "1", PWD: dir });
            const verdict = await verdictOf((onEvent) => stack.preview({ ...PACKS, onEvent }));
            if ("unrendered" in row.expect) {
              assert.equal(verdict.passed, false, verdict.output);
              return;
            }
            const wanted = asEngineNames(expected(row, name), verdict.violations);
            assert.deepEqual(verdict.violations, wanted, [...verdict.messages, verdict.output].join("\n"));
            assert.equal(verdict.passed, wanted.length === 0, verdict.output);
          } finally {
            engine.remove();
          }
        });
      }
    });
  }
});
