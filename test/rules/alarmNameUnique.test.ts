import assert from "node:assert/strict";
import { alarmNameUnique } from "../../policies/rules/alarmNameUnique";
import { parityFile } from "../compare/support";
import { add, applied, compliant, edits, mutate, ref, type Edit } from "../support/compliant";
import { failed, judgeStack, messages, reasons, type Case } from "./judgeStack";

const CPU = "api-cpu";
const HOSTS = "api-unhealthy-hosts";
const METRIC_ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

const production = (...all: Edit[]): Case => ({ edits: { production: edits(...all) } });
const named = (name: unknown, more: object = {}) => mutate(CPU, { name, ...more });
const twice = (more: object = {}) => [named("cpu"), mutate(HOSTS, { name: "cpu", ...more })];
/** Every stack's CPU alarm has the name `cpu`. */
const everywhere = (more: (stack: string) => Edit = () => () => undefined): Case => ({
  edits: Object.fromEntries(
    ["ci", "staging", "production"].map((stack) => [stack, edits(named("cpu"), more(stack))]),
  ),
});
const provider = (name: string, inputs: Record<string, unknown>, ...of: string[]): Edit =>
  edits(add(name, { type: "pulumi:providers:aws", inputs }), (specs) => {
    for (const alarm of of) specs[alarm]!.provider = name;
  });
const config =
  (values: (stack: string) => Record<string, string>): Case["renders"] =>
  ({ stacks }) => {
    for (const { preview, update, stack } of stacks) {
      for (const render of [preview, update]) if (render.ok) render.config = values(stack);
    }
  };
const region = (stack: string) => ({ "aws:region": stack === "ci" ? "eu-west-1" : "eu-central-1" });
const account = (stack: string) =>
  ({ ci: "111111111111", staging: "222222222222", production: "333333333333" })[stack]!;

const VALID: [title: string, given: Case][] = [
  ["names with each stack's own name", {}],
  [
    "alarms that the provider names",
    {
      edits: Object.fromEntries(
        ["ci", "staging", "production"].map((stack) => [
          stack,
          edits(named(undefined), mutate(HOSTS, { name: "" })),
        ]),
      ),
    },
  ],
  [
    "one name in two regions",
    production(...twice({ region: "us-east-1" }), mutate(CPU, { region: "eu-west-1" })),
  ],
  [
    "one name in two regions of providers",
    production(
      ...twice(),
      provider("far", { region: "us-east-1" }, CPU),
      provider("near", { region: "eu-west-1" }, HOSTS),
    ),
  ],
  [
    "one name in two accounts of providers",
    production(
      ...twice(),
      provider("a", { allowedAccountIds: '["111111111111"]' }, CPU),
      provider("b", { allowedAccountIds: ["222222222222"] }, HOSTS),
    ),
  ],
  [
    "one name in two accounts of assumed roles",
    production(
      ...twice(),
      provider("a", { assumeRoles: [{ roleArn: "arn:aws:iam::111111111111:role/x" }] }, CPU),
      provider("b", { assumeRole: { roleArn: "arn:aws:iam::222222222222:role/x" } }, HOSTS),
    ),
  ],
  [
    "one name in every stack, each in an account of parity.yaml",
    {
      ...everywhere(),
      parity: parityFile([], {
        accounts: Object.fromEntries(["ci", "staging", "production"].map((stack) => [stack, account(stack)])),
      }),
    },
  ],
  [
    "one name in every stack, each in an account of its configuration",
    {
      ...everywhere(),
      renders: config((stack) => ({
        "aws:region": "eu-west-1",
        "aws:allowedAccountIds": `["${account(stack)}"]`,
      })),
    },
  ],
  [
    "one name in every stack, each with a profile of its own",
    { ...everywhere(), renders: config((stack) => ({ "aws:profile": stack })) },
  ],
  [
    "one name in every stack, each with a provider's own account",
    everywhere((stack) => provider("own", { allowedAccountIds: [account(stack)] }, CPU)),
  ],
];

const CLASH =
  /^alarm "api-cpu" \(cpu\): its name "cpu" is that of an alarm in (.*) too( in [\w-]+)?, and nothing says that the accounts differ; each deployment would overwrite the other's alarm$/;

const BETWEEN: [title: string, given: Case, stacks: string][] = [
  ["every stack", everywhere(), "ci, staging"],
  ["stacks of one region", { ...everywhere(), renders: config(region) }, "staging"],
  [
    "stacks of which one account is declared",
    {
      ...everywhere(),
      parity: parityFile([], { accounts: { ci: "111111111111", production: "333333333333" } }),
    },
    "staging",
  ],
  [
    "stacks of one declared account",
    {
      ...everywhere(),
      parity: parityFile([], {
        accounts: { ci: "111111111111", staging: "222222222222", production: "222222222222" },
      }),
    },
    "staging",
  ],
  [
    "stacks of one configured account",
    {
      ...everywhere(),
      renders: config((stack) => ({
        "aws:allowedAccountIds": stack === "ci" ? '["111111111111"]' : '["222222222222"]',
      })),
    },
    "staging",
  ],
  [
    "stacks whose provider goes to one shared account, whatever the stacks' own are",
    {
      ...everywhere(() => provider("shared", { allowedAccountIds: ["999999999999"] }, CPU)),
      parity: parityFile([], {
        accounts: { ci: "111111111111", staging: "222222222222", production: "333333333333" },
      }),
    },
    "ci, staging",
  ],
  [
    "a name that is known in the update alone",
    { edits: { ci: named("cpu"), production: named(applied("api-lb", "cpu")) } },
    "ci",
  ],
];

describe("alarm-name-unique", () => {
  for (const [title, given] of VALID) {
    it(`accepts ${title}`, () => {
      assert.deepEqual(judgeStack(alarmNameUnique, given), { findings: [], unchecked: [] });
    });
  }

  for (const [title, given, stacks] of BETWEEN) {
    it(`rejects one name in ${title}`, () => {
      const found = messages(judgeStack(alarmNameUnique, given));
      assert.equal(found.length, 1);
      assert.equal(CLASH.exec(found[0]!)?.[1], stacks, found[0]);
    });
  }

  it("rejects two alarms of one name in one stack", () => {
    const { findings, unchecked } = judgeStack(alarmNameUnique, {
      ...production(...twice()),
      stacks: ["production"],
    });
    assert.deepEqual(unchecked, []);
    assert.equal(findings.length, 1);
    assert.match(
      findings[0]!.message,
      /^alarm "api-(cpu|unhealthy-hosts)" \(cpu\): alarm "api-(cpu|unhealthy-hosts)" \(cpu\) has the name "cpu" too.*; the one would silently overwrite the other$/,
    );
    assert.equal(findings[0]!.fix, "give each a name of its own");
  });

  it("rejects a composite alarm with the name of another alarm", () => {
    const composite = add("all", {
      type: "aws:cloudwatch/compositeAlarm:CompositeAlarm",
      inputs: { alarmName: "cpu", alarmRule: "TRUE" },
    });
    assert.equal(
      messages(
        judgeStack(alarmNameUnique, { ...production(named("cpu"), composite), stacks: ["production"] }),
      ).length,
      1,
    );
  });

  it("lists as unchecked one name where only one of two regions is known", () => {
    const verdict = judgeStack(alarmNameUnique, {
      ...production(...twice({ region: "us-east-1" })),
      stacks: ["production"],
      renders: config(() => ({})),
    });
    assert.deepEqual(messages(verdict), []);
    assert.equal(reasons(verdict).length, 1);
    assert.match(reasons(verdict)[0]!, /whether the region is the same is not known: set aws:region$/);
  });

  it("lists as unchecked one name between stacks of which one has no known region", () => {
    const verdict = judgeStack(alarmNameUnique, {
      ...everywhere(),
      stacks: ["ci", "production"],
      renders: config((stack): Record<string, string> =>
        stack === "ci" ? {} : { "aws:region": "eu-west-1" },
      ),
    });
    assert.deepEqual(messages(verdict), []);
    assert.match(
      reasons(verdict)[0]!,
      /ci has an alarm "cpu" too, and whether the region is the same is not known/,
    );
  });

  it("lists as unchecked a name that is made of an output, which differs between stacks by nature", () => {
    const edit = named(ref("random", "hex"));
    const random = add("random", { type: "random:index/randomId:RandomId", inputs: {} });
    const verdict = judgeStack(alarmNameUnique, {
      edits: Object.fromEntries(["ci", "staging", "production"].map((stack) => [stack, edits(random, edit)])),
    });
    assert.deepEqual(messages(verdict), []);
    assert.match(
      reasons(verdict)[0]!,
      /whether its name "\$\{random\.hex\}" differs from that in ci, staging is known only after deploying$/,
    );
  });

  it("lists as unchecked an unknown name that no render shows", () => {
    const own = compliant("preview", "production", named(ref("api-lb", "dnsName")));
    const view = {
      resources: own.resources.map((one) => ({
        ...one,
        props: one.inputs,
        alarms: one.name === CPU ? [{ kind: "metric" as const, name: String(one.inputs["name"]) }] : [],
        ignoreChanges: [],
        provider: undefined,
      })),
      byUrn: new Map(),
    };
    const said = alarmNameUnique.checkStack!(view, {
      stack: "production",
      project: "alarm-parity",
      today: "2026-11-24",
      config: {},
      rendersError: "no Pulumi.yaml",
    });
    assert.deepEqual(reasons(said), ['alarm "api-cpu": its name is known only after deploying']);
  });

  it("does not take CloudFormation's own stack name for one name", () => {
    const body = JSON.stringify({
      Resources: {
        A: {
          Type: "AWS::CloudWatch::Alarm",
          Properties: { AlarmName: { "Fn::Sub": "${AWS::StackName}-a" } },
        },
      },
    });
    const template = (name: string) =>
      add(name, { type: "aws:cloudformation/stack:Stack", inputs: { templateBody: body } });
    assert.deepEqual(
      messages(
        judgeStack(alarmNameUnique, {
          ...production(template("one"), template("two")),
          stacks: ["production"],
        }),
      ),
      [],
    );
  });

  it("says which stacks it could not compare with", () => {
    const verdict = judgeStack(alarmNameUnique, {
      renders: ({ stacks }) => {
        stacks[0]!.update = failed("ci", "boom");
      },
    });
    assert.deepEqual(reasons(verdict), [
      "names were not compared with stack ci, which could not be rendered",
    ]);
    const none = judgeStack(alarmNameUnique, {
      context: { renders: undefined, rendersError: "no Pulumi.yaml" },
    });
    assert.deepEqual(reasons(none), ["names were not compared with other stacks: no Pulumi.yaml"]);
  });

  it("does not judge an alarm that the program only reads", () => {
    const verdict = judgeStack(alarmNameUnique, {
      ...production(add("theirs", { type: METRIC_ALARM, inputs: { name: "api-production-cpu" } })),
      stacks: ["production"],
      renders: ({ stacks }) => {
        for (const render of [stacks[0]!.preview, stacks[0]!.update])
          if (render.ok) render.resources.find(({ name }) => name === "theirs")!.external = true;
      },
    });
    assert.deepEqual(verdict, { findings: [], unchecked: [] });
  });
});
