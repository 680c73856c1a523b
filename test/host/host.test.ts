import assert from "node:assert/strict";
import { startPolicyHost } from "../../parity/host";
import { toSeconds } from "../../parity/host/messages";
import type { PolicyHost } from "../../parity/host/types";
import { InputError } from "../../parity/render/inputError";
import { UNKNOWN } from "../../cloudwatch/unknown";
import { ALARM, packDir, resource, TOPIC } from "./resources";

const options = { project: "shop", organization: "organization" };

async function withHost<T>(pack: string, use: (host: PolicyHost) => Promise<T>): Promise<T> {
  const host = await startPolicyHost(packDir(pack), options);
  try {
    return await use(host);
  } finally {
    host.close();
  }
}

function refusal(pattern: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof InputError, String(error));
    assert.match(error.message, pattern);
    assert.ok(!error.message.includes("\n"), error.message);
    return true;
  };
}

describe("the policy host", () => {
  it("tells what a stranger's pack is", async () => {
    const info = await withHost("zzz", (host) => Promise.resolve(host.info));
    assert.deepEqual(info, {
      name: "zzz",
      version: "0.0.1",
      policies: [
        {
          name: "zzz",
          description: "Topics must not be called alarms.",
          level: "mandatory",
          configSchema: {},
        },
        {
          name: "zzz-stack",
          description: "Every alarm hangs on a topic.",
          level: "advisory",
          configSchema: {},
        },
      ],
    });
  });

  it("hands each resource to validateResource, with the level of the pack's own", async () => {
    const { diagnostics } = await withHost("zzz", (host) => host.analyze(resource(TOPIC, "alarms")));
    const message = "Topics must not be called alarms.\nThe topic is called 'alarms'.";
    assert.deepEqual(diagnostics, [{ policy: "zzz", level: "mandatory", urn: "", message }]);
  });

  it("finds nothing in a resource that breaks no rule", async () => {
    const { diagnostics } = await withHost("zzz", (host) => host.analyze(resource(TOPIC, "notifications")));
    assert.deepEqual(diagnostics, []);
  });

  it("hands a stack to validateStack with dependencies, parent, options and provider", async () => {
    const topic = resource(TOPIC, "alarms");
    const provider = resource("pulumi:providers:aws", "us");
    const parent = resource("shop:service", "api", { custom: false });
    const alarm = resource(ALARM, "cpu", {
      parent: parent.urn,
      provider: provider.urn,
      outputs: { threshold: 80, alarmActions: [UNKNOWN] },
      dependencies: [topic.urn],
      propertyDependencies: { alarmActions: [topic.urn] },
      options: {
        protect: true,
        ignoreChanges: ["threshold"],
        aliases: ["urn:old"],
        deleteBeforeReplace: true,
        additionalSecretOutputs: ["arn"],
        customTimeouts: { create: "1h30m" },
        retainOnDelete: false,
      },
    });
    const answer = await withHost("zzz", (host) => host.analyzeStack([topic, provider, parent, alarm]));
    assert.equal(answer.diagnostics.length, 1);
    const [{ urn, level, message }] = answer.diagnostics as [(typeof answer.diagnostics)[number]];
    assert.deepEqual([urn, level], [alarm.urn, "advisory"]);
    assert.deepEqual(JSON.parse(message.split("\n")[1]!), {
      owners: ["alarms"],
      dependencies: ["alarms"],
      parent: "api",
      opts: {
        protect: true,
        ignoreChanges: ["threshold"],
        aliases: ["urn:old"],
        deleteBeforeReplace: true,
        additionalSecretOutputs: ["arn"],
        customTimeouts: { createSeconds: 5400, updateSeconds: 0, deleteSeconds: 0 },
        parent: parent.urn,
      },
      provider: { type: "pulumi:providers:aws", name: "us" },
      threshold: 80,
    });
  });

  it("passes on why a policy does not apply", async () => {
    const { notApplicable } = await withHost("zzz", (host) => host.analyzeStack([]));
    assert.deepEqual(notApplicable, [{ policy: "zzz-stack", reason: "no alarm here" }]);
  });

  it("gives every policy its own level, the pack's level and its schema's defaults", async () => {
    const { diagnostics } = await withHost("configured", (host) => host.analyze(resource(TOPIC, "t")));
    assert.deepEqual(
      diagnostics.map(({ policy, level, message }) => [policy, level, message]),
      [
        ["own-level", "advisory", "d\n{}"],
        ["pack-level", "mandatory", 'd\n{"limit":5}'],
      ],
    );
  });

  it("lets a configuration change level and keys", async () => {
    const { diagnostics } = await withHost("configured", async (host) => {
      await host.configure({
        "pack-level": { properties: { limit: 7, unit: "s" } },
        off: { enforcementLevel: "mandatory" },
        "own-level": { enforcementLevel: "disabled" },
      });
      return host.analyze(resource(TOPIC, "t"));
    });
    assert.deepEqual(
      diagnostics.map(({ policy, level, message }) => [policy, level, message]),
      [
        ["pack-level", "mandatory", 'd\n{"limit":7,"unit":"s"}'],
        ["off", "mandatory", "d\n{}"],
      ],
    );
  });

  it("refuses configuration that the pack would take in silence", async () => {
    await withHost("configured", async (host) => {
      await assert.rejects(
        host.configure({ "pack-levl": {} }),
        refusal(/it has no policy "pack-levl"; did you mean "pack-level"\?$/),
      );
      await assert.rejects(
        host.configure({ "pack-level": { properties: { limits: 1 } } }),
        refusal(/policy pack-level: unknown key "limits"; did you mean "limit"\?$/),
      );
    });
  });

  const startRefused: [string, RegExp][] = [
    ["no-pack", /packs\/no-pack has no PulumiPolicy.yaml: give the pack's own folder with --policy-pack$/],
    ["nowhere", /packs\/nowhere does not exist: give/],
    ["other-runtime", /PulumiPolicy.yaml: runtime is python; only packs with "runtime: nodejs" can be run$/],
    [
      "throws-at-load",
      /packs\/throws-at-load ended before it listened: Error: the pack's own database is away$/,
    ],
    ["no-main", /packs\/no-main ended before it listened: Error: Cannot find module/],
    ["chatty", /packs\/chatty printed "hello from the pack" before its port/],
  ];
  for (const [pack, message] of startRefused) {
    it(`refuses the pack ${pack} in one line that says why`, async () => {
      await assert.rejects(startPolicyHost(packDir(pack), options), refusal(message));
    });
  }

  it("gives up on a pack that does not start within the time limit", async () => {
    await assert.rejects(
      startPolicyHost(packDir("silent"), { ...options, timeoutSeconds: 2 }),
      refusal(/packs\/silent did not start within 2 s: it printed no port/),
    );
  });

  it("names the policy whose rule throws", async () => {
    await withHost("rule-throws", async (host) => {
      await assert.rejects(
        host.analyze(resource(TOPIC, "alarms")),
        refusal(/its policy breaks threw "TypeError: cannot read the moon"; a rule must report, not throw$/),
      );
    });
  });

  it("tells the last words of a pack that ends while it judges", async () => {
    await withHost("dies", async (host) => {
      await assert.rejects(
        host.analyze(resource(TOPIC, "alarms")),
        refusal(/packs\/dies ended while it judged: out of luck$/),
      );
    });
  });
});

describe("a Go duration in seconds", () => {
  const durations: [string | undefined, number][] = [
    [undefined, 0],
    ["30s", 30],
    ["5m", 300],
    ["1h30m", 5400],
    ["1.5h", 5400],
    ["250ms", 0.25],
  ];
  for (const [text, expected] of durations) {
    it(`${text ?? "none"} is ${expected}`, () => {
      assert.equal(toSeconds(text), expected);
    });
  }
});
