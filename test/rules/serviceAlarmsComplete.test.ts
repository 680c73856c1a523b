import assert from "node:assert/strict";
import { UNKNOWN } from "../../cloudwatch/unknown";
import { InputError } from "../../parity/render/inputError";
import { serviceAlarmsComplete } from "../../policies/rules/serviceAlarmsComplete";
import type { StackResource } from "../../policies/rules/rule";
import { add, applied, edits, mutate, ref, remove, type Edit } from "../support/compliant";
import { ALARM } from "../support/compliantAlarms";
import {
  contextWith,
  metricAlarm,
  rendersWith,
  resource,
  run,
  runCompliant,
  stackOf,
  updateRenderOf,
} from "./runRule";

const CLASSIC = "aws:elb/loadBalancer:LoadBalancer";
const GROUP = "aws:autoscaling/group:Group";
const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";

const missing = (resources: StackResource[], config: Record<string, unknown> = {}) =>
  run(serviceAlarmsComplete, stackOf(metricAlarm(), ...resources), contextWith({ config })).findings;

const shapes = ["preview", "update"] as const;

describe("service-alarms-complete", () => {
  for (const shape of shapes) {
    describe(`over the compliant stack in the ${shape} shape`, () => {
      it("accepts it", () => {
        assert.deepEqual(runCompliant(serviceAlarmsComplete, shape), { findings: [], unchecked: [] });
      });

      const lacking: [string, string][] = [
        [
          ALARM.albErrors,
          'load balancer "api-lb": has no alarm on HTTPCode_ELB_5XX_Count (AWS/ApplicationELB) Fix: add one with dimensions: { LoadBalancer: api-lb.arnSuffix }',
        ],
        [
          ALARM.albHosts,
          'target group "api-targets": has no alarm on UnHealthyHostCount or HealthyHostCount (AWS/ApplicationELB, AWS/NetworkELB or AWS/GatewayELB) Fix: add one with dimensions: { TargetGroup: api-targets.arnSuffix }',
        ],
        [
          ALARM.backendErrors,
          'classic load balancer "elk-broker-lb": has no alarm on BackendConnectionErrors (AWS/ELB) Fix: add one with dimensions: { LoadBalancerName: elk-broker-lb.name }',
        ],
        [
          ALARM.classicHosts,
          'classic load balancer "elk-broker-lb": has no alarm on UnHealthyHostCount (AWS/ELB) Fix: add one with dimensions: { LoadBalancerName: elk-broker-lb.name }',
        ],
        [
          ALARM.albCpu,
          'Auto Scaling group "api-group": has no alarm on CPUUtilization (AWS/EC2) Fix: add one with dimensions: { AutoScalingGroupName: api-group.name }',
        ],
      ];
      for (const [alarm, message] of lacking) {
        it(`asks for ${alarm} where it is taken out`, () => {
          assert.deepEqual(runCompliant(serviceAlarmsComplete, shape, remove(alarm)), {
            findings: [message],
            unchecked: [],
          });
        });
      }

      it("asks for it where the alarm is on another resource", () => {
        const edit = mutate(ALARM.albCpu, {
          dimensions: { AutoScalingGroupName: ref("elk-broker-group", "name") },
        });
        const { findings } = runCompliant(serviceAlarmsComplete, shape, edit);
        assert.equal(findings.length, 1);
        assert.match(findings[0]!, /^Auto Scaling group "api-group"/);
      });

      it("counts an alarm whose actions are off, and a line of metric math", () => {
        assert.deepEqual(
          runCompliant(serviceAlarmsComplete, shape, mutate(ALARM.albCpu, { actionsEnabled: false }))
            .findings,
          [],
        );
        const math = mutate(ALARM.albCpu, {
          namespace: undefined,
          metricName: undefined,
          dimensions: undefined,
          statistic: undefined,
          period: undefined,
          metricQueries: [
            { id: "twice", expression: "2 * cpu", returnData: true },
            {
              id: "cpu",
              metric: {
                namespace: "AWS/EC2",
                metricName: "CPUUtilization",
                stat: "Average",
                period: 300,
                dimensions: { AutoScalingGroupName: ref("api-group", "name") },
              },
            },
          ],
        });
        assert.deepEqual(runCompliant(serviceAlarmsComplete, shape, math).findings, []);
      });

      it("is one violation for a stack with no alarm at all", () => {
        assert.deepEqual(runCompliant(serviceAlarmsComplete, shape, remove(...Object.values(ALARM))), {
          findings: [
            'stack "production": has no alarm at all, so nobody is told when it fails Fix: add alarms for what it runs',
          ],
          unchecked: [],
        });
      });

      const exempt: [string, Edit][] = [
        [
          "a network load balancer needs no 5xx alarm",
          edits(remove(ALARM.albErrors), mutate("api-lb", { loadBalancerType: "network" })),
        ],
        [
          "a target group of a Lambda function needs no host alarm",
          edits(remove(ALARM.albHosts), mutate("api-targets", { targetType: "lambda" })),
        ],
        [
          "a target group that no listener uses needs none",
          edits(remove(ALARM.albHosts), mutate("api-http", { defaultActions: [{ type: "fixed-response" }] })),
        ],
        [
          "a group without a launch template needs no CPU alarm",
          edits(remove(ALARM.albCpu), mutate("api-group", { launchTemplate: undefined })),
        ],
        [
          "a group that an ECS capacity provider manages needs no CPU alarm",
          edits(
            remove(ALARM.albCpu),
            add("capacity", {
              type: "aws:ecs/capacityProvider:CapacityProvider",
              inputs: { autoScalingGroupProvider: { autoScalingGroupArn: ref("api-group", "arn") } },
            }),
          ),
        ],
      ];
      for (const [title, edit] of exempt) {
        it(title, () => {
          assert.deepEqual(runCompliant(serviceAlarmsComplete, shape, edit), { findings: [], unchecked: [] });
        });
      }

      const served: [string, Edit][] = [
        [
          "a forward block",
          mutate("api-http", {
            defaultActions: [
              { type: "forward", forward: { targetGroups: [{ arn: ref("api-targets", "arn"), weight: 1 }] } },
            ],
          }),
        ],
        [
          "a listener rule",
          edits(
            mutate("api-http", { defaultActions: [{ type: "fixed-response" }] }),
            add("rule", {
              type: "aws:lb/listenerRule:ListenerRule",
              inputs: {
                listenerArn: ref("api-http", "arn"),
                actions: [{ type: "forward", targetGroupArn: ref("api-targets", "arn") }],
              },
            }),
          ),
        ],
      ];
      for (const [title, edit] of served) {
        it(`asks for host alarms of a target group behind ${title}`, () => {
          const { findings } = runCompliant(
            serviceAlarmsComplete,
            shape,
            edits(remove(ALARM.albHosts), edit),
          );
          assert.equal(findings.length, 1, findings.join("\n"));
          assert.match(findings[0]!, /^target group "api-targets"/);
        });
      }

      it("asks for an alarm on a mixed-instances group", () => {
        const edit = mutate("api-group", {
          launchTemplate: undefined,
          mixedInstancesPolicy: { launchTemplate: {} },
        });
        assert.equal(
          runCompliant(serviceAlarmsComplete, shape, edits(remove(ALARM.albCpu), edit)).findings.length,
          1,
        );
      });
    });
  }

  it("finds an alarm whose dimensions are made in an apply", () => {
    for (const shape of shapes) {
      const edit = mutate(ALARM.albCpu, {
        dimensions: applied("api-group", { AutoScalingGroupName: "api-production" }),
      });
      assert.deepEqual(runCompliant(serviceAlarmsComplete, shape, edit).findings, []);
    }
  });

  it("lists, in a preview, an alarm that is made only once outputs are known", () => {
    const group = resource(GROUP, "group", { launchTemplate: { id: UNKNOWN } });
    const known = resource(GROUP, "group", { launchTemplate: { id: "lt-1" }, name: "${group.name}" });
    const alarm = metricAlarm(
      {
        namespace: "AWS/EC2",
        metricName: "CPUUtilization",
        dimensions: { AutoScalingGroupName: "${group.name}" },
      },
      {},
      "cpu",
    );
    const renders = rendersWith(updateRenderOf(known, metricAlarm(), alarm));
    const one = run(serviceAlarmsComplete, stackOf(group, metricAlarm()), contextWith({ renders }));
    assert.deepEqual(one, {
      findings: [],
      unchecked: ['its alarm "cpu" is made only once outputs are known: a preview does not show it'],
    });
    const none = run(serviceAlarmsComplete, stackOf(group), contextWith({ renders }));
    assert.deepEqual(none, {
      findings: [],
      unchecked: ["the stack's alarms are made only once outputs are known"],
    });
    const inUpdate = run(serviceAlarmsComplete, stackOf(known, metricAlarm()), contextWith({ renders }));
    assert.equal(inUpdate.findings.length, 1);
  });

  it("asks nothing of a stack that makes nothing, or of what somebody else made", () => {
    const root = resource("pulumi:pulumi:Stack", "p-production", {});
    assert.deepEqual(run(serviceAlarmsComplete, stackOf(root)), { findings: [], unchecked: [] });
    const theirs = resource(CLASSIC, "theirs", { name: "theirs" });
    const update = updateRenderOf(theirs, metricAlarm());
    update.resources[0]!.external = true;
    const context = contextWith({ renders: rendersWith(update) });
    assert.deepEqual(run(serviceAlarmsComplete, stackOf(theirs, metricAlarm()), context).findings, []);
  });

  it("does not take an alarm of another namespace or an expression for one", () => {
    const group = resource(GROUP, "group", { name: "group", launchTemplate: { id: "lt-1" } });
    const dimensions = { AutoScalingGroupName: "group" };
    const other = metricAlarm(
      { namespace: "AWS/RDS", metricName: "CPUUtilization", dimensions },
      {},
      "other",
    );
    assert.equal(missing([group, other]).length, 1);
    const insights = metricAlarm(
      { metricQueries: [{ id: "q", expression: "SELECT MAX(CPUUtilization) FROM X" }] },
      {},
      "insights",
    );
    assert.equal(missing([group, insights]).length, 1);
  });

  describe("the pack's configuration", () => {
    const queue = resource("aws:sqs/queue:Queue", "jobs", { name: "jobs" });
    const required = {
      "aws:sqs/queue:Queue": [{ namespace: "AWS/SQS", anyOf: ["ApproximateAgeOfOldestMessage"] }],
    };

    it("adds requirements for a type, with the dimension that CloudWatch has for it", () => {
      assert.deepEqual(missing([queue]), []);
      assert.deepEqual(missing([queue], { required }), [
        'queue "jobs": has no alarm on ApproximateAgeOfOldestMessage (AWS/SQS) Fix: add one with dimensions: { QueueName: jobs.name }',
      ]);
      const age = metricAlarm(
        {
          namespace: "AWS/SQS",
          metricName: "ApproximateAgeOfOldestMessage",
          dimensions: { QueueName: "jobs" },
        },
        {},
        "age",
      );
      assert.deepEqual(missing([queue, age], { required }), []);
    });

    it("replaces the default of a type, also by nothing", () => {
      const served = [
        resource(TARGET_GROUP, "targets", { arn: "arn:t" }),
        resource("aws:lb/listener:Listener", "http", { defaultActions: [{ targetGroupArn: "arn:t" }] }),
      ];
      assert.equal(missing(served).length, 1);
      assert.deepEqual(missing(served, { required: { [TARGET_GROUP]: [] } }), []);
    });

    const wrong: [string, unknown, RegExp][] = [
      ["no object", [], /required is no object of resource types$/],
      ["no list", { "a:b:C": {} }, /required\["a:b:C"\] is no list$/],
      ["no namespace", { "a:b:C": [{ anyOf: ["M"] }] }, /required\["a:b:C"\]\[0\]\.namespace is no text/],
      [
        "no metrics",
        { "a:b:C": [{ namespace: "N", anyOf: [] }] },
        /\[0\]\.anyOf is no list of metric names$/,
      ],
      [
        "an unknown key",
        { "a:b:C": [{ namespace: "N", anyOf: ["M"], dimensoin: "D" }] },
        /\[0\]\.dimensoin is no key; write namespace, anyOf, dimension$/,
      ],
      [
        "a dimension that is not known",
        { "a:b:C": [{ namespace: "N", anyOf: ["M"] }] },
        /\[0\]\.dimension is needed: none is known for a:b:C$/,
      ],
    ];
    for (const [title, value, message] of wrong) {
      it(`is refused with the key that is wrong: ${title}`, () => {
        assert.throws(
          () => missing([], { required: value }),
          (error: unknown) => error instanceof InputError && message.test(error.message),
        );
      });
    }
  });
});
