import assert from "node:assert/strict";
import {
  allMetrics,
  dimensionNames,
  dimensionSetsExact,
  findMetric,
  knownNamespace,
  nearMetrics,
} from "../../cloudwatch/facts";

describe("findMetric", () => {
  it("carries the observed sample model of the broker's errors, and none for the rest", () => {
    assert.equal(findMetric("AWS/ELB", "BackendConnectionErrors")?.sampleModel?.text, "observed: 1 a sample");
    assert.equal(allMetrics().filter((fact) => fact.sampleModel !== undefined).length, 1);
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
