import assert from "node:assert/strict";
import { startPolicyHost } from "../../parity/host";
import type { HostAnswer, HostDiagnostic, PolicyHost } from "../../parity/host/types";
import { judge } from "../../parity/judge";
import type { RenderedResource } from "../../parity/render/types";
import { ALARM, bothShapes, packDir, project, rendered, resource, TOPIC, urn } from "./resources";

/** A pack in miniature; `seen` holds what it was asked, in order. */
function pack(
  onResource: (one: RenderedResource, shape: string) => Partial<HostAnswer>,
  onStack: (all: readonly RenderedResource[], shape: string) => Partial<HostAnswer> = () => ({}),
): PolicyHost & { seen: string[] } {
  let shape = "";
  const seen: string[] = [];
  const none = { diagnostics: [], notApplicable: [] };
  return {
    seen,
    info: { name: "test", version: "0", policies: [] },
    levels: new Map(),
    configure: () => Promise.resolve(),
    remediate: () => Promise.resolve([]),
    configureStack: (stack, dryRun) => {
      shape = dryRun ? "preview" : "update";
      seen.push(`${stack} ${shape}`);
      return Promise.resolve();
    },
    analyze: (one) => {
      seen.push(one.name);
      return Promise.resolve({ ...none, ...onResource(one, shape) });
    },
    analyzeStack: (all) => {
      seen.push(`all ${all.map(({ name }) => name).join(" ")}`);
      return Promise.resolve({ ...none, ...onStack(all, shape) });
    },
    close: () => undefined,
  };
}

function says(message: string, changes: Partial<HostDiagnostic> = {}): Partial<HostAnswer> {
  return { diagnostics: [{ policy: "p", level: "mandatory", urn: "", message, ...changes }] };
}

const topic = resource(TOPIC, "alarms", { source: { file: "index.ts", line: 3 } });

describe("judge", () => {
  it("asks the real host about every resource of both shapes, and tells the stack, place and level", async () => {
    const host = await startPolicyHost(packDir("zzz"), { project: "shop", organization: "organization" });
    try {
      const judged = await judge(host, project(bothShapes("ci", [topic])));
      assert.deepEqual(judged, {
        violations: [
          {
            policy: "zzz",
            level: "mandatory",
            stack: "ci",
            urn: topic.urn,
            resource: "alarms",
            message: "Topics must not be called alarms.\nThe topic is called 'alarms'.",
            fix: undefined,
            source: { file: "index.ts", line: 3 },
          },
        ],
        unchecked: [],
      });
    } finally {
      host.close();
    }
  });

  it("asks about preview, then update, of each stack that is wanted; what is only read, in the stack alone", async () => {
    const host = pack(() => ({}));
    const read = resource(TOPIC, "central", { external: true });
    await judge(host, project(bothShapes("ci", [topic, read]), bothShapes("staging", [topic])), ["ci"]);
    assert.deepEqual(host.seen, [
      ...["ci preview", "alarms", "all alarms central"],
      ...["ci update", "alarms", "all alarms central"],
    ]);
  });

  it("leaves out a shape that could not be rendered", async () => {
    const host = pack(() => says("wrong"));
    const failed = { ok: false as const, stack: "ci", shape: "update" as const, error: "no" };
    const { violations } = await judge(
      host,
      project({ stack: "ci", preview: rendered("ci", "preview", [topic]), update: failed }),
    );
    assert.deepEqual(
      violations.map(({ shape, message }) => [shape, message]),
      [["preview", "wrong"]],
    );
  });

  it("tells a finding of both shapes once, in the words of the update", async () => {
    const host = pack((_, shape) => says(`wrong in ${shape}`));
    const { violations } = await judge(host, project(bothShapes("ci", [topic])));
    assert.equal(violations.length, 1);
    assert.equal(violations[0]?.message, "wrong in update");
    assert.ok(!("shape" in violations[0]));
  });

  for (const only of ["preview", "update"] as const) {
    it(`tells the shape of a finding that shows in the ${only} alone`, async () => {
      const host = pack((_, shape) => (shape === only ? says("wrong") : {}));
      const { violations } = await judge(host, project(bothShapes("ci", [topic])));
      assert.deepEqual(
        violations.map(({ shape }) => shape),
        [only],
      );
    });
  }

  it("keeps two findings of one policy on one resource, and tells the same one once", async () => {
    const host = pack(() => ({
      diagnostics: ["a", "b", "b"].map((message) => ({ policy: "p", level: "advisory", urn: "", message })),
    }));
    const { violations } = await judge(host, project(bothShapes("ci", [topic])));
    assert.deepEqual(
      violations.map(({ message, level }) => [message, level]),
      [
        ["a", "advisory"],
        ["b", "advisory"],
      ],
    );
  });

  it("splits off what to type", async () => {
    const host = pack(() => says("wrong\nmore\nFix: type this\nand that"));
    const { violations } = await judge(host, project(bothShapes("ci", [topic])));
    assert.deepEqual([violations[0]?.message, violations[0]?.fix], ["wrong\nmore", "type this\nand that"]);
  });

  it("tells a finding on the stack as a whole with empty URN and name", async () => {
    const host = pack(
      () => ({}),
      () => says("no alarm at all"),
    );
    const { violations } = await judge(host, project(bothShapes("ci", [topic])));
    assert.deepEqual(
      violations.map((one) => [one.urn, one.resource, one.source]),
      [["", "", undefined]],
    );
  });

  it("finds the place of an alarm that this stack has not in a sibling, and prefers the data row", async () => {
    const row = { file: "catalogue.ts", line: 9 };
    const sibling = resource(ALARM, "cpu-staging", {
      urn: urn("staging", ALARM, "cpu-staging"),
      source: { file: "loop.ts", line: 1 },
      row,
    });
    const missing = urn("ci", ALARM, "cpu-ci");
    const host = pack(
      () => ({}),
      () => says("is missing", { urn: missing }),
    );
    const { violations } = await judge(
      host,
      project(bothShapes("ci", [topic]), bothShapes("staging", [sibling])),
      ["ci"],
    );
    assert.deepEqual(
      violations.map((one) => [one.urn, one.resource, one.source]),
      [[missing, "cpu-ci", row]],
    );
  });

  it("shows outputs in place of the answers that were made up for them", async () => {
    const arn = "arn:aws:sns:eu-west-1:123456789012:alarms-1";
    const references = { [arn]: { urn: topic.urn, property: "arn" } };
    const host = pack((_, shape) => (shape === "update" ? says(`sent to ${arn}`) : {}));
    const update = rendered("ci", "update", [topic], references);
    const { violations } = await judge(
      host,
      project({ stack: "ci", preview: rendered("ci", "preview", [topic]), update }),
    );
    assert.equal(violations[0]?.message, "sent to ${alarms.arn}");
  });

  it("never shows a secret", async () => {
    const secret = resource(ALARM, "cpu", {
      inputs: { threshold: 83, tags: { token: "hunter2-hunter2" } },
      secrets: ["threshold", "tags.token"],
    });
    const host = pack(({ inputs, name }) =>
      says(`${name}: 83 of 1830, ${JSON.stringify(inputs)}, hunter2-hunter2`),
    );
    const { violations } = await judge(host, project(bothShapes("ci", [secret, topic])));
    assert.deepEqual(
      violations.map(({ message }) => message),
      [
        'cpu: [secret] of 1830, {"threshold":[secret],"tags":{"token":"[secret]"}}, [secret]',
        "alarms: 83 of 1830, {}, [secret]",
      ],
    );
  });

  it("lists what our pack could not judge once, and no stock reason of the SDK", async () => {
    const reason = `unchecked:\n${topic.urn}\tno facts on it\n\tno render`;
    const host = pack(
      () => ({ notApplicable: [{ policy: "p", reason: "Policy only applies to resources of type 'x'" }] }),
      () => ({ notApplicable: [{ policy: "p", reason }] }),
    );
    const { unchecked } = await judge(host, project(bothShapes("ci", [topic])));
    assert.deepEqual(unchecked, [
      { policy: "p", stack: "ci", urn: topic.urn, reason: "no facts on it" },
      { policy: "p", stack: "ci", urn: "", reason: "no render" },
    ]);
  });
});
