import assert from "node:assert/strict";
import type { ProjectRenders } from "../../parity/render/types";
import { compliantRenders, edits, mutate, remove, type Edit } from "../support/compliant";
import { startPack, type PackHost } from "../support/packHost";

const CPU = "api-cpu";
const STACKS = "stacks: [ci, staging, production]\n";
const NEVER = 'exceptions: [{ alarm: api-cpu, only: [production], reason: "" }]\n';
const IDLE = "exceptions: [{ alarm: api-cpu, field: threshold, in: [ci], reason: Small. }]\n";

/** Each policy with what it rejects; the edit is made in `stacks` alone, and production is judged. */
const REJECTED: {
  policy: string;
  edit?: Edit;
  stacks?: string[];
  parity?: string;
  message: RegExp;
  fix: RegExp;
}[] = [
  {
    policy: "alarm-parity",
    edit: remove(CPU),
    stacks: ["ci", "staging"],
    message: /^alarm "api-cpu" is in production and not in ci and staging$/,
    fix: /only: \[production\]/,
  },
  {
    policy: "alarm-parity",
    edit: mutate(CPU, { threshold: 90 }),
    stacks: ["ci"],
    message: /threshold is 90 in ci and 80 in staging and production$/,
    fix: /field: threshold, in: \[ci\]/,
  },
  {
    policy: "parity-exceptions-valid",
    edit: remove(CPU),
    stacks: ["ci", "staging"],
    parity: STACKS + NEVER,
    message: /^alarm "api-cpu": its exception \(parity\.yaml:2\) does not count: it has no reason$/,
    fix: /^give it a reason/,
  },
  {
    policy: "parity-exceptions-valid",
    parity: `${STACKS}exceptions:\n  - alrm: x\n`,
    message: /^parity\.yaml:3: unknown key "alrm"; did you mean "alarm"\?$/,
    fix: /^mend that line/,
  },
  {
    policy: "parity-exceptions-current",
    parity: STACKS + IDLE,
    message: /^alarm "api-cpu": its exception \(parity\.yaml:2\) covers no difference any more$/,
    fix: /^remove the exception$/,
  },
  {
    policy: "alarm-name-unique",
    edit: edits(mutate(CPU, { name: "cpu" }), mutate("api-elb-5xx", { name: "cpu" })),
    stacks: ["production"],
    message: /has the name "cpu" too.*; the one would silently overwrite the other$/,
    fix: /^give each a name of its own$/,
  },
  {
    policy: "alarm-name-unique",
    edit: mutate(CPU, { name: "cpu" }),
    message: /^alarm "api-cpu" \(cpu\): its name "cpu" is that of an alarm in ci, staging too/,
    fix: /accounts:/,
  },
  {
    policy: "alarm-missing-data-explicit",
    edit: mutate(CPU, { treatMissingData: undefined }),
    message: /^alarm "api-cpu" \(api-production-cpu\): treatMissingData is left out/,
    fix: /^treatMissingData: /,
  },
];

describe("rules on parity, names and missing data, through Pulumi's own policy host", () => {
  let pack: PackHost;
  before(async () => {
    pack = await startPack();
  });
  after(() => {
    pack.close();
  });

  const judge = (renders: ProjectRenders, parity: string) => pack.judge(renders, parity, ["production"]);

  it("none says a word about the compliant stacks, in either shape", async () => {
    const { violations, unchecked } = await judge(compliantRenders(), STACKS);
    const own = new Set(REJECTED.map(({ policy }) => policy));
    assert.deepEqual(
      [...violations, ...unchecked].filter(({ policy }) => own.has(policy)),
      [],
    );
  });

  for (const { policy, edit, stacks, parity = STACKS, message, fix } of REJECTED) {
    it(`${policy} rejects in both shapes, once: ${message.source}`, async () => {
      const { violations } = await judge(compliantRenders(edit, stacks), parity);
      const own = violations.filter((violation) => violation.policy === policy);
      assert.equal(own.length, 1, JSON.stringify(violations, null, 1));
      assert.equal(own[0]!.shape, undefined, "told of one shape alone");
      assert.equal(own[0]!.level, policy === "parity-exceptions-current" ? "advisory" : "mandatory");
      assert.match(own[0]!.message, message);
      assert.match(own[0]!.fix!, fix);
    });
  }

  it("alarm-parity rejects a stack whose sibling could not be rendered", async () => {
    const renders = compliantRenders();
    renders.stacks[0]!.update = { ok: false, stack: "ci", shape: "update", error: "index.ts:3: boom" };
    const { violations } = await judge(renders, STACKS);
    const own = violations.filter(({ policy }) => policy === "alarm-parity");
    assert.deepEqual(
      own.map(({ message, urn, stack }) => [message, urn, stack]),
      [["stack ci could not be rendered, so nobody knows its alarms: index.ts:3: boom", "", "production"]],
    );
  });
});
