import assert from "node:assert/strict";
import type { ParityException } from "../../parity/compare";
import { add, edits, mutate, remove, type Edit } from "../support/compliant";
import { compare, parityFile, told, uneven } from "./support";

const CPU = "api-cpu";
const METRIC_ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
type Given = Partial<ParityException> & { name: string };

const onlyProduction = { ci: remove(CPU), staging: remove(CPU) };
const higherInCi = { ci: mutate(CPU, { threshold: 90 }) };

const EXCEPTED: [title: string, edits: Record<string, Edit>, exceptions: Given[], row: string][] = [
  [
    "an alarm in exactly the stacks that it names",
    onlyProduction,
    [{ name: CPU, only: ["production"] }],
    "excepted",
  ],
  [
    "a field that differs in the stack that it names",
    higherInCi,
    [{ name: CPU, field: "threshold", in: ["ci"] }],
    "excepted threshold",
  ],
  [
    "a part of the field that it names",
    { ci: mutate(CPU, { dimensions: { Other: "x" } }) },
    [{ name: CPU, field: "dimensions", in: ["ci"] }],
    "excepted dimensions.Other dimensions.AutoScalingGroupName",
  ],
  [
    "a field under its other name",
    { ci: mutate(CPU, { statistic: undefined, extendedStatistic: "p95" }) },
    [{ name: CPU, field: "extendedStatistic", in: ["ci"] }],
    "excepted statistic",
  ],
  [
    "a field that an exception grants until today",
    higherInCi,
    [{ name: CPU, field: "threshold", in: ["ci"], expires: "2026-11-24" }],
    "excepted threshold",
  ],
  [
    "two stacks, each with an exception of its own",
    { ci: mutate(CPU, { threshold: 90 }), staging: mutate(CPU, { threshold: 85 }) },
    [
      { name: CPU, field: "threshold", in: ["ci"] },
      { name: CPU, field: "threshold", in: ["staging"] },
    ],
    "excepted threshold",
  ],
  [
    "an alarm that is in two stacks and differs there",
    { ci: remove(CPU), staging: mutate(CPU, { threshold: 85 }) },
    [
      { name: CPU, only: ["staging", "production"] },
      { name: CPU, field: "threshold", in: ["staging"] },
    ],
    "excepted threshold",
  ],
];

const NOT_COVERED: [
  title: string,
  edits: Record<string, Edit>,
  exceptions: Given[],
  told: Record<string, string>,
][] = [
  [
    "an alarm that is in a stack more than it names",
    { ci: remove(CPU) },
    [{ name: CPU, only: ["production"] }],
    { 'alarm "api-cpu" is in staging, and policies/parity.yaml:10 grants it to production alone': "staging" },
  ],
  [
    "an alarm that is in a stack less than it names",
    onlyProduction,
    [{ name: CPU, only: ["staging", "production"] }],
    {
      'alarm "api-cpu" is not in staging, and policies/parity.yaml:10 says that staging and production have it':
        "staging",
    },
  ],
  [
    "an alarm that is in every stack",
    {},
    [{ name: CPU, only: ["production"] }],
    {
      'alarm "api-cpu" is in ci and staging, and policies/parity.yaml:10 grants it to production alone':
        "ci staging",
    },
  ],
  [
    "a field that differs in other stacks too",
    { staging: mutate(CPU, { threshold: 85 }) },
    [{ name: CPU, field: "threshold", in: ["ci"] }],
    { 'alarm "api-cpu": threshold is 85 in staging and 80 in production': "staging production" },
  ],
  [
    "another field",
    { ci: edits(mutate(CPU, { threshold: 90 }), mutate(CPU, { period: 60 })) },
    [{ name: CPU, field: "threshold", in: ["ci"] }],
    { 'alarm "api-cpu": period is 60 in ci and 300 in staging and production': "ci staging production" },
  ],
  [
    "a field whose name only begins alike",
    { ci: mutate(CPU, { evaluationPeriods: 9 }) },
    [{ name: CPU, field: "evaluation", in: ["ci"] }],
    {
      'alarm "api-cpu": evaluationPeriods is 9 in ci and 3 in staging and production':
        "ci staging production",
    },
  ],
];

const PROBLEMS: [title: string, edits: Record<string, Edit>, exception: Given, why: string, fix: string][] = [
  [
    "has no reason",
    onlyProduction,
    { name: CPU, only: ["production"], reason: "" },
    "it has no reason",
    "give it a reason: why may this differ?",
  ],
  [
    "expired yesterday",
    onlyProduction,
    { name: CPU, only: ["production"], expires: "2026-11-23" },
    "it expired on 2026-11-23",
    "remove the difference and the exception, or decide again and give it a later date",
  ],
  [
    "names a stack that is not listed",
    onlyProduction,
    { name: CPU, only: ["prodution"] },
    'it names stack "prodution", which is not among the file\'s stacks (ci, staging, production)',
    "write production, or take prodution out",
  ],
  [
    "is for an alarm that is not there",
    {},
    { name: "api-cpi", only: ["production"] },
    "no stack has such an alarm",
    "write api-cpu, or remove it",
  ],
  [
    "is for an alarm under another parent",
    {},
    { name: CPU, parent: "my:app:Service", only: ["production"] },
    'no stack has such an alarm under parent "my:app:Service"',
    "remove it",
  ],
  [
    "is for a field that is not there",
    higherInCi,
    { name: CPU, field: "treshold", in: ["ci"] },
    'there is no field "treshold"',
    "write field: threshold",
  ],
  [
    "is for a resource that is not there",
    {},
    { kind: "resource", name: "aws:sns/topic:Topic alarm", only: ["ci"] },
    "no stack has such a resource",
    "write alarms, or remove it",
  ],
  [
    "is for an alarm and calls it a resource",
    onlyProduction,
    { kind: "resource", name: `${METRIC_ALARM} api-cpu`, only: ["production"] },
    "it is about an alarm",
    "write alarm: api-cpu",
  ],
];

describe("an exception", () => {
  for (const [title, change, exceptions, row] of EXCEPTED) {
    it(`covers ${title}`, () => {
      const comparison = compare(change, parityFile(exceptions));
      assert.deepEqual(told(comparison), {});
      assert.deepEqual(uneven(comparison), { [CPU]: row });
      assert.ok(comparison.exceptions.every(({ covers, problem }) => covers && problem === undefined));
    });
  }

  for (const [title, change, exceptions, expected] of NOT_COVERED) {
    it(`does not cover ${title}`, () => {
      const comparison = compare(change, parityFile(exceptions));
      assert.deepEqual(told(comparison), expected);
    });
  }

  for (const [title, change, exception, why, fix] of PROBLEMS) {
    it(`does not count when it ${title}`, () => {
      const [state] = compare(change, parityFile([exception])).exceptions;
      assert.deepEqual(state!.problem, { why, fix });
      assert.equal(state!.covers, false);
    });
  }

  it("that does not count leaves its difference a violation, which says so", () => {
    const { findings } = compare(
      onlyProduction,
      parityFile([{ name: CPU, only: ["production"], reason: "" }]),
    );
    assert.deepEqual(
      findings.map(({ stack }) => stack),
      ["ci", "staging", "production"],
    );
    assert.equal(
      findings[0]!.message,
      'alarm "api-cpu" is in production and not in ci and staging; its exception (policies/parity.yaml:10) does not count',
    );
    assert.equal(findings[0]!.fix, "build it in every stack, or mend the exception");
  });

  it("gives its reason and its last day to the row", () => {
    const { rows } = compare(
      onlyProduction,
      parityFile([{ name: CPU, only: ["production"], reason: "Quiet.", expires: "2027-01-01" }]),
    );
    const { verdict, reason, expires, stacks } = rows.find(({ name }) => name === CPU)!;
    assert.deepEqual(
      { verdict, reason, expires, stacks },
      { verdict: "excepted", reason: "Quiet.", expires: "2027-01-01", stacks: ["production"] },
    );
  });

  it("covers nothing where there is no difference any more", () => {
    const [state] = compare({}, parityFile([{ name: CPU, field: "threshold", in: ["ci"] }])).exceptions;
    assert.deepEqual([state!.covers, state!.problem, state!.judged], [false, undefined, true]);
  });

  it("may name an alarm by <stack> where its logical name holds each stack's own", () => {
    const named = (stack: string, threshold: number) =>
      add(`own-${stack}`, { type: METRIC_ALARM, inputs: { threshold } });
    const all = { ci: named("ci", 1), staging: named("staging", 2), production: named("production", 2) };
    assert.deepEqual(
      told(compare(all, parityFile([{ name: "own-<stack>", field: "threshold", in: ["ci"] }]))),
      {},
    );
    assert.equal(Object.keys(told(compare(all))).length, 1);
  });

  it("for another resource is needed as long as the stacks differ in it", () => {
    const exception: Given = {
      kind: "resource",
      name: "aws:sns/topic:Topic extra",
      only: ["staging", "production"],
    };
    const extra = add("extra", { type: "aws:sns/topic:Topic", inputs: {} });
    const state = (edits_: Record<string, Edit>) => compare(edits_, parityFile([exception])).exceptions[0]!;
    assert.deepEqual(
      [state({ staging: extra, production: extra })].map(({ covers, problem }) => [covers, problem]),
      [[true, undefined]],
    );
    assert.equal(state({ ci: extra, staging: extra, production: extra }).covers, false);
  });

  it("for a size of another resource is not needed", () => {
    const exception: Given = {
      kind: "resource",
      name: "aws:autoscaling/group:Group api-group",
      field: "minSize",
      in: ["ci"],
    };
    const sizes = [{ type: "aws:autoscaling/group:Group", fields: ["minSize"] }];
    const smaller = { ci: mutate("api-group", { minSize: 1 }) };
    assert.equal(compare(smaller, parityFile([exception])).exceptions[0]!.covers, true);
    assert.equal(compare(smaller, parityFile([exception], { sizes })).exceptions[0]!.covers, false);
  });

  it("is not called wrong while a stack that it may be about could not be rendered", () => {
    const comparison = compare(
      { ci: remove(CPU), staging: remove(CPU) },
      parityFile([{ name: CPU, only: ["production"] }]),
      ["ci", "staging"],
    );
    assert.deepEqual(told(comparison), {});
    const [state] = comparison.exceptions;
    assert.deepEqual([state!.problem, state!.judged], [undefined, false]);
  });
});

describe("an exception's name", () => {
  it("that matches two alarms is an error that names both parents", () => {
    const both: Edit = (specs) => {
      specs["left"] = { type: "my:a:Left", inputs: {}, outputs: {} };
      specs[CPU]!.parent = "left";
    };
    const all = { ci: both, staging: both };
    const [state] = compare(all, parityFile([{ name: CPU, field: "threshold", in: ["ci"] }])).exceptions;
    assert.match(state!.problem!.why, /^its name matches 2 alarms: /);
    assert.equal(state!.problem!.fix, 'add parent: my:a:Left or "" (no parent)');
    assert.equal(
      compare(all, parityFile([{ name: CPU, parent: "", only: ["production"] }])).exceptions[0]!.covers,
      true,
    );
  });
});
