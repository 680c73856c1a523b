import assert from "node:assert/strict";
import { UNKNOWN } from "../../cloudwatch/unknown";
import type { Judgement } from "../../parity/judge";
import { rules } from "../../policies/rules";
import { viewOfRender } from "../../policies/rules/view";
import { startPack, type PackHost } from "../support/packHost";
import { allKnown, casesOf, type Given } from "./cases";
import { recordFields } from "./fieldsRead";
import type { Says, UnknownRow } from "./row";
import { NOT_VALUES, ROWS } from "./table";

const STACK = "production";
const PARITY = "stacks: [staging, production]\n";
const LEVELS = new Map(rules.map(({ name, level }) => [name, level]));

describe("values that a first preview does not know", () => {
  let pack: PackHost;
  before(async () => {
    pack = await startPack();
  });
  after(() => {
    pack.close();
  });

  const judge = ({ renders, deployed }: Given): Promise<Judgement> =>
    pack.judge(renders, PARITY, [STACK], deployed);

  const baselines = new Map<string, Judgement>();
  /** What the pack says of the row's stack where all is known, of which the row tells nothing. */
  async function baselineOf(row: UnknownRow, isRendered: boolean): Promise<Judgement> {
    const given = allKnown(row, isRendered);
    const key = JSON.stringify(given);
    const baseline = baselines.get(key) ?? (await judge(given));
    baselines.set(key, baseline);
    return baseline;
  }

  for (const { name } of rules) {
    describe(name, () => {
      for (const row of ROWS.filter(({ policy }) => policy === name)) {
        for (const one of casesOf(row)) {
          it(`${row.of} ${row.field} (${one.title}): ${verb(one.says)}`, async () => {
            const baseline = await baselineOf(row, one.isRendered);
            const judgement = await judge(one.given());
            assertTrustworthy(judgement);
            assertSays(row, one.says, judgement, baseline);
          });
        }
      }
    });
  }
});

describe("the table of unknown values", () => {
  for (const rule of rules) {
    it(`has a row for ${rule.name}, and for each field that it asks for by name`, () => {
      const rows = ROWS.filter(({ policy }) => policy === rule.name);
      assert.ok(rows.length > 0);
      const read = new Set<string>();
      const givens = rows.flatMap((row) => [
        allKnown(row, false),
        ...casesOf(row).map(({ given }) => given()),
      ]);
      for (const { deployed } of givens)
        for (const { preview } of deployed.stacks)
          if (preview.ok) recordFields(rule, viewOfRender(preview).resources, contextOf(rule.name), read);
      const covered = new Set(rows.flatMap((row) => row.reads ?? []));
      const missing = [...read].filter(
        (field) => !covered.has(field) && !NOT_VALUES.some(([pattern]) => pattern.test(field)),
      );
      assert.deepEqual(missing.sort(), []);
    });
  }

  it("names policies that there are", () => {
    assert.deepEqual(
      ROWS.filter(({ policy }) => !LEVELS.has(policy)),
      [],
    );
  });
});

function contextOf(rule: string) {
  return {
    stack: STACK,
    project: "alarm-parity",
    today: "2026-11-24",
    config: {},
    rendersError: `no render for ${rule}`,
  };
}

/** No mandatory policy has turned advisory, which is what the SDK makes of one that reads an unknown; no mark is shown. */
function assertTrustworthy({ violations, unchecked }: Judgement): void {
  for (const { policy, level, message, fix = "" } of violations) {
    assert.equal(level, LEVELS.get(policy), `${policy}: ${message}`);
    assert.doesNotMatch(message, /can't be known during preview/);
    assert.ok(!`${message}${fix}`.includes(UNKNOWN), message);
  }
  for (const { reason } of unchecked) assert.ok(!reason.includes(UNKNOWN), reason);
}

function beyond({ violations, unchecked }: Judgement, baseline: Judgement): Judgement {
  const before = new Set([...baseline.violations.map(textOf), ...baseline.unchecked.map(textOf)]);
  return {
    violations: violations.filter((one) => !before.has(textOf(one))),
    unchecked: unchecked.filter((one) => !before.has(textOf(one))),
  };
}

function textOf(one: Judgement["violations"][number] | Judgement["unchecked"][number]): string {
  return JSON.stringify([one.policy, one.urn, "message" in one ? one.message : one.reason]);
}

function assertSays(row: UnknownRow, says: Says, judgement: Judgement, baseline: Judgement): void {
  const { violations, unchecked } = beyond(judgement, baseline);
  const own = violations.filter(({ policy }) => policy === row.policy);
  const reasons = unchecked.filter(({ policy }) => policy === row.policy).map(({ reason }) => reason);
  const told = JSON.stringify(
    {
      own: own.map(({ message }) => message),
      reasons,
      others: violations.map(({ policy, message }) => `${policy}: ${message}`),
    },
    null,
    1,
  );
  if ("rejects" in says) {
    const offender = row.offender ?? row.of;
    const found = own.find(({ message, resource }) => resource === offender && says.rejects.test(message));
    assert.ok(found !== undefined, told);
    assert.equal(found.level, "mandatory");
    assert.ok(found.fix !== undefined && found.fix !== "", told);
    return;
  }
  assert.deepEqual(own, [], told);
  if ("by" in says)
    assert.ok(
      violations.some(({ policy, level }) => policy === says.by && level === "mandatory"),
      told,
    );
  if ("silent" in says) assert.deepEqual(reasons, [], told);
  const wanted = "lists" in says ? says.lists : undefined;
  if (wanted === undefined) return;
  // What is listed may be so where all is known too: in a preview no output is.
  const listed = judgement.unchecked.filter(({ policy }) => policy === row.policy);
  assert.ok(
    listed.some(({ reason }) => wanted.test(reason)),
    told,
  );
}

function verb(says: Says): string {
  if ("rejects" in says) return "rejected";
  if ("by" in says) return `left to ${says.by}`;
  return "lists" in says ? "listed as not judged" : `passes, since ${says.silent}`;
}
