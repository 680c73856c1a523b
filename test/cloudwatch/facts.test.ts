import assert from "node:assert/strict";
import { allMetrics, findMetric, judgeStatistic, nearMetrics } from "../../cloudwatch/facts";
import { OVERRIDES } from "../../cloudwatch/facts/overrides";
import { METRIC_ROWS, type MetricRow } from "../../cloudwatch/facts/table";
import { factProblems } from "../../scripts/facts";

/** A statistic of the table as an alarm writes it. */
const written = (statistic: string): string => (statistic === "pNN" ? "p95" : statistic);

/** What an override says about one statistic of a metric, if it says anything. */
function overridden(
  namespace: string,
  metric: string,
  statistic: string,
): "allow" | "discourage" | "forbid" | undefined {
  const rows = OVERRIDES.filter((row) => row.namespace === namespace && row.metrics.includes(metric));
  const names = (["allow", "discourage", "forbid"] as const).filter((verb) =>
    rows.some((row) => row[verb]?.some((name) => name === statistic)),
  );
  return names[0];
}

function judge(namespace: string, metric: string, statistic: string): ReturnType<typeof judgeStatistic> {
  const fact = findMetric(namespace, metric);
  assert.ok(fact, `${namespace} ${metric} is in the table`);
  return judgeStatistic(fact, statistic);
}

describe("the facts, looped over", () => {
  it("hold 963 metrics of 40 namespaces", () => {
    assert.equal(allMetrics().length, 963);
    assert.equal(new Set(allMetrics().map((fact) => fact.namespace)).size, 40);
  });

  it("are sound, and so are the overrides", () => {
    assert.deepEqual(factProblems(), []);
  });

  for (const namespace of new Set(METRIC_ROWS.map((row) => row.namespace))) {
    const rows = METRIC_ROWS.filter((row) => row.namespace === namespace);
    it(`judge every listed statistic of ${namespace} (${rows.length} metrics) as its page or an override does`, () => {
      rows.forEach(assertRulings);
    });

    if (!namespace.startsWith("AWS/")) continue;
    it(`know the metrics of ${namespace} again in another letter case, and with one letter dropped`, () => {
      rows.forEach(assertFoundAgain);
    });
  }
});

function assertRulings({
  namespace,
  metric,
  usefulStatistics,
  avoidStatistics,
  avoidBasis,
}: MetricRow): void {
  for (const statistic of usefulStatistics) {
    const verb = overridden(namespace, metric, statistic);
    const expected = verb === "forbid" ? "forbidden" : verb === "discourage" ? "discouraged" : "allowed";
    assert.equal(judge(namespace, metric, written(statistic)).verdict, expected, `${metric} ${statistic}`);
  }
  for (const statistic of avoidStatistics) {
    const verb = overridden(namespace, metric, statistic);
    const byPage = avoidBasis === "docs" ? "forbidden" : "discouraged";
    const expected = verb === undefined ? byPage : verb === "forbid" ? "forbidden" : "allowed";
    const judgement = judge(namespace, metric, written(statistic));
    assert.equal(judgement.verdict, expected, `${metric} ${statistic}`);
    assert.equal(judgement.basis, verb === undefined ? avoidBasis : "override", `${metric} ${statistic}`);
    assert.notEqual(judgement.source, "", metric);
    assert.ok(!judgement.use.includes(statistic), `${statistic} of ${metric} is not its own cure`);
  }
}

function assertFoundAgain({ namespace, metric }: MetricRow): void {
  const dropped = [...metric.matchAll(/[A-Za-z]/g)].map(
    ({ index }) => metric.slice(0, index) + metric.slice(index + 1),
  );
  for (const name of [metric.toLowerCase(), metric.toUpperCase(), ...dropped]) {
    if (findMetric(namespace, name) !== undefined) continue;
    const near = nearMetrics(namespace, name);
    const found = near.some((other) => other.namespace === namespace && other.metric === metric);
    assert.ok(found, `${name} → ${JSON.stringify(near)}`);
  }
}

describe("judgeStatistic", () => {
  const CASES: [string, string, string, string, string | undefined][] = [
    ["AWS/ELB", "BackendConnectionErrors", "Sum", "allowed", undefined],
    ["AWS/ELB", "BackendConnectionErrors", "Maximum", "forbidden", "docs"],
    ["AWS/ELB", "BackendConnectionErrors", "p99", "forbidden", "docs"],
    ["AWS/ELB", "BackendConnectionErrors", "tm99", "forbidden", "docs"],
    ["AWS/ELB", "BackendConnectionErrors", "SampleCount", "unknown", undefined],
    ["AWS/ELB", "UnHealthyHostCount", "Average", "forbidden", "override"],
    ["AWS/ELB", "UnHealthyHostCount", "Maximum", "allowed", "override"],
    ["AWS/ApplicationELB", "UnHealthyHostCount", "Average", "forbidden", "override"],
    ["AWS/ApplicationELB", "UnHealthyHostCount", "WM(10%:90%)", "forbidden", "override"],
    ["AWS/NetworkELB", "UnHealthyHostCount", "Average", "forbidden", "override"],
    ["AWS/ApplicationELB", "HealthyHostCount", "Minimum", "discouraged", "override"],
    ["AWS/ApplicationELB", "TargetConnectionErrorCount", "Maximum", "forbidden", "override"],
    ["AWS/ApplicationELB", "TargetConnectionErrorCount", "p50", "forbidden", "override"],
    ["AWS/NetworkELB", "TCP_Target_Reset_Count", "Average", "forbidden", "override"],
    ["AWS/Lambda", "Errors", "Average", "discouraged", "recommendation"],
    ["AWS/Lambda", "Errors", "p99", "discouraged", "recommendation"],
    ["AWS/ApplicationELB", "TargetResponseTime", "p95", "allowed", undefined],
    ["AWS/ApplicationELB", "TargetResponseTime", "tm95", "unknown", undefined],
    ["AWS/ApplicationELB", "TargetResponseTime", "Sum", "discouraged", "inferred"],
    ["AWS/ApplicationELB", "BYoIPUtilPercentage", "p50", "forbidden", "docs"],
    ["AWS/ELB", "BackendConnectionErrors", "sum", "unknown", undefined],
  ];
  for (const [namespace, metric, statistic, verdict, basis] of CASES) {
    it(`calls ${statistic} of ${namespace} ${metric} ${verdict}${basis === undefined ? "" : ` by ${basis}`}`, () => {
      const judgement = judge(namespace, metric, statistic);
      assert.deepEqual({ verdict: judgement.verdict, basis: judgement.basis }, { verdict, basis });
    });
  }

  it("names what to use, our word first", () => {
    assert.deepEqual(judge("AWS/ELB", "UnHealthyHostCount", "Average").use, ["Maximum", "Minimum"]);
    assert.deepEqual(judge("AWS/ELB", "BackendConnectionErrors", "Maximum").use, ["Sum"]);
    assert.deepEqual(judge("AWS/ELB", "EstimatedProcessedBytes", "Sum").use, []);
  });

  it("says why a percentile falls with Minimum and Maximum", () => {
    assert.match(
      judge("AWS/ELB", "BackendConnectionErrors", "p99").reason,
      /^p99 lies between Minimum and Maximum/,
    );
  });
});

describe("the catalogue of AWS.md", () => {
  const ROWS: [string, string, string, string[] | undefined][] = [
    ["AWS/ApplicationELB", "UnHealthyHostCount", "Maximum", ["LoadBalancer", "TargetGroup"]],
    ["AWS/NetworkELB", "UnHealthyHostCount", "Maximum", ["LoadBalancer", "TargetGroup"]],
    ["AWS/ELB", "UnHealthyHostCount", "Maximum", ["LoadBalancerName"]],
    ["AWS/ApplicationELB", "HealthyHostCount", "Maximum", ["LoadBalancer", "TargetGroup"]],
    ["AWS/NetworkELB", "HealthyHostCount", "Maximum", ["LoadBalancer", "TargetGroup"]],
    ["AWS/ELB", "HealthyHostCount", "Maximum", ["LoadBalancerName"]],
    ["AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "Sum", ["LoadBalancer", "TargetGroup"]],
    ["AWS/ApplicationELB", "RequestCount", "Sum", ["LoadBalancer", "TargetGroup"]],
    ["AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", "Sum", ["LoadBalancer"]],
    ["AWS/ApplicationELB", "TargetConnectionErrorCount", "Sum", ["LoadBalancer", "TargetGroup"]],
    ["AWS/ApplicationELB", "TargetResponseTime", "p95", ["LoadBalancer", "TargetGroup"]],
    ["AWS/ELB", "BackendConnectionErrors", "Sum", ["LoadBalancerName"]],
    ["AWS/ELB", "SurgeQueueLength", "Maximum", ["LoadBalancerName"]],
    ["AWS/ELB", "SpilloverCount", "Sum", ["LoadBalancerName"]],
    ["AWS/ELB", "HTTPCode_Backend_5XX", "Sum", ["LoadBalancerName"]],
    ["AWS/ELB", "RequestCount", "Sum", ["LoadBalancerName"]],
    ["AWS/ELB", "HTTPCode_ELB_5XX", "Sum", ["LoadBalancerName"]],
    ["AWS/EC2", "CPUUtilization", "Average", ["AutoScalingGroupName"]],
    ["AWS/EC2", "StatusCheckFailed", "Maximum", ["AutoScalingGroupName"]],
    ["AWS/AutoScaling", "GroupDesiredCapacity", "Average", ["AutoScalingGroupName"]],
    ["AWS/AutoScaling", "GroupInServiceInstances", "Average", ["AutoScalingGroupName"]],
    // The agent's configuration decides these dimensions: see agentDimensionSets.
    ["CWAgent", "disk_used_percent", "Maximum", undefined],
    ["CWAgent", "mem_used_percent", "Maximum", undefined],
    ["AWS/NetworkELB", "TCP_Target_Reset_Count", "Sum", ["LoadBalancer"]],
    ["AWS/NetworkELB", "PortAllocationErrorCount", "Sum", ["LoadBalancer"]],
    ["AWS/Route53", "HealthCheckStatus", "Minimum", ["HealthCheckId"]],
  ];
  for (const [namespace, metric, statistic, dimensions] of ROWS) {
    it(`may use ${statistic} of ${namespace} ${metric}, which is published under its dimensions`, () => {
      assert.equal(judge(namespace, metric, statistic).verdict, "allowed");
      if (dimensions === undefined) return;
      const sets = findMetric(namespace, metric)?.dimensionSets?.map((set) => set.join());
      assert.ok(sets?.includes(dimensions.join()));
    });
  }
});
