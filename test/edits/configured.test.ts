import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPolicyHost } from "../../parity/host";
import type { PolicyConfig, PolicyHost } from "../../parity/host/types";
import { judge } from "../../parity/judge";
import { remediateAll } from "../../parity/remediate";
import type { ProjectRenders } from "../../parity/render/types";
import type { Violation } from "../../parity/report/types";
import { weakerPolicies } from "../../parity/weaker";
import { newRun, toPolicy } from "../../policies/adapter";
import { makeContexts } from "../../policies/context";
import { rules } from "../../policies/rules";
import { applied, compliantRenders, edits, mutate, PROJECT, type Edit } from "../support/compliant";
import { ALARM } from "../support/compliantAlarms";

const PACK = join(__dirname, "..", "..", "policies");
const FOREIGN = "arn:aws:sns:eu-west-1:999999999999:central";
const orders = mutate(ALARM.albCpu, { namespace: "Shop", metricName: "Orders", dimensions: undefined });
const facts = [
  {
    namespace: "Shop",
    metric: "Orders",
    allow: ["Sum"],
    forbid: ["Average"],
    reason: "it counts orders",
    source: "the wiki",
  },
];
const central = mutate(ALARM.albCpu, { alarmActions: [FOREIGN], okActions: [FOREIGN] });

describe("the pack's configuration in Pulumi's policy host", () => {
  let dir: string;
  let host: PolicyHost;
  before(async () => {
    dir = mkdtempSync(join(tmpdir(), "configured-"));
    const env = { ALARM_PARITY_RENDERS: join(dir, "renders.json") };
    host = await startPolicyHost(PACK, { project: PROJECT, organization: "organization", env });
  });
  after(() => {
    host.close();
    rmSync(dir, { recursive: true });
  });

  function hand(renders: ProjectRenders): ProjectRenders {
    const own = { ...renders, dir };
    writeFileSync(join(dir, "renders.json"), JSON.stringify(own));
    return own;
  }

  async function judged(edit: Edit | undefined, config: Record<string, PolicyConfig>): Promise<Violation[]> {
    await host.configure(config);
    const { violations } = await judge(host, hand(compliantRenders(edit)), ["production"]);
    return violations;
  }
  const told = (violations: Violation[]) =>
    violations.map(({ policy, level, resource }) => [policy, level, resource]);

  it("has facts of a team's own judge their metric, and only where they are given", async () => {
    const config = {
      "alarm-statistic-allowed": { properties: { facts } },
      "service-alarms-complete": { enforcementLevel: "disabled" },
    } as const;
    assert.deepEqual(
      told(await judged(orders, { "service-alarms-complete": { enforcementLevel: "disabled" } })),
      [],
    );
    const [own, ...others] = await judged(orders, config);
    assert.deepEqual(others, []);
    assert.match(
      own?.message ?? "",
      /"Average" of Shop Orders is ruled out: the pack's configuration, because it counts orders \(the wiki\)$/,
    );
    assert.equal(own?.fix, 'statistic: "Sum"');
  });

  it("takes topics of others as live, from the policy's own keys or from the settings file for all policies", async () => {
    const policy = "alarm-topics-subscribed";
    assert.deepEqual(told(await judged(central, {})), [[policy, "mandatory", ALARM.albCpu]]);
    assert.deepEqual(told(await judged(central, { [policy]: { properties: { elsewhere: [FOREIGN] } } })), []);
    mkdirSync(join(dir, "policies"));
    writeFileSync(join(dir, "policies/alarm-parity.yaml"), `elsewhere: ["${FOREIGN}"]\n`);
    assert.deepEqual(told(await judged(central, {})), []);
    const other = { [policy]: { properties: { elsewhere: ["another"] } } };
    assert.deepEqual(told(await judged(central, other)), [[policy, "mandatory", ALARM.albCpu]]);
    rmSync(join(dir, "policies"), { recursive: true });
  });

  it("tells a wrong settings file once a stack, as mandatory at any level", async () => {
    writeFileSync(join(dir, "alarm-parity.yaml"), "\nelswhere: []\n");
    const violations = await judged(undefined, { all: { enforcementLevel: "advisory" } });
    rmSync(join(dir, "alarm-parity.yaml"));
    assert.deepEqual(
      violations.map(({ level, urn, message }) => [level, urn, message]),
      [["mandatory", "", 'alarm-parity.yaml:2: unknown key "elswhere"; did you mean "elsewhere"?']],
    );
  });

  it("tells a key that a policy has not where an engine lets it through", async () => {
    const rule = rules.find(({ name }) => name === "alarm-description");
    assert.ok(rule);
    const place = { startDirs: [dir], packDir: dir, rendersFile: join(dir, "renders.json") };
    hand(compliantRenders());
    const run = newRun({ contexts: makeContexts(place), tellUnchecked: () => undefined, namesStack: true });
    const told: unknown[] = [];
    const topic = {
      type: "aws:sns/topic:Topic",
      name: "t",
      urn: `urn:pulumi:ci::${PROJECT}::aws:sns/topic:Topic::t`,
    };
    const args = {
      resources: [{ ...topic, props: {}, opts: {}, propertyDependencies: {}, dependencies: [] }],
      getConfig: () => ({ programm: "." }),
      stackTags: new Map(),
      notApplicable: () => undefined,
    };
    await toPolicy(rule, run).validateStack?.(args as never, (one: unknown) => told.push(one));
    assert.deepEqual(told, [
      {
        message: 'ci: configuration of alarm-description: unknown key "programm"; did you mean "program"?',
        enforcementLevel: "mandatory",
      },
    ]);
  });

  it("lowers levels, and says which are lower than the pack's own", async () => {
    const config = {
      all: { enforcementLevel: "advisory" },
      "alarm-parity": { enforcementLevel: "disabled" },
    } as const;
    const missing = mutate(ALARM.albCpu, { okActions: undefined });
    assert.deepEqual(told(await judged(missing, config)), [
      ["alarm-ok-action-required", "advisory", ALARM.albCpu],
    ]);
    const weaker = weakerPolicies(host, "pack.json");
    assert.deepEqual(
      weaker.find(({ policy }) => policy === "alarm-parity"),
      {
        policy: "alarm-parity",
        level: "disabled",
        own: "mandatory",
        file: "pack.json",
      },
    );
    assert.ok(!weaker.some(({ policy }) => policy === "alarm-description"), "it is advisory by itself");
  });

  describe("at level remediate", () => {
    const on: Record<string, PolicyConfig> = Object.fromEntries(
      ["alarm-ok-action-required", "alarm-statistic-allowed", "alarm-missing-data-explicit"].map((name) => [
        name,
        { enforcementLevel: "remediate" },
      ]),
    );
    const broken: Edit = (specs, stack) => {
      const wrong = { okActions: undefined, statistic: "Maximum", treatMissingData: undefined };
      mutate(ALARM.backendErrors, wrong)(specs, stack);
      // Unknown as a whole in a preview.
      const alarmActions = applied("alarms", [specs.alarms?.outputs.arn]);
      mutate(ALARM.albErrors, { alarmActions, okActions: undefined })(specs, stack);
    };

    it("mends what it can in both shapes, and the pack has nothing left to say, parity included", async () => {
      assert.equal((await judged(broken, {})).length, 5);
      assert.deepEqual(told(await judged(broken, on)), []);
      const { renders, remediations } = await remediateAll(host, hand(compliantRenders(broken)));
      assert.deepEqual(
        remediations
          .filter(({ stack }) => stack === "ci")
          .map(({ policy, resource, field, before, after, shape }) => [
            policy,
            resource,
            field,
            before,
            after,
            shape,
          ]),
        [
          ["alarm-ok-action-required", ALARM.albErrors, "okActions", undefined, ["${alarms.arn}"], undefined],
          ["alarm-statistic-allowed", ALARM.backendErrors, "statistic", "Maximum", "Sum", undefined],
          [
            "alarm-ok-action-required",
            ALARM.backendErrors,
            "okActions",
            undefined,
            ["${alarms.arn}"],
            undefined,
          ],
          [
            "alarm-missing-data-explicit",
            ALARM.backendErrors,
            "treatMissingData",
            undefined,
            "notBreaching",
            undefined,
          ],
        ],
      );
      for (const { preview, update } of renders.stacks) {
        for (const render of [preview, update]) {
          assert.ok(render.ok);
          const alarm = render.resources.find(({ name }) => name === ALARM.backendErrors);
          assert.deepEqual(alarm?.inputs.okActions, alarm?.inputs.alarmActions);
        }
      }
    });

    it("still rejects what it cannot mend", async () => {
      const off = mutate(ALARM.backendErrors, { okActions: undefined, alarmActions: undefined });
      assert.deepEqual(told(await judged(off, on)), [
        ["alarm-ok-action-required", "mandatory", ALARM.backendErrors],
        ["alarm-action-required", "mandatory", ALARM.backendErrors],
      ]);
    });

    it("still rejects an alarm of one stack that is mended there and differs otherwise", async () => {
      await host.configure(on);
      const renders = hand(
        compliantRenders(edits(broken, mutate(ALARM.backendErrors, { threshold: 7 })), ["ci"]),
      );
      const { violations } = await judge(host, renders, ["ci"]);
      assert.ok(violations.length > 0);
      assert.ok(
        violations.every(
          ({ policy, message }) => policy === "alarm-parity" && message.includes("threshold is 7"),
        ),
      );
    });

    it("keeps a secret one, and shows none", async () => {
      const renders = hand(compliantRenders(broken));
      for (const { preview, update } of renders.stacks) {
        for (const render of [preview, update]) {
          if (!render.ok) continue;
          for (const one of render.resources.filter(({ name }) => name === ALARM.backendErrors))
            one.secrets = ["threshold", "alarmActions[0]", "statistic"];
        }
      }
      hand(renders);
      await host.configure(on);
      const done = await remediateAll(host, renders);
      const update = done.renders.stacks[0]?.update;
      assert.ok(update?.ok);
      const { secrets = [], inputs = {} } =
        update.resources.find(({ name }) => name === ALARM.backendErrors) ?? {};
      assert.deepEqual([...secrets].sort(), ["alarmActions[0]", "okActions[0]", "threshold"]);
      assert.equal(inputs.threshold, 100);
      const shown = done.remediations.filter(
        ({ resource, stack }) => resource === ALARM.backendErrors && stack === "ci",
      );
      assert.deepEqual(
        shown.map(({ field, before, after }) => [field, before, after]),
        [
          ["statistic", "[secret]", "Sum"],
          ["okActions", undefined, ["[secret]"]],
          ["treatMissingData", undefined, "notBreaching"],
        ],
      );
    });
  });
});
