import assert from "node:assert/strict";
import { agentDimensionSets, agentNamespace, findAgentConfig } from "../../cloudwatch/agent";

/** As our own instances have it (AWS.md, "Agent dimensions"). */
const OURS = {
  agent: { metrics_collection_interval: 60 },
  metrics: {
    append_dimensions: {
      AutoScalingGroupName: "${aws:AutoScalingGroupName}",
      InstanceId: "${aws:InstanceId}",
    },
    aggregation_dimensions: [["AutoScalingGroupName"], ["AutoScalingGroupName", "path"]],
    metrics_collected: {
      disk: { measurement: ["used_percent"], resources: ["/", "/var/log"], drop_device: true },
      mem: { measurement: ["mem_used_percent"] },
    },
  },
};

type Changes = Record<string, unknown>;
const metrics = (changes: Changes, agent?: Changes): unknown => ({
  agent,
  metrics: { metrics_collected: { mem: { measurement: ["used_percent"] } }, ...changes },
});
const setsOf = (config: unknown): Record<string, string[][]> =>
  Object.fromEntries(agentDimensionSets(config));

describe("findAgentConfig", () => {
  const json = JSON.stringify(OURS, undefined, 2);
  const script = (body: string, delimiter = "'EOF'"): string =>
    `#!/bin/bash\nset -eu\nstart() { echo "{ not json"; }\ncat >/opt/agent.json <<${delimiter}\n${body}\nEOF\nagent -c file:/opt/agent.json\n`;
  const wrapped = Buffer.from(json)
    .toString("base64")
    .replace(/(.{76})/g, "$1\n");
  const FOUND: [string, string][] = [
    ["as the whole text", json],
    ["in a heredoc", script(json)],
    ["in an unquoted heredoc, with its dollars escaped", script(json.replaceAll("$", "\\$"), "EOF")],
    ["in user data that is base64", Buffer.from(script(json)).toString("base64")],
    [
      "as base64 inside a script",
      `echo ${Buffer.from(json).toString("base64")} | base64 -d > /opt/agent.json`,
    ],
    ["as base64 wrapped at 76 characters", `base64 -d > /opt/agent.json <<EOF\n${wrapped}\nEOF\n`],
    ["after another JSON object", script(`${JSON.stringify({ Version: "1" })}\n${json}`)],
    [
      "in a cloud-init file",
      `#cloud-config\nwrite_files:\n  - content: |\n${json.replaceAll(/^/gm, "      ")}\n`,
    ],
  ];
  for (const [title, userData] of FOUND) {
    it(`finds the configuration ${title}`, () => {
      assert.deepEqual(findAgentConfig(userData), OURS);
    });
  }

  const NONE: [string, string][] = [
    ["an empty text", ""],
    ["a script without JSON", "#!/bin/bash\nf() { echo hi; }\n"],
    ["JSON of something else", JSON.stringify({ metrics: { nothing: true } })],
    ["JSON that is cut off", JSON.stringify(OURS).slice(0, -3)],
    ["a configuration that is fetched", "amazon-cloudwatch-agent-ctl -a fetch-config -c ssm:AgentConfig"],
  ];
  for (const [title, userData] of NONE) {
    it(`finds none in ${title}`, () => {
      assert.equal(findAgentConfig(userData), undefined);
    });
  }
});

describe("agentDimensionSets", () => {
  it("publishes what our disk and memory alarms use", () => {
    assert.deepEqual(setsOf(OURS), {
      disk_used_percent: [
        ["AutoScalingGroupName", "InstanceId", "fstype", "path"],
        ["AutoScalingGroupName"],
        ["AutoScalingGroupName", "path"],
      ],
      mem_used_percent: [["AutoScalingGroupName", "InstanceId"], ["AutoScalingGroupName"]],
    });
  });

  const group = { AutoScalingGroupName: "${aws:AutoScalingGroupName}" };
  const CASES: [string, unknown, Record<string, string[][]>][] = [
    ["adds host where nothing is appended", metrics({}), { mem_used_percent: [["host"]] }],
    ["adds no host where it is omitted", metrics({}, { omit_hostname: true }), { mem_used_percent: [[]] }],
    [
      "adds no host beside appended dimensions",
      metrics({ append_dimensions: group }),
      { mem_used_percent: [["AutoScalingGroupName"]] },
    ],
    [
      "takes a rollup that is the whole set for none",
      metrics({ append_dimensions: group, aggregation_dimensions: [["AutoScalingGroupName"]] }),
      { mem_used_percent: [["AutoScalingGroupName"]] },
    ],
    [
      "takes no rollup with a name that the set has not",
      metrics({ append_dimensions: group, aggregation_dimensions: [["InstanceId"]] }),
      { mem_used_percent: [["AutoScalingGroupName"]] },
    ],
    [
      "takes a rollup over everything",
      metrics({ append_dimensions: group, aggregation_dimensions: [[]] }),
      { mem_used_percent: [["AutoScalingGroupName"], []] },
    ],
    [
      "keeps device unless it is dropped",
      metrics({
        append_dimensions: group,
        metrics_collected: { disk: { measurement: ["disk_inodes_free"] } },
      }),
      { disk_inodes_free: [["AutoScalingGroupName", "device", "fstype", "path"]] },
    ],
    [
      "adds a plugin's own dimensions to that plugin alone",
      metrics({
        metrics_collected: {
          mem: { measurement: ["used"], append_dimensions: { Service: "elk" } },
          swap: { measurement: ["used_percent"] },
        },
      }),
      { mem_used: [["Service", "host"]], swap_used_percent: [["host"]] },
    ],
    [
      "calls a renamed metric by its new name",
      metrics({
        metrics_collected: {
          mem: { measurement: [{ name: "used_percent", rename: "Memory", unit: "Percent" }] },
        },
      }),
      { Memory: [["host"]] },
    ],
    [
      "leaves the original out where it is dropped",
      metrics({
        append_dimensions: group,
        aggregation_dimensions: [["AutoScalingGroupName"]],
        metrics_collected: {
          cpu: { measurement: ["usage_idle", "time_active"], drop_original_metrics: ["cpu_usage_idle"] },
        },
      }),
      {
        cpu_usage_idle: [["AutoScalingGroupName"]],
        cpu_time_active: [["AutoScalingGroupName", "cpu"], ["AutoScalingGroupName"]],
      },
    ],
    [
      "says nothing about a plugin that it does not know",
      metrics({ metrics_collected: { procstat: [{ exe: "java", measurement: ["cpu_usage"] }] } }),
      {},
    ],
    ["says nothing about what is no configuration", "text", {}],
  ];
  for (const [title, config, expected] of CASES) {
    it(title, () => {
      assert.deepEqual(setsOf(config), expected);
    });
  }
});

describe("agentNamespace", () => {
  it("is the configuration's own, else CWAgent", () => {
    assert.deepEqual(
      [agentNamespace(metrics({ namespace: "Own" })), agentNamespace(OURS)],
      ["Own", "CWAgent"],
    );
  });
});
