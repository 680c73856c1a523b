import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPolicyHost, type PolicyHost } from "../../parity/host";
import { judge, type Judgement } from "../../parity/judge";
import type { ProjectRenders } from "../../parity/render/types";
import { rules } from "../../policies/rules";
import {
  add,
  applied,
  compliantRenders,
  edits,
  mutate,
  PROJECT,
  ref,
  remove,
  urnOf,
  type Edit,
} from "../support/compliant";

const PACK = join(__dirname, "..", "..", "policies");
const muted = add("night", {
  type: "aws:cloudwatch/alarmMuteRule:AlarmMuteRule",
  inputs: { rule: { schedule: { expression: "cron(0 2 * * *)", duration: "PT4H" } } },
});

/** One edit of production that breaks one policy at one resource. */
const broken: [string, string, string, Edit][] = [
  [
    "alarm-ok-action-required",
    "api-cpu",
    "okActions: applied([])",
    mutate("api-cpu", { okActions: applied("alarms", []) }),
  ],
  ["alarm-ok-action-required", "api-cpu", "okActions left out", mutate("api-cpu", { okActions: undefined })],
  [
    "alarm-action-required",
    "api-cpu",
    "actionsEnabled: applied(false)",
    mutate("api-cpu", { actionsEnabled: applied("alarms", false) }),
  ],
  ["alarm-action-required", "api-cpu", "actionsEnabled: false", mutate("api-cpu", { actionsEnabled: false })],
  ["alarm-not-muted", "night", "an endless mute", muted],
  ["alarm-topics-subscribed", "alarms", "no subscription", remove("alarms-team")],
  [
    "alarm-topics-subscribed",
    "alarms",
    "a subscription elsewhere",
    mutate("alarms-team", { topic: ref("notifications", "arn") }),
  ],
  [
    "alarm-delivery-allowed",
    "alarms",
    "alias/aws/sns",
    mutate("alarms", { kmsMasterKeyId: "alias/aws/sns" }),
  ],
  [
    "alarm-delivery-allowed",
    "topics-key",
    "the key's default policy",
    mutate("topics-key", { policy: undefined }),
  ],
];

describe("the pack in Pulumi's policy host", () => {
  let dir: string;
  let host: PolicyHost;
  before(async () => {
    dir = mkdtempSync(join(tmpdir(), "alarm-parity-test-"));
    const env = { ALARM_PARITY_RENDERS: join(dir, "renders.json") };
    host = await startPolicyHost(PACK, { project: PROJECT, organization: "organization", env });
  });
  after(() => {
    host.close();
    rmSync(dir, { recursive: true });
  });

  async function judged(renders: ProjectRenders, stacks = ["production"]): Promise<Judgement> {
    writeFileSync(join(dir, "renders.json"), JSON.stringify(renders));
    return judge(host, renders, stacks);
  }

  it("tells its policies with their levels, and takes program and parity file for each", () => {
    assert.deepEqual(
      host.info.policies.map(({ name, level }) => [name, level]),
      rules.map(({ name, level }) => [name, level]),
    );
    for (const { configSchema } of host.info.policies) {
      assert.ok("program" in configSchema && "parityFile" in configSchema);
    }
  });

  it("accepts the compliant stacks in both shapes", async () => {
    assert.deepEqual(await judged(compliantRenders(), ["ci", "staging", "production"]), {
      violations: [],
      unchecked: [],
    });
  });

  for (const [policy, resource, title, edit] of broken) {
    it(`rejects ${title} in both shapes, by ${policy} at ${resource}`, async () => {
      const { violations } = await judged(compliantRenders(edit, ["production"]));
      const [own, ...more] = violations.filter(
        (violation) => violation.policy === policy && violation.resource === resource,
      );
      assert.ok(own !== undefined, JSON.stringify(violations, null, 1));
      assert.deepEqual([own.level, own.shape, own.stack], ["mandatory", undefined, "production"]);
      assert.ok(own.message.includes(`"${resource}"`) && own.fix !== undefined);
      assert.equal(more.length, policy === "alarm-not-muted" ? 1 : 0);
    });
  }

  it("puts the alarm first in a message, not the policy's description", async () => {
    const { violations } = await judged(
      compliantRenders(mutate("api-cpu", { okActions: [] }), ["production"]),
    );
    const own = violations.find(({ policy }) => policy === "alarm-ok-action-required");
    assert.deepEqual(
      [own?.urn, own?.message, own?.fix],
      [
        urnOf("api-cpu"),
        'alarm "api-cpu" (api-production-cpu): okActions is empty, so nobody learns that it is over',
        "okActions: [alarms.arn]",
      ],
    );
  });

  it("hands over what it could not judge beside what it rejects", async () => {
    const template = add("template", {
      type: "aws:cloudformation/stack:Stack",
      inputs: { templateUrl: "https://example.com" },
    });
    const edit = edits(template, mutate("api-cpu", { okActions: [] }));
    const { violations, unchecked } = await judged(compliantRenders(edit, ["production"]));
    assert.ok(violations.some(({ policy }) => policy === "alarm-ok-action-required"));
    assert.ok(
      unchecked.some(
        ({ policy, urn }) =>
          policy === "alarm-ok-action-required" &&
          urn ===
            urnOf("template", "production", {
              template: { type: "aws:cloudformation/stack:Stack", inputs: {}, outputs: {} },
            }),
      ),
    );
  });

  it("goes by its configuration", async () => {
    await host.configure({ "alarm-topics-subscribed": { properties: { subscribedStacks: ["ci"] } } });
    const { violations } = await judged(compliantRenders(remove("alarms-team")), ["ci"]);
    await host.configure({});
    assert.deepEqual(
      violations.map(({ policy, stack }) => [policy, stack]),
      [["alarm-topics-subscribed", "ci"]],
    );
  });
});

describe("the pack as the engine runs it", () => {
  it("names the stack in each message", async () => {
    const host = await startPolicyHost(PACK, {
      project: PROJECT,
      organization: "organization",
      env: { PWD: "/", INIT_CWD: "/", ALARM_PARITY_RENDERS: "" },
    });
    try {
      const renders = {
        ...compliantRenders(mutate("api-cpu", { actionsEnabled: false })),
        project: "nowhere",
      };
      const preview = renders.stacks[0]?.preview;
      assert.ok(preview?.ok);
      const alarm = preview.resources.find(({ name }) => name === "api-cpu");
      assert.ok(alarm);
      const { diagnostics } = await host.analyze(alarm);
      assert.ok(
        diagnostics.some(({ message }) =>
          message.startsWith('ci: alarm "api-cpu" (api-ci-cpu): actionsEnabled is false'),
        ),
        JSON.stringify(diagnostics),
      );
    } finally {
      host.close();
    }
  });
});
