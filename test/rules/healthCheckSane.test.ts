import assert from "node:assert/strict";
import { UNKNOWN } from "../../cloudwatch/unknown";
import { healthCheckSane } from "../../policies/rules/healthCheckSane";
import type { StackResource } from "../../policies/rules/rule";
import { add, applied, edits, mutate, ref } from "../support/compliant";
import { contextWith, rendersWith, resource, run, runCompliant, stackOf, updateRenderOf } from "./runRule";

const CLASSIC = "aws:elb/loadBalancer:LoadBalancer";
const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";
const GROUP = "aws:autoscaling/group:Group";

const judge = (...resources: StackResource[]) => run(healthCheckSane, stackOf(...resources));
const classic = (healthCheck: unknown) => resource(CLASSIC, "broker", { healthCheck });
const targets = (healthCheck: unknown) => resource(TARGET_GROUP, "api", { healthCheck });
const group = (props: Record<string, unknown>, dependencies = {}) =>
  resource(GROUP, "api", { name: "api", ...props }, dependencies);

const SANE = { interval: 20, timeout: 10, unhealthyThreshold: 3, healthyThreshold: 3 };

describe("health-check-sane", () => {
  const rejected: [string, StackResource, string][] = [
    [
      "an explicit timeout under 5 s",
      classic({ ...SANE, timeout: 4 }),
      'classic load balancer "broker": healthCheck.timeout 4 is under 5 s: one slow answer, and a sound instance is called unhealthy Fix: healthCheck.timeout: 10',
    ],
    [
      "a timeout as long as the interval",
      targets({ ...SANE, timeout: 20 }),
      'target group "api": healthCheck.timeout 20 is not under healthCheck.interval 20: a check is still waiting when the next one starts Fix: healthCheck.interval: 40',
    ],
    [
      "a timeout over the default interval",
      targets({ timeout: 45 }),
      'target group "api": healthCheck.timeout 45 is not under healthCheck.interval (left out: 30): a check is still waiting when the next one starts Fix: healthCheck.interval: 90',
    ],
    [
      "an interval of the default timeout",
      targets({ interval: 5 }),
      'target group "api": healthCheck.timeout (left out: 5) is not under healthCheck.interval 5: a check is still waiting when the next one starts Fix: healthCheck.interval: 20',
    ],
    [
      "an unhealthy threshold of one",
      targets({ ...SANE, unhealthyThreshold: 1 }),
      'target group "api": healthCheck.unhealthyThreshold 1: one failed check, and a sound instance is taken out Fix: healthCheck.unhealthyThreshold: 3',
    ],
    [
      "numbers that are text, in aws-native's names",
      resource("aws-native:elasticloadbalancingv2:TargetGroup", "api", { healthCheckTimeoutSeconds: "3" }),
      'target group "api": healthCheckTimeoutSeconds 3 is under 5 s: one slow answer, and a sound instance is called unhealthy Fix: healthCheckTimeoutSeconds: 10',
    ],
    [
      "a group behind a load balancer that minds EC2's health only",
      group({ healthCheckType: "EC2", targetGroupArns: ["arn:t"] }),
      'Auto Scaling group "api": healthCheckType "EC2" ignores the load balancer\'s health, so an instance that it calls unhealthy is never replaced Fix: healthCheckType: "ELB"',
    ],
    [
      "one that leaves the type out",
      group({ loadBalancers: [UNKNOWN] }),
      'Auto Scaling group "api": healthCheckType (left out: EC2) ignores the load balancer\'s health, so an instance that it calls unhealthy is never replaced Fix: healthCheckType: "ELB"',
    ],
    [
      "no grace for a starting instance",
      group({ healthCheckType: "ELB", trafficSources: [{ identifier: "x" }], healthCheckGracePeriod: 0 }),
      'Auto Scaling group "api": healthCheckGracePeriod 0 and no launching lifecycle hook: an instance is replaced while it is still starting Fix: healthCheckGracePeriod: 300, or an initialLifecycleHooks entry that ends when the instance is healthy',
    ],
  ];
  for (const [title, one, message] of rejected) {
    it(`rejects ${title}`, () => {
      assert.deepEqual(judge(one), { findings: [message], unchecked: [] });
    });
  }

  const hook = { name: "boot", lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING" };
  const accepted: [string, StackResource][] = [
    ["a generous timeout", classic(SANE)],
    ["AWS's stock timeout of 5 s", targets({ timeout: 5, interval: 30 })],
    ["a health check that is AWS's default", targets(undefined)],
    ["a group without a load balancer", group({ healthCheckType: "EC2" })],
    ["a group whose lists of load balancers are empty", group({ loadBalancers: [], targetGroupArns: [] })],
    ["a group with two kinds of health", group({ healthCheckType: "ELB,EBS", targetGroupArns: ["arn:t"] })],
    [
      "no grace where a lifecycle hook holds a starting instance",
      group({
        healthCheckType: "ELB",
        targetGroupArns: ["arn:t"],
        healthCheckGracePeriod: 0,
        initialLifecycleHooks: [hook],
      }),
    ],
  ];
  for (const [title, one] of accepted) {
    it(`accepts ${title}`, () => {
      assert.deepEqual(judge(one), { findings: [], unchecked: [] });
    });
  }

  it("tells each thing that is wrong with one check", () => {
    assert.equal(judge(classic({ interval: 4, timeout: 4, unhealthyThreshold: 1 })).findings.length, 3);
  });

  it("sees attachments that are resources of their own, by value and by dependency", () => {
    const own = group({ healthCheckType: "EC2" });
    const by = (type: string, name: unknown) =>
      resource(
        type,
        "attachment",
        { autoscalingGroupName: name },
        name === UNKNOWN ? { autoscalingGroupName: [own.urn] } : {},
      );
    for (const type of [
      "aws:autoscaling/attachment:Attachment",
      "aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment",
    ]) {
      for (const name of ["api", UNKNOWN]) assert.equal(judge(own, by(type, name)).findings.length, 1);
      assert.deepEqual(judge(own, by(type, "other")).findings, []);
    }
  });

  it("sees a lifecycle hook that is a resource of its own", () => {
    const own = group({ healthCheckType: "ELB", targetGroupArns: ["arn:t"], healthCheckGracePeriod: 0 });
    const props = { autoscalingGroupName: "api", lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING" };
    const launching = resource("aws:autoscaling/lifecycleHook:LifecycleHook", "boot", props);
    assert.deepEqual(judge(own, launching).findings, []);
  });

  describe("values that are known only after deploying", () => {
    it("are rejected without a render", () => {
      assert.deepEqual(judge(classic({ ...SANE, timeout: UNKNOWN })).findings, [
        'classic load balancer "broker": healthCheck.timeout is known only after deploying, so it cannot be checked before Fix: make it known: a literal, not another resource\'s output',
      ]);
      const { type, name, props } = targets(UNKNOWN);
      assert.match(
        judge(resource(type, name, props, { healthCheck: ["urn:x"] })).findings.join("\n"),
        /^target group "api": healthCheck is known only after deploying/,
      );
      const own = group(
        { healthCheckType: UNKNOWN, targetGroupArns: ["arn:t"] },
        { healthCheckType: ["urn:x"] },
      );
      assert.match(
        judge(own).findings.join("\n"),
        /^Auto Scaling group "api": healthCheckType is known only after deploying/,
      );
    });

    it("are the provider's default in a field that it computes and the program left out", () => {
      const type = group({ healthCheckType: UNKNOWN, targetGroupArns: ["arn:t"] });
      assert.match(judge(type).findings.join("\n"), /healthCheckType \(left out: EC2\) ignores/);
      assert.deepEqual(judge(targets(UNKNOWN)).findings, []);
      assert.deepEqual(judge(group({ targetGroupArns: UNKNOWN })).findings, []);
    });

    it("are rejected where they are a group's load balancers, unless it minds their health, or its grace", () => {
      const attached = { targetGroupArns: ["urn:x"] };
      assert.match(
        judge(group({ targetGroupArns: UNKNOWN }, attached)).findings.join("\n"),
        /^Auto Scaling group "api": what load balancers it is attached to is known only after deploying/,
      );
      const minds = { healthCheckType: "ELB", targetGroupArns: UNKNOWN, healthCheckGracePeriod: 300 };
      assert.deepEqual(judge(group(minds, attached)).findings, []);
      const grace = { ...minds, healthCheckGracePeriod: UNKNOWN };
      assert.match(
        judge(group(grace, attached)).findings.join("\n"),
        /healthCheckGracePeriod is known only after deploying/,
      );
    });

    it("are judged by what the update render shows", () => {
      const shown = (timeout: number) =>
        run(
          healthCheckSane,
          stackOf(classic({ ...SANE, timeout: UNKNOWN })),
          contextWith({ renders: rendersWith(updateRenderOf(classic({ ...SANE, timeout }))) }),
        ).findings;
      assert.deepEqual(shown(10), []);
      assert.match(shown(2).join("\n"), /healthCheck.timeout 2 is under 5 s/);
    });
  });

  for (const shape of ["preview", "update"] as const) {
    describe(`over the compliant stack in the ${shape} shape`, () => {
      it("accepts it", () => {
        assert.deepEqual(runCompliant(healthCheckSane, shape), { findings: [], unchecked: [] });
      });

      const breaking = [
        [
          "a short timeout",
          mutate("elk-broker-lb", { healthCheck: { ...SANE, target: "TCP:5044", timeout: 2 } }),
          /timeout 2 is under 5 s/,
        ],
        [
          "a check made in an apply",
          mutate("api-targets", { healthCheck: applied("api-lb", { ...SANE, timeout: 20 }) }),
          /timeout 20 is not under/,
        ],
        [
          "a check from another resource's output",
          mutate("api-targets", { healthCheck: ref("api-lb", "zoneId") }),
          /healthCheck is known only after/,
        ],
        [
          "a group that leaves healthCheckType out",
          mutate("api-group", { healthCheckType: undefined }),
          /healthCheckType \(left out: EC2\) ignores/,
        ],
        [
          "a type made in an apply",
          mutate("api-group", { healthCheckType: applied("api-lb", "EC2") }),
          /healthCheckType "EC2" ignores/,
        ],
        [
          "a group attached by a resource of its own",
          edits(
            mutate("api-group", { healthCheckType: "EC2", targetGroupArns: undefined }),
            add("attachment", {
              type: "aws:autoscaling/attachment:Attachment",
              inputs: {
                autoscalingGroupName: ref("api-group", "id"),
                lbTargetGroupArn: ref("api-targets", "arn"),
              },
            }),
          ),
          /healthCheckType "EC2" ignores/,
        ],
      ] as const;
      for (const [title, edit, message] of breaking) {
        it(`rejects ${title}`, () => {
          const { findings } = runCompliant(healthCheckSane, shape, edit);
          assert.equal(findings.length, 1, findings.join("\n"));
          assert.match(findings[0]!, message);
        });
      }
    });
  }
});
