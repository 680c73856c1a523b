import assert from "node:assert/strict";
import { createColors } from "picocolors";
import { groupViolations } from "../../parity/report/group";
import { showReport, type Shown } from "../../parity/report/terminal";
import { wrap } from "../../parity/report/text";
import type { RemediatedField, Report, Violation } from "../../parity/report/types";

const plain = { colors: createColors(false), width: 80 };

function urn(stack: string, name: string): string {
  return `urn:pulumi:${stack}::shop::aws:cloudwatch/metricAlarm:MetricAlarm::${name}`;
}

function stack(name: string): Report["stacks"][number] {
  const source = { file: "alarms.ts", line: 3 };
  return {
    name,
    resources: 7,
    alarms: [{ kind: "metric", name: `shop-${name}-cpu`, urn: urn(name, "cpu"), source }],
  };
}

function violation(name: string, changes: Partial<Violation> = {}): Violation {
  return {
    policy: "alarm-ok-action-required",
    level: "mandatory",
    stack: name,
    urn: urn(name, "cpu"),
    resource: "cpu",
    message: `${name}: alarm "cpu" has no OK action, so nobody learns that it is over.`,
    fix: "okActions: [topics.alarms.arn]",
    source: { file: "alarms.ts", line: 3 },
    ...changes,
  };
}

const same = { kind: "alarm", verdict: "same", stacks: ["ci", "production"], fields: [] } as const;

function shown(changes: Partial<Report> = {}, failed: Shown["failed"] = []): Shown {
  const parity = [{ ...same, name: "cpu", identity: "cpu", stacks: [...same.stacks], fields: [] }];
  const stacks = [stack("ci"), stack("production")];
  return {
    report: { version: 1, stacks, violations: [], unchecked: [], parity, ...changes },
    failed,
    notes: [],
  };
}

describe("the report in a terminal", () => {
  it("of a clean project is a line a stack, the matrix and the verdict", () => {
    assert.equal(
      showReport(shown(), plain),
      `  ci          7 resources  1 alarm  0 violations
  production  7 resources  1 alarm  0 violations

Alarms in every stack
       ci  production
  cpu  ✓   ✓

✓ 2 stacks, 2 alarms: no violations
`,
    );
  });

  it("shows how soon incidents fire an alarm: the soonest of them, in the slowest stack", () => {
    const firings = [
      { alarm: "cpu", incident: "steps", toAlarm: { ci: 840, production: 900 } },
      { alarm: "cpu", incident: "lasting", toAlarm: { ci: 3600, production: 3600 } },
    ];
    assert.match(
      showReport(shown({ firings }), plain),
      / {7}ci {2}production {2}fires in\n {2}cpu {2}✓ {3}✓ {11}15m\n/,
    );
  });

  it("tells a finding of several stacks once, with policy, place, reason and fix", () => {
    const violations = [
      violation("ci"),
      violation("production"),
      violation("ci", {
        ...{ policy: "alarm-description", level: "advisory", shape: "preview", urn: "", resource: "" },
        ...{ message: "no description", fix: undefined, source: undefined },
      }),
    ];
    assert.equal(
      showReport(shown({ violations }), plain),
      `  ci          7 resources  1 alarm  1 violation, 1 advisory
  production  7 resources  1 alarm  1 violation

✗ alarm-ok-action-required  ci, production
  cpu (shop-<stack>-cpu)  alarms.ts:3
  <stack>: alarm "cpu" has no OK action, so nobody learns that it is over.
  Fix: okActions: [topics.alarms.arn]

! alarm-description  advisory  ci  (seen in the preview only)
  no description

Alarms in every stack
       ci  production
  cpu  ✓   ✓

✗ 2 stacks, 2 alarms: 2 violations, 1 advisory, in ci, production
`,
    );
  });

  it("tells what was remediated, alike together, and what the configuration turns down", () => {
    const mended = (name: string, resource: string): RemediatedField => ({
      ...{ policy: "alarm-ok-action-required", stack: name, urn: urn(name, resource), resource },
      ...{ field: "okActions", after: ["${alarms.arn}"], source: { file: "alarms.ts", line: 3 } },
    });
    const text = showReport(
      {
        ...shown({
          remediations: [
            ...["ci", "production"].flatMap((name) =>
              ["a", "b", "c", "d", "e"].map((one) => mended(name, one)),
            ),
            { ...mended("ci", "a"), field: "statistic", before: "Maximum", after: "Sum", shape: "update" },
          ],
          weaker: [
            { policy: "alarm-parity", level: "disabled", own: "mandatory", file: "pack.json" },
            { policy: "alarm-not-muted", level: "advisory", own: "mandatory", file: "pack.json" },
          ],
        }),
        packNotes: ["environment live is not opened"],
      },
      plain,
    );
    assert.ok(
      text.includes(`
! alarm-parity is disabled by pack.json
! alarm-not-muted is advisory by pack.json (the pack's own level is mandatory)
! environment live is not opened

Remediated (11), and judged as it is then
  ✓ remediated in ci, production: okActions ["\${alarms.arn}"] added
    (alarm-ok-action-required)
    a  alarms.ts:3
    b  alarms.ts:3
    c  alarms.ts:3
    and 2 more (all are in --json)
  ✓ remediated in ci: statistic "Sum" instead of "Maximum"
    (alarm-ok-action-required, seen in the update only)
    a  alarms.ts:3
`),
      text,
    );
  });

  it("shows the first three of findings alike in full, and names the rest with their places", () => {
    const alike = [1, 2, 3, 4, 5].map((line) =>
      violation("ci", {
        resource: `a${line}`,
        urn: urn("ci", `a${line}`),
        source: { file: "alarms.ts", line },
      }),
    );
    const text = showReport(shown({ violations: alike }), plain);
    assert.equal(text.match(/Fix: okActions/g)?.length, 3);
    assert.match(
      text,
      /✗ alarm-ok-action-required {2}ci {2}and 2 more with the same fix\n {2}a4 {2}alarms\.ts:4\n {2}a5 {2}alarms\.ts:5\n/,
    );
    const four = showReport(shown({ violations: alike.slice(0, 4) }), plain);
    assert.equal(four.match(/Fix: okActions/g)?.length, 4);
  });

  it("shows differing fields with their values, and excepted alarms with reason and last day", () => {
    const parity: Report["parity"] = [
      { ...same, name: "cpu", identity: "a", stacks: ["ci", "production"], fields: [] },
      {
        ...{ kind: "alarm", name: "low-traffic", identity: "b", verdict: "excepted", stacks: ["production"] },
        ...{ fields: [], reason: "ci gets too little traffic.", expires: "2027-06-30" },
      },
      {
        ...{
          kind: "alarm",
          name: "latency",
          identity: "c",
          verdict: "differs",
          stacks: ["ci", "production"],
        },
        fields: [
          { field: "threshold", values: { ci: 2, production: 1 }, excepted: true },
          { field: "okActions", values: { ci: null, production: ["${alarms.arn}"] }, excepted: false },
        ],
      },
    ];
    const text = showReport(shown({ parity }), plain);
    const start = text.indexOf("Alarms in every stack");
    assert.equal(
      text.slice(start, text.indexOf("\n\n", start)),
      `Alarms in every stack
               ci  production
  latency      ≠   ≠
    threshold: ci 2, production 1 (excepted)
    okActions: ci not set, production ["\${alarms.arn}"]
  low-traffic  –   ✓
    excepted until 2027-06-30: ci gets too little traffic.
  cpu          ✓   ✓`,
    );
  });

  it("names a stack that could not be rendered, and never calls the rest clean", () => {
    const failed = [
      {
        ok: false as const,
        stack: "staging",
        shape: "update" as const,
        error: "config key shop:size is missing",
      },
    ];
    const lines = showReport(shown({}, failed), plain).split("\n");
    assert.equal(lines[2], "  staging                           cannot be rendered");
    assert.deepEqual(lines.slice(4, 6), [
      "✗ cannot be rendered  staging (update)",
      "  config key shop:size is missing",
    ]);
    assert.equal(
      lines.at(-2),
      "✗ staging could not be judged; in the rest (2 stacks, 2 alarms): no violations",
    );
  });

  it("keeps what was not judged short: by policy and reason, three of each", () => {
    const about = (reason: string, name: string, of = "ci") => ({
      ...{ policy: "alarm-metric-exists", stack: of, reason, urn: urn(of, name) },
    });
    const unchecked = [
      ...["a", "b", "c", "d"].map((name) => about("CWAgent is not in the table", name)),
      about("CWAgent is not in the table", "a", "production"),
      ...["r2", "r3", "r4"].map((reason) => ({ ...about(reason, "a"), urn: "" })),
    ];
    const text = showReport(shown({ unchecked }), plain);
    const start = text.indexOf("Not judged");
    assert.equal(
      text.slice(start, text.indexOf("\n\n", start)),
      `Not judged (8)
  alarm-metric-exists
    CWAgent is not in the table [ci, production: a, b, c and 1 more]
    r2 [ci]
    r3 [ci]
    and 1 more (all are in --json)`,
    );
  });

  it("shows notes on a render", () => {
    const text = showReport(
      { ...shown(), notes: [{ stack: "ci", note: "children of eks are not seen" }] },
      plain,
    );
    assert.ok(text.includes("\nNotes\n  ci: children of eks are not seen\n"), text);
  });

  it("keeps to the width, and colours only where asked", () => {
    const violations = [violation("ci", { message: "word ".repeat(60).trim() })];
    const text = showReport(shown({ violations }), { ...plain, width: 60 });
    assert.deepEqual(
      text.split("\n").filter((line) => line.length > 60 && line.startsWith("  word")),
      [],
    );
    assert.ok(!text.includes("\u001b["));
    assert.ok(showReport(shown(), { colors: createColors(true), width: 60 }).includes("\u001b[32m✓"));
  });
});

describe("findings in groups", () => {
  const groups: [string, Violation[], [string[], string][]][] = [
    [
      "a message that is the same as it is keeps its words",
      ["ci", "staging"].map((name) =>
        violation(name, { message: "production has it, ci and staging have not" }),
      ),
      [[["ci", "staging"], "production has it, ci and staging have not"]],
    ],
    [
      "another value is another finding",
      [violation("ci", { message: "threshold 1" }), violation("staging", { message: "threshold 2" })],
      [
        [["ci"], "threshold 1"],
        [["staging"], "threshold 2"],
      ],
    ],
    [
      "another place is another finding",
      [
        violation("ci", { message: "m" }),
        violation("staging", { message: "m", source: { file: "alarms.ts", line: 4 } }),
      ],
      [
        [["ci"], "m"],
        [["staging"], "m"],
      ],
    ],
    [
      "two findings of one stack stay two",
      [violation("ci", { message: "m" }), violation("ci", { message: "m", urn: urn("ci", "b") })],
      [
        [["ci"], "m"],
        [["ci"], "m"],
      ],
    ],
    [
      "mandatory ones come first",
      [violation("ci", { level: "advisory", message: "a" }), violation("ci", { message: "m" })],
      [
        [["ci"], "m"],
        [["ci"], "a"],
      ],
    ],
  ];
  for (const [title, violations, expected] of groups) {
    it(title, () => {
      assert.deepEqual(
        groupViolations(violations).map(({ stacks, message }) => [stacks, message]),
        expected,
      );
    });
  }
});

describe("wrapped text", () => {
  it("breaks at spaces, indents, keeps paragraphs and words that are too long", () => {
    const long = "x".repeat(50);
    assert.equal(
      wrap(`aaaa bbbb ${"cccc ".repeat(7)}dddd\n${long} e`, 40, 2),
      [`aaaa bbbb ${"cccc ".repeat(5)}`.trimEnd(), "  cccc cccc dddd", `  ${long}`, "  e"].join("\n"),
    );
  });
});
