import assert from "node:assert/strict";
import { UNKNOWN } from "../../cloudwatch/unknown";
import type { ParityFile } from "../../parity/compare/parityFile";
import { alarmDimensionsLive } from "../../policies/rules/alarmDimensionsLive";
import type { RuleContext, StackResource } from "../../policies/rules/rule";
import { add, applied, json, mutate, ref } from "../support/compliant";
import {
  contextWith,
  metricAlarm,
  rendersWith,
  resource,
  run,
  runCompliant,
  stackOf,
  updateRenderOf,
  urn,
} from "./runRule";

const CLASSIC = "aws:elb/loadBalancer:LoadBalancer";
const LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";
const GROUP = "aws:autoscaling/group:Group";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

const classic = resource(CLASSIC, "broker-lb", { name: "broker" });
const judge = (props: Record<string, unknown>, others: StackResource[] = [classic], context?: RuleContext) =>
  run(alarmDimensionsLive, stackOf(metricAlarm(props), ...others), context);

describe("alarm-dimensions-live", () => {
  describe("names and sets", () => {
    const rejected: [string, Record<string, unknown>, string][] = [
      [
        "a dimension that no set of the namespace has",
        { dimensions: { LoadBalancer: "broker" } },
        'alarm "broker-errors": dimension LoadBalancer is none that AWS/ELB has, so the alarm would never see data Fix: dimensions: no dimension, {AvailabilityZone}, {LoadBalancerName} or {AvailabilityZone, LoadBalancerName}',
      ],
      [
        "a set under which the metric is not published, where the facts are exact",
        {
          namespace: "AWS/ApplicationELB",
          metricName: "UnHealthyHostCount",
          dimensions: { LoadBalancer: "app/x/1" },
        },
        'alarm "broker-errors": AWS/ApplicationELB UnHealthyHostCount is not published under {LoadBalancer} Fix: dimensions: {LoadBalancer, TargetGroup} or {AvailabilityZone, LoadBalancer, TargetGroup}',
      ],
      [
        "no dimension at all, where the facts are exact",
        { namespace: "AWS/ApplicationELB", metricName: "HTTPCode_ELB_5XX_Count", dimensions: undefined },
        'alarm "broker-errors": AWS/ApplicationELB HTTPCode_ELB_5XX_Count is not published under no dimension Fix: dimensions: {LoadBalancer} or {AvailabilityZone, LoadBalancer}',
      ],
      [
        "a set without what nothing of the namespace is published without",
        { namespace: "AWS/ES", metricName: "ClusterStatus.red", dimensions: { DomainName: "logs" } },
        'alarm "broker-errors": AWS/ES ClusterStatus.red is not published under {DomainName}: nothing of AWS/ES is without ClientId, so the alarm would never see data Fix: dimensions: {ClientId, DomainName}',
      ],
    ];
    for (const [title, props, message] of rejected) {
      it(`rejects ${title}`, () => {
        assert.deepEqual(judge(props).findings, [message]);
      });
    }

    it("lists a set that the table may lack, and a namespace whose dimensions it does not have", () => {
      const ec2 = {
        namespace: "AWS/EC2",
        metricName: "CPUUtilization",
        dimensions: { ImageId: "a", InstanceType: "b" },
      };
      assert.match(
        judge(ec2).unchecked.join("\n"),
        /AWS\/EC2 CPUUtilization under \{ImageId, InstanceType\}: the table may lack this set/,
      );
      const own = { namespace: "shop", metricName: "Orders", dimensions: { Till: "1" } };
      assert.match(
        judge(own).unchecked.join("\n"),
        /dimensions of shop Orders: the table does not have them/,
      );
      for (const props of [ec2, own]) assert.deepEqual(judge(props).findings, []);
    });

    it("lists a name that the table lacks and AWS's page has, and any name of a metric that the table lacks", () => {
      for (const [namespace, metricName, dimension] of [
        ["AWS/Lambda", "Errors", "ExecutedVersion"],
        ["AWS/ElastiCache", "ThrottledCmds", "clusterId"],
      ] as const) {
        const { findings, unchecked } = judge({ namespace, metricName, dimensions: { [dimension]: "x" } });
        assert.deepEqual(findings, []);
        assert.match(unchecked.join("\n"), /the table may lack this set/);
      }
    });
  });

  describe("values", () => {
    it("accepts the explicit name of a resource of the stack", () => {
      assert.deepEqual(judge({}), { findings: [], unchecked: [] });
    });

    it("rejects a literal that is no resource of the stack", () => {
      assert.deepEqual(judge({ dimensions: { LoadBalancerName: "brokr" } }).findings, [
        'alarm "broker-errors": dimension LoadBalancerName "brokr" of AWS/ELB is no classic load balancer of this stack, which has "broker-lb" Fix: dimensions: { LoadBalancerName: broker-lb.name }; or list the value under "elsewhere" in parity.yaml',
      ]);
    });

    it("accepts a literal that parity.yaml lists under elsewhere", () => {
      const parity: ParityFile = {
        path: "/project/policies/parity.yaml",
        stacks: ["production"],
        sizes: [],
        elsewhere: [{ name: "shared", values: { production: "shared-broker" } }],
        accounts: {},
        exceptions: [],
      };
      const said = judge(
        { dimensions: { LoadBalancerName: "shared-broker" } },
        [classic],
        contextWith({ parity }),
      );
      assert.deepEqual(said, { findings: [], unchecked: [] });
    });

    it("lists a literal where the stack has no resource of that kind", () => {
      const { findings, unchecked } = judge({}, []);
      assert.deepEqual(findings, []);
      assert.deepEqual(unchecked, [
        'alarm "broker-errors": dimension LoadBalancerName "broker" of AWS/ELB: this stack has no classic load balancer to hold it to',
      ]);
    });

    it("lists a metric of another account", () => {
      const query = {
        id: "m",
        accountId: "222222222222",
        returnData: true,
        metric: {
          namespace: "AWS/ELB",
          metricName: "RequestCount",
          stat: "Sum",
          period: 60,
          dimensions: { LoadBalancerName: "theirs" },
        },
      };
      const { findings, unchecked } = judge({
        metricQueries: [query],
        namespace: undefined,
        metricName: undefined,
        dimensions: undefined,
        statistic: undefined,
        period: undefined,
      });
      assert.deepEqual(findings, []);
      assert.deepEqual(unchecked, [
        'alarm "broker-errors": dimensions in line "m" name resources of another account',
      ]);
    });

    const lb = resource(LOAD_BALANCER, "api-lb", {
      arn: "arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/api/50dc6c495c0c9188",
      arnSuffix: "${api-lb.arnSuffix}",
      name: "${api-lb.name}",
    });
    const targets = resource(TARGET_GROUP, "api-targets", {
      arn: "arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/api/6d0ecf831eec9f09",
      arnSuffix: "${api-targets.arnSuffix}",
    });
    const hosts = (dimensions: Record<string, string>) =>
      judge(
        {
          namespace: "AWS/ApplicationELB",
          metricName: "UnHealthyHostCount",
          statistic: "Maximum",
          dimensions,
        },
        [lb, targets],
      );

    it("accepts outputs, and parts of an ARN that are the same text", () => {
      for (const [LoadBalancer, TargetGroup] of [
        ["${api-lb.arnSuffix}", "${api-targets.arnSuffix}"],
        ["app/api/50dc6c495c0c9188", "targetgroup/api/6d0ecf831eec9f09"],
      ]) {
        assert.deepEqual(hosts({ LoadBalancer: LoadBalancer!, TargetGroup: TargetGroup! }), {
          findings: [],
          unchecked: [],
        });
      }
    });

    it("rejects two outputs in each other's place, and the wrong output of the right resource", () => {
      const swapped = hosts({ LoadBalancer: "${api-targets.arnSuffix}", TargetGroup: "${api-lb.arnSuffix}" });
      assert.equal(swapped.findings.length, 2);
      assert.match(
        swapped.findings[0]!,
        /dimension LoadBalancer "\$\{api-targets.arnSuffix\}" of AWS\/ApplicationELB is arnSuffix of "api-targets" \(aws:lb\/targetGroup:TargetGroup\), not what CloudWatch calls a load balancer Fix: dimensions: \{ LoadBalancer: api-lb.arnSuffix \}$/,
      );
      const name = hosts({ LoadBalancer: "${api-lb.name}", TargetGroup: "${api-targets.arnSuffix}" });
      assert.match(
        name.findings.join("\n"),
        /is name of "api-lb" \(aws:lb\/loadBalancer:LoadBalancer\), not what CloudWatch calls/,
      );
    });

    it("tells resources of one logical name apart by what the alarm depends on", () => {
      const group = resource(GROUP, "api", { name: "${api.name}" });
      const balancer = resource(CLASSIC, "api", { name: "${api.name}" });
      const cpu = (on: StackResource) =>
        run(
          alarmDimensionsLive,
          stackOf(
            metricAlarm(
              {
                namespace: "AWS/EC2",
                metricName: "CPUUtilization",
                dimensions: { AutoScalingGroupName: "${api.name}" },
              },
              { dimensions: [on.urn] },
            ),
            group,
            balancer,
          ),
        ).findings;
      assert.deepEqual(cpu(group), []);
      assert.match(cpu(balancer).join("\n"), /is name of "api" \(aws:elb\/loadBalancer:LoadBalancer\)/);
    });

    it("lists what another stack or a look-up gives", () => {
      const { findings, unchecked } = judge({ dimensions: { LoadBalancerName: "${network.brokerName}" } });
      assert.deepEqual(findings, []);
      assert.match(unchecked.join("\n"), /comes from outside this stack$/);
    });
  });

  it("accepts, as the engine's preview shows it, a name that the provider made up and the alarm depends on", () => {
    const broker = resource(CLASSIC, "broker-lb", { name: "broker-lb-8d5c20a" });
    const alarm = metricAlarm(
      { dimensions: { LoadBalancerName: "broker-lb-8d5c20a" } },
      { dimensions: [broker.urn] },
    );
    assert.deepEqual(run(alarmDimensionsLive, stackOf(alarm, broker)), { findings: [], unchecked: [] });
  });

  it("reads aws-native's list of dimensions", () => {
    const native = (value: string) =>
      resource("aws-native:cloudwatch:Alarm", "native", {
        namespace: "AWS/ELB",
        metricName: "BackendConnectionErrors",
        dimensions: [{ name: "LoadBalancerName", value }],
      });
    assert.deepEqual(run(alarmDimensionsLive, stackOf(native("broker"), classic)), {
      findings: [],
      unchecked: [],
    });
    assert.match(
      run(alarmDimensionsLive, stackOf(native("x"), classic)).findings.join("\n"),
      /^alarm "native": dimension/,
    );
  });

  describe("values that are known only after deploying", () => {
    const unknown = { dimensions: { LoadBalancerName: UNKNOWN } };
    const judgeOn = (dependencies: Record<string, string[]>, context?: RuleContext) =>
      run(
        alarmDimensionsLive,
        stackOf(metricAlarm(unknown, dependencies), classic, resource(GROUP, "group", {}), network),
        context,
      );

    const network = resource("pulumi:pulumi:StackReference", "network", {});

    it("accepts one that depends on a resource of the kind", () => {
      assert.deepEqual(judgeOn({ dimensions: [classic.urn] }), { findings: [], unchecked: [] });
    });

    it("lists one that may come from elsewhere, and rejects one that comes from another kind or from nothing", () => {
      assert.match(
        judgeOn({ dimensions: [network.urn] }).unchecked.join("\n"),
        /comes from "network", which is no classic load balancer$/,
      );
      const others: Record<string, string[]>[] = [{}, { dimensions: [urn(GROUP, "group")] }];
      for (const dependencies of others)
        assert.match(
          judgeOn(dependencies).findings.join("\n"),
          /^alarm "broker-errors": dimension LoadBalancerName is known only after deploying and comes from no resource that it could name/,
        );
    });

    it("judges the value that the update render shows", () => {
      const broker = resource(CLASSIC, "broker-lb", { name: "${broker-lb.name}" });
      const shown = (value: string) =>
        judgeOn(
          { dimensions: [classic.urn] },
          contextWith({
            renders: rendersWith(
              updateRenderOf(metricAlarm({ dimensions: { LoadBalancerName: value } }), broker),
            ),
          }),
        );
      assert.deepEqual(shown("${broker-lb.name}"), { findings: [], unchecked: [] });
      assert.match(
        shown("other").findings.join("\n"),
        /"other" of AWS\/ELB is no classic load balancer of this stack/,
      );
    });
  });

  describe("the CloudWatch agent's metrics", () => {
    const config = {
      metrics: {
        append_dimensions: {
          AutoScalingGroupName: "${aws:AutoScalingGroupName}",
          InstanceId: "${aws:InstanceId}",
        },
        aggregation_dimensions: [["AutoScalingGroupName"], ["AutoScalingGroupName", "path"]],
        metrics_collected: {
          disk: { measurement: ["used_percent"], resources: ["/"], drop_device: true },
          mem: { measurement: ["used_percent"] },
        },
      },
    };
    const group = resource(GROUP, "group", { name: "group" });
    const template = (agent: unknown) =>
      resource(TEMPLATE, "template", {
        userData: Buffer.from(
          `#!/bin/sh\ncat > /etc/agent.json <<'EOF'\n${JSON.stringify(agent)}\nEOF\n`,
        ).toString("base64"),
      });
    const disk = (
      dimensions: Record<string, string>,
      others: StackResource[],
      metricName = "disk_used_percent",
    ) => judge({ namespace: "CWAgent", metricName, statistic: "Maximum", dimensions }, [group, ...others]);

    it("accepts a set that the stack's own agent publishes", () => {
      const said = disk({ AutoScalingGroupName: "group", path: "/" }, [template(config)]);
      assert.deepEqual(said, { findings: [], unchecked: [] });
    });

    it("reads an agent's configuration in an SSM parameter too", () => {
      const parameter = resource("aws:ssm/parameter:Parameter", "agent", { value: JSON.stringify(config) });
      assert.deepEqual(disk({ AutoScalingGroupName: "group" }, [parameter], "mem_used_percent"), {
        findings: [],
        unchecked: [],
      });
    });

    it("rejects a set that it does not publish, and names those that it does", () => {
      const { findings } = disk({ path: "/" }, [template(config)]);
      assert.deepEqual(findings, [
        'alarm "broker-errors": CWAgent disk_used_percent is not published under {path} by the agent\'s configuration in template Fix: dimensions: {AutoScalingGroupName, InstanceId, fstype, path}, {AutoScalingGroupName} or {AutoScalingGroupName, path}, or add ["path"] to "aggregation_dimensions" there',
      ]);
    });

    it("rejects a metric that it does not collect", () => {
      const { findings } = disk({ AutoScalingGroupName: "group" }, [template(config)], "swap_used_percent");
      assert.match(
        findings.join("\n"),
        /the agent's configuration in template publishes no swap_used_percent, so the alarm would never see data/,
      );
    });

    it("lists it where there is no configuration, where it is not known yet, and where nothing is known of the plugin", () => {
      const dimensions = { AutoScalingGroupName: "group" };
      assert.match(disk(dimensions, []).unchecked.join("\n"), /this stack configures no agent$/);
      const later = resource(TEMPLATE, "template", { userData: UNKNOWN });
      assert.match(disk(dimensions, [later]).unchecked.join("\n"), /template is known only after deploying$/);
      assert.match(
        disk(dimensions, [template(config)], "procstat_cpu_usage").unchecked.join("\n"),
        /nothing is known of it/,
      );
      for (const others of [[], [later]]) assert.deepEqual(disk(dimensions, others).findings, []);
    });
  });

  for (const shape of ["preview", "update"] as const) {
    describe(`over the compliant stack in the ${shape} shape`, () => {
      it("accepts it", () => {
        assert.deepEqual(runCompliant(alarmDimensionsLive, shape), { findings: [], unchecked: [] });
      });

      const edits = [
        [
          "a literal",
          { LoadBalancerName: "elk-broker-x" },
          /"elk-broker-x" of AWS\/ELB is no classic load balancer of this stack/,
        ],
        [
          "one made in an apply",
          applied("elk-broker-lb", { LoadBalancerName: "elk-broker-x" }),
          /"elk-broker-x" of AWS\/ELB is no classic/,
        ],
        [
          "another resource's output",
          { LoadBalancerName: ref("api-lb", "arnSuffix") },
          /is arnSuffix of "api-lb"/,
        ],
        [
          "a strange name, made in an apply",
          applied("elk-broker-lb", { Other: "x" }),
          /dimension Other is none that AWS\/ELB has/,
        ],
      ] as const;
      for (const [title, dimensions, message] of edits) {
        it(`rejects ${title}`, () => {
          const { findings } = runCompliant(
            alarmDimensionsLive,
            shape,
            mutate("elk-broker-backend-errors", { dimensions }),
          );
          assert.equal(findings.length, 1, findings.join("\n"));
          assert.match(findings[0]!, message);
        });
      }

      it("reads an agent's configuration that holds outputs", () => {
        const agent = {
          metrics: {
            metrics_collected: { mem: { measurement: ["used_percent"] } },
            log: ref("api-group", "name"),
          },
        };
        const edit = add("agent", { type: "aws:ssm/parameter:Parameter", inputs: { value: json(agent) } });
        const both: typeof edit = (specs, stack) => {
          edit(specs, stack);
          mutate("api-cpu", {
            namespace: "CWAgent",
            metricName: "mem_used_percent",
            dimensions: { InstanceId: "i-1" },
          })(specs, stack);
        };
        assert.match(
          runCompliant(alarmDimensionsLive, shape, both).findings.join("\n"),
          /not published under \{InstanceId\} by the agent's configuration in agent/,
        );
      });
    });
  }
});
