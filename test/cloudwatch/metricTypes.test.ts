import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { AllowedStatistics, MetricName, StatisticFor } from "../../cloudwatch/facts/metricTypes";
import { METRIC_ROWS } from "../../cloudwatch/facts/table";
import { factProblems, generateTypes } from "../../scripts/facts";

describe("scripts/facts", () => {
  it("has generated the types that are in the repository (else: npm run facts)", () => {
    const file = join(__dirname, "../../cloudwatch/facts/metricTypes.ts");
    assert.equal(readFileSync(file, "utf8"), generateTypes());
  });

  it("tells a row that is not sound, with its line", () => {
    const [row] = METRIC_ROWS;
    const problems = factProblems(
      [row, row, { ...row, metric: "x", avoidBasis: null }, { ...row, metric: "y", extra: 1 }],
      [],
    );
    assert.equal(problems.length, 3);
    assert.match(problems[0]!, /^metric-statistics\.json:3: .* is there twice$/);
    assert.match(problems[1]!, /^metric-statistics\.json:4: .*avoidBasis/);
    assert.match(problems[2]!, /^metric-statistics\.json:5: .*extra/);
  });

  it("tells an override of no metric, one without a reason, and one ruled on twice", () => {
    const override = {
      namespace: "AWS/ELB",
      metrics: ["Nope"],
      forbid: ["Sum"],
      reason: "",
      source: "x",
    } as const;
    assert.deepEqual(factProblems(METRIC_ROWS, [override, override]), [
      "overrides.ts: the row of AWS/ELB has no reason or no source",
      "overrides.ts: AWS/ELB Nope is not in the table",
      "overrides.ts: the row of AWS/ELB has no reason or no source",
      "overrides.ts: AWS/ELB Nope is not in the table",
      "overrides.ts: Sum of AWS/ELB Nope is ruled on twice",
    ]);
  });
});

/** Held by the compiler (`npm run typecheck`); each line names a statistic that its metric may or may not have. */
export const TYPED = [
  "Sum" satisfies StatisticFor<"AWS/ELB", "BackendConnectionErrors">,
  // @ts-expect-error AWS's page rules Maximum out.
  "Maximum" satisfies StatisticFor<"AWS/ELB", "BackendConnectionErrors">,
  // @ts-expect-error A percentile lies between two that are ruled out.
  "p95" satisfies StatisticFor<"AWS/ELB", "BackendConnectionErrors">,
  // @ts-expect-error Our override.
  "Average" satisfies StatisticFor<"AWS/ApplicationELB", "UnHealthyHostCount">,
  "p95" satisfies StatisticFor<"AWS/ApplicationELB", "TargetResponseTime">,
  // @ts-expect-error No such metric in this namespace.
  "CPUUtilization" satisfies MetricName<"AWS/ELB">,
  "AWS/ELB" satisfies keyof AllowedStatistics,
];
