import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { applicationRows } from "../../components/alarms/application";
import { classicRows } from "../../components/alarms/classic";
import { describe as describeRow } from "../../components/alarms/describe";
import { externalRows } from "../../components/alarms/external";
import { instanceRows } from "../../components/alarms/instance";
import { networkRows } from "../../components/alarms/network";
import { shipperRows } from "../../components/alarms/shipper";
import type { AlarmRow, Series } from "../../components/alarms/row";
import { LAUNCH_TIMEOUT_SECONDS } from "../../components/timing";

const TG = "LoadBalancer TargetGroup";
const LB = "LoadBalancer";
const CLB = "LoadBalancerName";
const ASG = "AutoScalingGroupName";
const ALB_NS = "AWS/ApplicationELB";
const ELB_NS = "AWS/ELB";
const NLB_NS = "AWS/NetworkELB";

/** name | what is measured | condition | period, M/N | missing data: the table of AWS.md. */
type Expected = readonly [string, string, string, string, string];

const HOSTS = (namespace: string, dimensions: string): Expected[] => [
  [
    "unhealthy-hosts",
    `${namespace} UnHealthyHostCount Maximum ${dimensions}`,
    "> 0",
    "60 3/5",
    "notBreaching",
  ],
  ["no-healthy-hosts", `${namespace} HealthyHostCount Maximum ${dimensions}`, "< 1", "60 3/3", "breaching"],
];

const APPLICATION: readonly Expected[] = [
  ...HOSTS(ALB_NS, TG),
  [
    "target-5xx",
    `errors - 0.01 * requests; errors: ${ALB_NS} HTTPCode_Target_5XX_Count Sum ${TG}; requests: ${ALB_NS} RequestCount Sum ${TG}`,
    "> 5",
    "60 3/5",
    "notBreaching",
  ],
  ["load-balancer-5xx", `${ALB_NS} HTTPCode_ELB_5XX_Count Sum ${LB}`, "> 10", "60 3/5", "notBreaching"],
  [
    "target-connection-errors",
    `${ALB_NS} TargetConnectionErrorCount Sum ${TG}`,
    "> 10",
    "60 3/5",
    "notBreaching",
  ],
  ["latency-p95", `${ALB_NS} TargetResponseTime p95 ${TG}`, "> 1", "300 3/3", "notBreaching evaluate"],
  ["low-traffic", `${ALB_NS} RequestCount Sum ${TG}`, "< 300", "300 3/3", "breaching"],
];

const CLASSIC_TCP: readonly Expected[] = [
  ...HOSTS(ELB_NS, CLB),
  ["backend-errors", `${ELB_NS} BackendConnectionErrors Sum ${CLB}`, "> 100", "60 5/5", "notBreaching"],
  ["surge-queue", `${ELB_NS} SurgeQueueLength Maximum ${CLB}`, "> 256", "60 3/5", "notBreaching"],
  ["spillover", `${ELB_NS} SpilloverCount Sum ${CLB}`, "> 0", "60 3/5", "notBreaching"],
];

const CLASSIC_HTTP: readonly Expected[] = [
  ...CLASSIC_TCP,
  [
    "backend-5xx",
    `errors - 0.01 * requests; errors: ${ELB_NS} HTTPCode_Backend_5XX Sum ${CLB}; requests: ${ELB_NS} RequestCount Sum ${CLB}`,
    "> 5",
    "60 3/5",
    "notBreaching",
  ],
  ["load-balancer-5xx", `${ELB_NS} HTTPCode_ELB_5XX Sum ${CLB}`, "> 10", "60 3/5", "notBreaching"],
];

const NETWORK: readonly Expected[] = [
  ...HOSTS(NLB_NS, TG),
  ["target-resets", `${NLB_NS} TCP_Target_Reset_Count Sum ${LB}`, "> 100", "60 5/5", "notBreaching"],
  ["port-allocation-errors", `${NLB_NS} PortAllocationErrorCount Sum ${LB}`, "> 0", "60 3/5", "notBreaching"],
];

const SHIPPER: readonly Expected[] = [
  ["stopped", `AlarmParity/LogShipper EventsOut Sum ${ASG}`, "< 1", "300 3/3", "breaching"],
];

const INSTANCE: readonly Expected[] = [
  ["cpu", `AWS/EC2 CPUUtilization Average ${ASG}`, "> 80", "300 3/3", "missing"],
  ["cpu-raised", `AWS/EC2 CPUUtilization Average ${ASG}`, "> 70", "3600 20/24", "missing"],
  ["status-check", `AWS/EC2 StatusCheckFailed Maximum ${ASG}`, ">= 1", "300 2/2", "missing"],
  [
    "capacity",
    `desired - inService; desired: AWS/AutoScaling GroupDesiredCapacity Average ${ASG}; inService: AWS/AutoScaling GroupInServiceInstances Average ${ASG}`,
    "> 0",
    "60 20/20",
    "missing",
  ],
  ["memory", `CWAgent mem_used_percent Maximum ${ASG}`, "> 90", "300 3/3", "breaching"],
  ["disk-root", `CWAgent disk_used_percent Maximum ${ASG} path=/`, "> 80", "300 3/3", "breaching"],
];

const EXTERNAL: readonly Expected[] = [
  ["external", "AWS/Route53 HealthCheckStatus Minimum HealthCheckId", "< 1", "60 3/3", "breaching"],
];

const FAMILIES: readonly (readonly [string, readonly AlarmRow<string>[], readonly Expected[]])[] = [
  ["an application service", applicationRows(300), APPLICATION],
  ["a classic service on TCP", classicRows("tcp"), CLASSIC_TCP],
  ["a classic service on HTTP", classicRows("http"), CLASSIC_HTTP],
  ["a network service", networkRows(), NETWORK],
  ["the instances", instanceRows(), INSTANCE],
  ["a monitor outside", externalRows(), EXTERNAL],
  ["a log shipper", shipperRows(), SHIPPER],
];

const SIGNS = {
  GreaterThanThreshold: ">",
  GreaterThanOrEqualToThreshold: ">=",
  LessThanThreshold: "<",
  LessThanOrEqualToThreshold: "<=",
};

function seriesText({
  namespace,
  metric,
  statistic,
  dimensions,
  fixedDimensions = {},
}: Series<string>): string {
  const fixed = Object.entries(fixedDimensions).map(([name, value]) => `${name}=${value}`);
  return [namespace, metric, statistic, ...dimensions, ...fixed].join(" ");
}

function asExpected(row: AlarmRow<string>): Expected {
  const measured =
    "expression" in row
      ? [row.expression, ...Object.entries(row.metrics).map(([id, one]) => `${id}: ${seriesText(one)}`)].join(
          "; ",
        )
      : seriesText(row);
  const missing = [row.treatMissingData, row.evaluateLowSampleCountPercentiles].filter(
    (one) => one !== undefined,
  );
  return [
    row.name,
    measured,
    `${SIGNS[row.comparisonOperator]} ${row.threshold}`,
    `${row.period} ${row.datapointsToAlarm}/${row.evaluationPeriods}`,
    missing.join(" "),
  ];
}

const ALL = [
  ...applicationRows(300),
  ...classicRows("http"),
  ...networkRows(),
  ...instanceRows(),
  ...shipperRows(),
  ...externalRows(),
];

describe("the alarm catalogue", () => {
  for (const [family, rows, expected] of FAMILIES) {
    it(`gives ${family} exactly the rows of the table`, () => {
      assert.deepEqual(rows.map(asExpected), expected);
    });
  }

  it("has no low-traffic alarm for a service that states no floor", () => {
    assert.deepEqual(
      applicationRows().map((row) => row.name),
      APPLICATION.map(([name]) => name).filter((name) => name !== "low-traffic"),
    );
  });

  it("asks for one exception alone: low traffic, in production", () => {
    assert.deepEqual(
      ALL.filter((row) => row.only !== undefined).map(({ name, only }) => [name, only]),
      [["low-traffic", ["production"]]],
    );
  });

  it("has no two rows of one name on one service", () => {
    for (const front of [applicationRows(300), classicRows("http")]) {
      const names = [...front, ...instanceRows()].map((row) => row.name);
      assert.deepEqual(names, [...new Set(names)]);
    }
  });

  it("holds a missing instance for longer than a launch may take", () => {
    const capacity = instanceRows().find((row) => row.name === "capacity")!;
    assert.ok(capacity.period * capacity.datapointsToAlarm > LAUNCH_TIMEOUT_SECONDS);
  });

  for (const row of ALL) {
    it(`tells what ${row.name} (${row.at}) means, its likely cause and what to do first`, () => {
      assert.match(row.why, /^\S.*[.;:] .*Likely causes: .+\. .*(First|in the morning) \w+/);
    });

    it(`mails the limit of ${row.name} (${row.at}) and fits into a description`, () => {
      const text = describeRow(row);
      assert.ok(text.length <= 1024, `${text.length} characters`);
      const limit = `${SIGNS[row.comparisonOperator]} ${row.threshold}, in ${row.datapointsToAlarm} of ${row.evaluationPeriods} periods of ${row.period} s.`;
      assert.ok(text.endsWith(limit), text);
    });

    it(`knows the line of ${row.name} (${row.at})`, () => {
      const [file, line] = row.at.split(":");
      const source = readFileSync(resolve(__dirname, "../..", file!), "utf8").split("\n");
      assert.match(source[Number(line) - 1]!, /define(Math|Own)?Row\(/);
      const next = source.slice(Number(line)).find((text) => text.includes("name:"))!;
      assert.ok(next.includes(`"${row.name}"`) || next.includes("`disk-"), next);
    });
  }
});
