import assert from "node:assert/strict";
import type { Rendered } from "../../parity/render/types";
import { applied, edits, mutate, ref, remove, add, urnOf, type Edit } from "../support/compliant";
import { compare, parityFile, stacks, told, uneven } from "./support";
import { compareStacks, type Comparison, type ParityRow } from "../../parity/compare";

const CPU = "api-cpu";
const HOSTS = "api-unhealthy-hosts";
const METRIC_ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

/** The same edit in every stack, made with the stack's own name. */
const everywhere = (edit: (stack: string) => Edit): Record<string, Edit> =>
  Object.fromEntries(["ci", "staging", "production"].map((stack) => [stack, edit(stack)]));

const options =
  (name: string, more: object): Edit =>
  (specs) => {
    Object.assign(specs[name]!, more);
  };

const alarmRows = ({ rows }: Comparison): ParityRow[] => rows.filter(({ kind }) => kind === "alarm");

const SAME: [title: string, edits: Record<string, Edit>][] = [
  ["the compliant stacks", {}],
  [
    "a description with each stack's own name",
    everywhere((stack) => mutate(CPU, { alarmDescription: `CPU of ${stack}` })),
  ],
  [
    "a namespace of ours with each stack's own name",
    everywhere((stack) => mutate(CPU, { namespace: `shop/${stack}` })),
  ],
  ["tags with each stack's own name", everywhere((stack) => mutate(CPU, { tags: { environment: stack } }))],
  [
    "a metric that holds a stack's name inside a word",
    everywhere(() => mutate(CPU, { metricName: "GroupDesiredCapacity" })),
  ],
  [
    "actions in another order",
    {
      ci: mutate(CPU, { okActions: ["arn:b", "arn:a"] }),
      staging: mutate(CPU, { okActions: ["arn:a", "arn:b"] }),
      production: mutate(CPU, { okActions: ["arn:a", "arn:b", "arn:a"] }),
    },
  ],
  [
    "what means left out",
    { ci: mutate(CPU, { insufficientDataActions: [], unit: "" }), staging: mutate(CPU, { unit: null }) },
  ],
  [
    "lines of metric math in another order",
    {
      ci: (specs) => {
        (specs["api-target-5xx"]!.inputs.metricQueries as unknown[]).reverse();
      },
    },
  ],
  [
    "an option that does not change the alarm",
    { production: options(CPU, { options: { protect: true, retainOnDelete: true } }) },
  ],
];

const DIFFERENT: [title: string, edits: Record<string, Edit>, told: Record<string, string>][] = [
  [
    "an alarm that one stack lacks",
    { ci: remove(CPU) },
    { 'alarm "api-cpu" is in staging and production and not in ci': "ci staging production" },
  ],
  [
    "an alarm that one stack alone has",
    { ci: remove(CPU), staging: remove(CPU) },
    { 'alarm "api-cpu" is in production and not in ci and staging': "ci staging production" },
  ],
  [
    "a threshold",
    { ci: mutate(CPU, { threshold: 90 }) },
    { 'alarm "api-cpu": threshold is 90 in ci and 80 in staging and production': "ci staging production" },
  ],
  [
    "a threshold of 0, which is a value",
    { ci: mutate(HOSTS, { threshold: 1 }) },
    {
      'alarm "api-unhealthy-hosts": threshold is 1 in ci and 0 in staging and production':
        "ci staging production",
    },
  ],
  [
    "three values",
    { ci: mutate(CPU, { period: 60 }), staging: mutate(CPU, { period: 120 }) },
    { 'alarm "api-cpu": period is 60 in ci, 120 in staging and 300 in production': "ci staging production" },
  ],
  [
    "an OK action that is stripped",
    { staging: mutate(CPU, { okActions: undefined }) },
    {
      'alarm "api-cpu": okActions is ["${alarms.arn}"] in ci and production and not set in staging':
        "ci staging production",
    },
  ],
  [
    "a metric, a statistic or a namespace of AWS that is called like the stack",
    everywhere((stack) => mutate(CPU, { metricName: stack, namespace: `AWS/${stack}`, statistic: stack })),
    Object.fromEntries(
      [
        ["namespace", "AWS/"],
        ["metricName", ""],
        ["statistic", ""],
      ].map(([field, prefix]) => [
        `alarm "api-cpu": ${field!} is "${prefix!}ci" in ci, "${prefix!}staging" in staging and "${prefix!}production" in production`,
        "ci staging production",
      ]),
    ),
  ],
  [
    "a statistic in a line of metric math",
    {
      ci: (specs) => {
        (
          specs["api-target-5xx"]!.inputs.metricQueries as { id: string; metric?: { stat: string } }[]
        )[1]!.metric!.stat = "Average";
      },
    },
    {
      'alarm "api-target-5xx": metricQueries.errors.metric.stat is "Average" in ci and "Sum" in staging and production':
        "ci staging production",
    },
  ],
  [
    "a dimension",
    { ci: mutate(CPU, { dimensions: { AutoScalingGroupName: ref("elk-broker-group", "name") } }) },
    {
      'alarm "api-cpu": dimensions.AutoScalingGroupName is "elk-broker-ci" in ci and "api-<stack>" in staging and production':
        "ci staging production",
    },
  ],
  [
    "a field that the record has no name for",
    { ci: mutate(CPU, { warmUpConfiguration: { warmUpPeriodDurationInMinutes: 5 } }) },
    {
      'alarm "api-cpu": warmUpConfiguration.warmUpPeriodDurationInMinutes is 5 in ci and not set in staging and production':
        "ci staging production",
    },
  ],
  [
    "ignoreChanges, which lets a value drift",
    { production: options(CPU, { options: { ignoreChanges: ["threshold"] } }) },
    {
      'alarm "api-cpu": ignoreChanges is not set in ci and staging and ["threshold"] in production':
        "ci staging production",
    },
  ],
  [
    "the provider",
    {
      production: edits(
        add("far", { type: "pulumi:providers:aws", inputs: {} }),
        options(CPU, { provider: "far" }),
      ),
    },
    {
      'alarm "api-cpu": provider is not set in ci and staging and "pulumi:providers:aws::far" in production':
        "ci staging production",
      'pulumi:providers:aws "far" is in production and not in ci and staging': "ci staging production",
    },
  ],
  [
    "the region and account of its provider",
    Object.fromEntries(
      ["ci", "staging", "production"].map((stack) => {
        const isAway = stack === "production";
        const inputs = {
          region: isAway ? "us-east-1" : "eu-west-1",
          allowedAccountIds: JSON.stringify([isAway ? "222222222222" : "111111111111"]),
        };
        return [
          stack,
          edits(add("own", { type: "pulumi:providers:aws", inputs }), options(CPU, { provider: "own" })),
        ];
      }),
    ),
    {
      'alarm "api-cpu": provider.region is "${aws:region}" in ci and staging and "us-east-1" in production':
        "ci staging production",
      'pulumi:providers:aws "own": allowedAccountIds[0] is "111111111111" in ci and staging and "222222222222" in production':
        "ci staging production",
      'pulumi:providers:aws "own": region is "eu-west-1" in ci and staging and "us-east-1" in production':
        "ci staging production",
      'alarm "api-cpu": provider.allowedAccountIds[0] is "111111111111" in ci and staging and "222222222222" in production':
        "ci staging production",
    },
  ],
  [
    "what a value depends on, where the value reads the same",
    {
      ci: mutate(CPU, { treatMissingData: applied("api-lb", "missing") }),
      staging: mutate(CPU, { treatMissingData: "missing" }),
      production: mutate(CPU, { treatMissingData: "missing" }),
    },
    {
      'alarm "api-cpu": propertyDependencies.treatMissingData is ["aws:lb/loadBalancer:LoadBalancer::api-lb"] in ci and not set in staging and production':
        "ci staging production",
    },
  ],
];

describe("compareStacks", () => {
  for (const [title, change] of SAME) {
    it(`finds no difference in ${title}`, () => {
      const comparison = compare(change);
      assert.deepEqual(told(comparison), {});
      assert.deepEqual(uneven(comparison), {});
      assert.equal(alarmRows(comparison).length, 7);
    });
  }

  for (const [title, change, expected] of DIFFERENT) {
    it(`finds ${title}`, () => {
      assert.deepEqual(told(compare(change)), expected);
    });
  }

  it("tells each stack of its own alarm, or of the one that it would have", () => {
    const { findings } = compare({ ci: remove(CPU) });
    assert.deepEqual(
      findings.map(({ urn }) => urn),
      ["ci", "staging", "production"].map((stack) => urnOf(CPU, stack)),
    );
    assert.match(
      findings[0]!.fix,
      /^build it in every stack, or add under exceptions: in policies\/parity\.yaml: - \{alarm: api-cpu, only: \[staging, production\], reason: /,
    );
  });

  it("gives the exception to type for a field, in the stacks that are fewer", () => {
    const { findings } = compare({ ci: mutate(CPU, { threshold: 90 }) });
    assert.match(findings[0]!.fix, /\{alarm: api-cpu, field: threshold, in: \[ci\], reason: /);
  });

  it("shows every stack's value in the row, null where it is left out", () => {
    const { rows } = compare({ ci: mutate(CPU, { treatMissingData: undefined }) });
    const row = rows.find(({ name }) => name === CPU)!;
    assert.deepEqual(row, {
      kind: "alarm",
      name: CPU,
      identity: `${METRIC_ALARM}::api-cpu`,
      alarm: "api-<stack>-cpu",
      verdict: "differs",
      stacks: ["ci", "staging", "production"],
      fields: [
        {
          field: "treatMissingData",
          values: {
            ci: null,
            staging: row.fields[0]!.values.staging,
            production: row.fields[0]!.values.production,
          },
          excepted: false,
        },
      ],
      source: { file: "index.ts", line: 1 },
    });
    assert.equal(typeof row.fields[0]!.values.staging, "string");
  });

  it("compares secrets and never shows them", () => {
    const [ci, staging, production] = stacks({ ci: mutate(CPU, { threshold: 91.5 }) });
    for (const rendered of [ci, staging, production])
      rendered!.resources.find(({ name }) => name === CPU)!.secrets = ["threshold"];
    const comparison = compareStacks([ci!, staging!, production!], parityFile());
    assert.deepEqual(told(comparison), {
      'alarm "api-cpu": threshold is [secret] in ci and [secret] in staging and production':
        "ci staging production",
    });
    assert.deepEqual(comparison.rows.find(({ name }) => name === CPU)!.fields[0]!.values, {
      ci: "[secret]",
      staging: "[secret]",
      production: "[secret]",
    });
    assert.ok(!JSON.stringify(comparison).includes("91.5"));
  });

  it("compares made-up answers by the outputs that they stand for", () => {
    const all = stacks();
    all.forEach((rendered, index) => {
      const arn = `arn:aws:sns:eu-west-1:111111111111:made-up-${index}`;
      rendered.references[arn] = { urn: urnOf("alarms", rendered.stack), property: "arn" };
      rendered.references[String(1_900_000_001 + index)] = {
        urn: urnOf("api-lb", rendered.stack),
        property: "idleTimeout",
      };
      const { inputs } = rendered.resources.find(({ name }) => name === CPU)!;
      inputs.okActions = [arn];
      inputs.threshold = 1_900_000_001 + index;
    });
    assert.deepEqual(told(compareStacks(all, parityFile())), {});
    all[0]!.references["arn:aws:sns:eu-west-1:111111111111:made-up-0"] = {
      urn: urnOf("notifications", "ci"),
      property: "arn",
    };
    assert.deepEqual(told(compareStacks(all, parityFile())), {
      'alarm "api-cpu": okActions is ["${notifications.arn}"] in ci and ["${alarms.arn}"] in staging and production':
        "ci staging production",
    });
  });

  it("takes literals of elsewhere as the same thing, by their name", () => {
    const change = everywhere((stack) =>
      mutate(CPU, { alarmActions: [`arn:aws:sns:eu-west-1:${stack === "ci" ? 1 : 2}:central`] }),
    );
    const values = {
      ci: "arn:aws:sns:eu-west-1:1:central",
      staging: "arn:aws:sns:eu-west-1:2:central",
      production: "arn:aws:sns:eu-west-1:2:central",
    };
    assert.deepEqual(told(compare(change, parityFile([], { elsewhere: [{ name: "central", values }] }))), {});
    assert.equal(Object.keys(told(compare(change))).length, 1);
  });

  it("does not take an alarm that the program only reads for one of the stack", () => {
    const all = stacks();
    all[0]!.resources.find(({ name }) => name === CPU)!.external = true;
    assert.deepEqual(told(compareStacks(all, parityFile())), {
      'alarm "api-cpu" is in staging and production and not in ci': "ci staging production",
    });
  });

  it("holds all stacks to each other without a parity file", () => {
    const comparison = compareStacks(stacks({ dev: remove(CPU) }, ["dev", "live"]), undefined);
    assert.deepEqual(told(comparison), { 'alarm "api-cpu" is in live and not in dev': "dev live" });
  });

  it("puts the stacks in the order of the parity file", () => {
    const { rows } = compareStacks(stacks({}, ["production", "scratch", "ci", "staging"]), parityFile());
    assert.deepEqual(rows[0]!.stacks, ["ci", "staging", "production", "scratch"]);
  });
});

describe("what an alarm is across stacks", () => {
  const moved = (rendered: Rendered, from: string, typeChain: string, name = from): void => {
    const found = rendered.resources.find((resource) => resource.name === from)!;
    const chain = typeChain === "" ? "" : `${typeChain}$`;
    rendered.resources.push({
      ...found,
      name,
      urn: `urn:pulumi:${rendered.stack}::alarm-parity::${chain}${found.type}::${name}`,
    });
  };

  it("is its type chain too, so two children of one name are two rows", () => {
    const all = stacks();
    for (const rendered of all) moved(rendered, CPU, "my:a:Grand$my:b:Parent");
    const { rows } = compareStacks(all, parityFile());
    const two = rows.filter(({ identity }) => identity.endsWith("::api-cpu"));
    assert.equal(two.length, 2);
    assert.equal(new Set(two.map(({ name }) => name)).size, 2);
    assert.deepEqual(
      two.map(({ verdict }) => verdict),
      ["same", "same"],
    );
  });

  it("is its logical name up to the stack's own, even where another stack's name is a word in it", () => {
    const all = stacks({}, ["ci", "dev"]);
    for (const rendered of all) moved(rendered, CPU, "", `dev-null-${rendered.stack}-cpu`);
    const comparison = compareStacks(all, undefined);
    assert.deepEqual(told(comparison), {});
    assert.deepEqual(alarmRows(comparison).at(-1)!.stacks, ["ci", "dev"]);
    assert.equal(alarmRows(comparison).at(-1)!.identity, `${METRIC_ALARM}::dev-null-<stack>-cpu`);
  });

  it("is its place in a CloudFormation template", () => {
    const body = (threshold: number) =>
      JSON.stringify({
        Resources: {
          Errors: {
            Type: "AWS::CloudWatch::Alarm",
            Properties: { Threshold: threshold, MetricName: "Errors" },
          },
          Other: { Type: "AWS::CloudWatch::Alarm", Properties: {} },
        },
      });
    const template = (threshold: number) =>
      add("legacy", { type: "aws:cloudformation/stack:Stack", inputs: { templateBody: body(threshold) } });
    const comparison = compare({ ci: template(1), staging: template(2), production: template(2) });
    assert.deepEqual(told(comparison), {
      'alarm "legacy/Errors": threshold is 1 in ci and 2 in staging and production': "ci staging production",
    });
    assert.equal(alarmRows(comparison).length, 9);
  });

  it("is listed as not compared where its template cannot be read", () => {
    const comparison = compare(
      everywhere(() =>
        add("legacy", {
          type: "aws:cloudformation/stack:Stack",
          inputs: { templateUrl: "https://example.com/a.json" },
        }),
      ),
    );
    assert.deepEqual(
      comparison.unread.map(({ stack, reason }) => [stack, reason]),
      ["ci", "staging", "production"].map((stack) => [stack, "the template body is not given here"]),
    );
  });
});

describe("a stack that parity.yaml does not list", () => {
  const scratch = (edit?: Edit, more: Record<string, Edit> = {}, parity = parityFile()) =>
    told(compare({ scratch: edit, ...more }, parity, ["ci", "staging", "production", "scratch"]));

  it("is held to the listed ones, and they not to it", () => {
    assert.deepEqual(scratch(), {});
    assert.deepEqual(scratch(remove(CPU)), {
      'alarm "api-cpu" is not in scratch, and every listed stack has it (ci, staging, production)': "scratch",
    });
    assert.deepEqual(scratch(mutate(CPU, { threshold: 5 })), {
      'alarm "api-cpu": threshold is 5 in scratch and 80 in ci, staging and production': "scratch",
    });
    assert.deepEqual(scratch(add("own", { type: METRIC_ALARM, inputs: {} })), {
      'alarm "own" is in scratch and in none of the listed stacks (ci, staging, production)': "scratch",
    });
  });

  it("may lack what an exception says that the listed stacks alone have", () => {
    const every = parityFile([{ name: CPU, only: ["ci", "staging", "production"] }]);
    assert.deepEqual(scratch(remove(CPU), {}, every), {});
    assert.deepEqual(scratch(mutate(CPU, { threshold: 5 }), {}, every), {
      'alarm "api-cpu": threshold is 5 in scratch and 80 in ci, staging and production': "scratch",
    });
    assert.deepEqual(scratch(undefined, { ci: remove(CPU) }, every), {
      'alarm "api-cpu" is not in ci, and policies/parity.yaml:10 says that ci, staging and production have it':
        "ci",
    });
  });

  it("may differ in a field that an exception grants to unlisted stacks, and no listed one may", () => {
    const unlisted = parityFile([{ name: CPU, field: "threshold", in: ["unlisted"] }]);
    assert.deepEqual(scratch(mutate(CPU, { threshold: 5 }), {}, unlisted), {});
    assert.deepEqual(scratch(mutate(CPU, { period: 60 }), {}, unlisted), {
      'alarm "api-cpu": period is 60 in scratch and 300 in ci, staging and production': "scratch",
    });
    const inCi = Object.keys(scratch(undefined, { ci: mutate(CPU, { threshold: 5 }) }, unlisted));
    assert.deepEqual(inCi, ['alarm "api-cpu": threshold is 5 in ci and 80 in staging and production']);
  });

  it("keeps such exceptions current, though no such stack is looked at, and their rows the same", () => {
    for (const given of [
      { only: ["ci", "staging", "production"] },
      { field: "threshold", in: ["unlisted"] },
    ]) {
      const { exceptions, rows } = compare({}, parityFile([{ name: CPU, ...given }]));
      assert.deepEqual(
        exceptions.map(({ covers, problem }) => [covers, problem]),
        [[true, undefined]],
      );
      assert.equal(rows.find(({ name }) => name === CPU)?.verdict, "same");
    }
  });

  it("may be as any of the listed ones where these differ by exception", () => {
    const excepted = parityFile([
      { name: CPU, field: "threshold", in: ["ci"] },
      { name: HOSTS, only: ["production"] },
    ]);
    const listed = { ci: edits(mutate(CPU, { threshold: 90 }), remove(HOSTS)), staging: remove(HOSTS) };
    assert.deepEqual(scratch(mutate(CPU, { threshold: 90 }), listed, excepted), {});
    assert.deepEqual(scratch(remove(HOSTS), listed, excepted), {});
    assert.deepEqual(scratch(mutate(CPU, { threshold: 7 }), listed, excepted), {
      'alarm "api-cpu": threshold is 7 in scratch, 90 in ci and 80 in staging and production': "scratch",
    });
  });
});
