import assert from "node:assert/strict";
import {
  allMetrics,
  dimensionNames,
  dimensionSetsExact,
  findMetric,
  knownNamespace,
  nearMetrics,
  tableWith,
} from "../../cloudwatch/facts";

describe("findMetric", () => {
  const MODELS: [string, string, readonly [number | null, number | null] | undefined, string?][] = [
    ["AWS/ELB", "BackendConnectionErrors", [1, 1], "observed"],
    ["AWS/ELB", "SurgeQueueLength", [0, 1024], "docs"],
    ["AWS/EC2", "StatusCheckFailed_System", [0, 1], "docs"],
    ["AWS/EC2", "CPUUtilization", [0, 100], "docs"],
    ["AWS/ApiGateway", "5XXError", [0, 1], "docs"],
    ["AWS/ApplicationELB", "UnHealthyHostCount", [0, null], "inferred"],
    ["AWS/AutoScaling", "GroupDesiredCapacity", [0, null], "inferred"],
    ["AWS/AutoScaling", "PredictiveScalingMetricPairCorrelation", undefined],
    ["AWS/ES", "ThreadpoolIndexQueue", [0, 200], "docs"],
    ["AWS/RDS", "ReplicaLag", [-1, null], "override"],
    ["AWS/RDS", "AuroraBinlogReplicaLag", [-1, null], "docs"],
  ];
  for (const [namespace, metric, range, basis] of MODELS) {
    it(`knows what one sample of ${namespace} ${metric} can be, and who says so`, () => {
      const model = findMetric(namespace, metric)?.sampleModel;
      assert.deepEqual([model?.range, model?.basis], [range, basis]);
    });
  }

  it("rests one metric's samples on what was observed", () => {
    const observed = allMetrics().filter(({ sampleModel }) => sampleModel?.basis === "observed");
    assert.deepEqual(
      observed.map(({ metric }) => metric),
      ["BackendConnectionErrors"],
    );
  });

  it("lets every statistic that always is 1 lie within its metric's samples", () => {
    for (const { metric, constantOne, sampleModel } of allMetrics().filter(
      (one) => one.constantOne.length > 0,
    )) {
      const [low, high] = sampleModel?.range ?? [];
      assert.ok(low != null && low <= 1 && high === 1, `${metric}: ${constantOne.join()}`);
    }
  });

  it("takes a team's word on samples over all others", () => {
    const fact = {
      namespace: "AWS/EC2",
      metric: "CPUUtilization",
      reason: "burst",
      source: "our own graphs",
    };
    const table = tableWith([{ ...fact, sampleRange: [0, 120], reported: "always" }]);
    const found = findMetric("AWS/EC2", "CPUUtilization", table);
    assert.deepEqual(found?.sampleModel, { range: [0, 120], basis: "configured", source: "our own graphs" });
    assert.deepEqual(found.reportedBy, { basis: "configured", source: "our own graphs" });
    const own = tableWith([{ ...fact, namespace: "shop", metric: "Orders" }]);
    assert.equal(findMetric("shop", "Orders", own)?.sampleModel, undefined);
  });

  it("minds letter case and namespace", () => {
    assert.equal(findMetric("AWS/ELB", "backendConnectionErrors"), undefined);
    assert.equal(findMetric("AWS/EC2", "BackendConnectionErrors"), undefined);
    assert.deepEqual([knownNamespace("AWS/ELB"), knownNamespace("AWS/elb")], [true, false]);
  });
});

describe("nearMetrics", () => {
  const CASES: [string, string, string, string[]][] = [
    [
      "a name of other namespaces only",
      "AWS/ApplicationELB",
      "EngineCPUUtilization",
      ["AWS/ElastiCache EngineCPUUtilization"],
    ],
    ["a letter case", "AWS/EC2", "cpuutilization", ["AWS/EC2 CPUUtilization"]],
    ["one letter dropped", "AWS/ELB", "BackendConnectionError", ["AWS/ELB BackendConnectionErrors"]],
    ["one letter too many", "AWS/SQS", "NumberOfMessagesSents", ["AWS/SQS NumberOfMessagesSent"]],
    ["not one with other digits", "AWS/ApplicationELB", "HTTPCode_ELB_501_Count", []],
    ["not two edits", "AWS/ELB", "BackendConnectionErr", []],
    ["nothing for a metric that is known", "AWS/ELB", "BackendConnectionErrors", []],
    ["nothing in a namespace that is not in the table", "AWS/Nothing", "CPUUtilization", []],
    ["nothing outside AWS/", "CWAgent", "Mem_used_percent", []],
  ];
  for (const [title, namespace, metric, expected] of CASES) {
    it(`finds ${title}`, () => {
      const near = nearMetrics(namespace, metric).map((found) => `${found.namespace} ${found.metric}`);
      assert.deepEqual(near, expected);
    });
  }

  it("names every namespace that has the metric", () => {
    const near = nearMetrics("AWS/ApplicationELB", "CPUUtilization").map((found) => found.namespace);
    assert.deepEqual(near, ["AWS/EC2", "AWS/ECS", "AWS/ES", "AWS/ElastiCache", "AWS/RDS"]);
  });
});

describe("dimensions", () => {
  it("of a namespace are the names of all its metrics", () => {
    assert.deepEqual([...(dimensionNames("AWS/ELB") ?? [])].sort(), ["AvailabilityZone", "LoadBalancerName"]);
  });

  it("are not known outside AWS/, nor of an unknown namespace", () => {
    assert.deepEqual([dimensionNames("CWAgent"), dimensionNames("AWS/Nothing")], [undefined, undefined]);
  });

  const EXACT: [string, string | undefined, boolean][] = [
    ["AWS/ApplicationELB", undefined, true],
    ["AWS/ELB", undefined, false],
    ["AWS/RDS", undefined, false],
    ["AWS/RDS", "QueryRequests", true],
    ["AWS/RDS", "CPUUtilization", false],
    ["AWS/NetworkELB", "TCP_Target_Reset_Count", true],
    ["AWS/NetworkELB", "UnhealthyRoutingFlowCount", false],
    ["AWS/ApplicationELB", "NoSuchMetric", false],
  ];
  for (const [namespace, metric, exact] of EXACT) {
    it(`of ${namespace} ${metric ?? ""} are ${exact ? "" : "not "}exact`, () => {
      assert.equal(dimensionSetsExact(namespace, metric), exact);
    });
  }
});
