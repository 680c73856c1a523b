import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Judgement } from "../../parity/judge";
import type { StackRenders } from "../../parity/render/types";
import { startPack, type PackHost } from "../support/packHost";
import { removePrograms } from "../support/program";
import { parityOf, renderRow, stacksOf, type RowRenders } from "./program";
import type { Rejection, Row } from "./row";
import { GROUPS } from "./rows";

const ROWS = Object.values(GROUPS).flat();

const README = readFileSync(resolve(__dirname, "../../README.md"), "utf8");
const [, CANNOT_SEE = ""] = /\n## What this cannot see\n([^]*?)\n## /.exec(README) ?? [];

describe("programs against the policy pack", () => {
  let pack: PackHost;
  const rendering = new Map<Row, Promise<RowRenders>>();

  /** Begins a row's renders, unless they have begun. */
  function start(row: Row): Promise<RowRenders> {
    const begun = rendering.get(row) ?? renderRow(row);
    rendering.set(row, begun);
    return begun;
  }

  before(async () => {
    pack = await startPack();
  });
  after(() => {
    pack.close();
    removePrograms();
  });

  for (const [group, rows] of Object.entries(GROUPS)) {
    describe(group, () => {
      for (const row of rows) {
        it(row.title, async () => {
          const own = start(row);
          // Two programs at a time; the test of the next row tells of its failure.
          const next = ROWS[ROWS.indexOf(row) + 1];
          if (next !== undefined) start(next).catch(() => undefined);
          const { renders, deployed = renders } = await own;
          if ("unrendered" in row.expect) {
            for (const { update } of renders.stacks)
              assert.match(update.ok ? "" : update.error, row.expect.unrendered);
            return;
          }
          const judged = stacksOf(row);
          for (const stack of [...renders.stacks, ...deployed.stacks]) assertWhole(stack);
          const judgement = await pack.judge(renders, parityOf(row), judged, deployed);
          assertVerdict(row, judgement, judged);
        });
      }
    });
  }
});

function assertWhole({ preview, update, previewKnown }: StackRenders): void {
  for (const render of [preview, update, previewKnown])
    if (render?.ok === false)
      assert.fail(`${render.stack} (${render.shape}) did not render: ${render.error}`);
}

function assertVerdict(
  { expect }: Row,
  { violations, unchecked }: Judgement,
  stacks: readonly string[],
): void {
  const mandatory = violations.filter(({ level }) => level === "mandatory");
  const told = mandatory.map(({ message, fix }) => `${message}\n  ${fix ?? "no fix"}`).join("\n");
  const wanted = "rejects" in expect ? expect.rejects : [];
  const of = ({
    policy,
    resource,
    stack,
    shape,
  }: Omit<Rejection, "message" | "stacks"> & { stack: string }): string =>
    `${stack}: ${policy} ${resource}${shape === undefined ? "" : ` (${shape})`}`;
  assert.deepEqual(
    [...new Set(mandatory.map(of))].sort(),
    wanted.flatMap((one) => (one.stacks ?? stacks).map((stack) => of({ ...one, stack }))).sort(),
    told,
  );
  for (const { message, fix } of mandatory) {
    assert.ok(message !== "" && fix !== undefined && fix !== "", told);
    assert.doesNotMatch(`${message} ${fix}`, /undefined|\[object|04da6b54/);
  }
  for (const { policy, resource, message } of wanted) {
    if (message === undefined) continue;
    const found = mandatory.filter((one) => one.policy === policy && one.resource === resource);
    assert.ok(
      found.some((one) => message.test(one.message)),
      told,
    );
  }
  if ("covered" in expect) assert.ok(oneLine(CANNOT_SEE).includes(oneLine(expect.covered)), expect.covered);
  if ("unchecked" in expect && expect.unchecked !== undefined) {
    const reasons = unchecked.map(({ reason }) => reason).join("\n");
    assert.match(reasons, expect.unchecked);
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
