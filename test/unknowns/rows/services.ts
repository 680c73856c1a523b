import { add, edits, mutate, ref, remove } from "../../support/compliant";
import { ALARM } from "../../support/compliantAlarms";
import { lists, rejects, rowsOf, silent, type UnknownRow } from "../row";

const COMPLETE = "service-alarms-complete";
const HEALTH = "health-check-sane";
const GROUP = "elk-broker-group";
const LB = "elk-broker-lb";
const missing = (what: string) => rejects(new RegExp(`has no alarm on ${what}`));
const closed = (field: string) => rejects(new RegExp(`: ${field} is known only after deploying`));

const balancer = edits(remove(ALARM.albErrors), mutate("api-lb", { loadBalancerType: "network" }));
const served = edits(remove(ALARM.albHosts), mutate("api-targets", { targetType: "lambda" }));
const forwarding = edits(
  remove(ALARM.albHosts),
  mutate("api-http", { defaultActions: [{ type: "fixed-response" }] }),
);
const managed = edits(
  remove(ALARM.classicCpu),
  add("capacity", {
    type: "aws:ecs/capacityProvider:CapacityProvider",
    inputs: { name: "capacity", autoScalingGroupProvider: { autoScalingGroupArn: ref(GROUP, "arn") } },
  }),
);
const bare = edits(remove(ALARM.classicCpu), mutate(GROUP, { launchTemplate: undefined }));
const detached = mutate(GROUP, { healthCheckType: "EC2", loadBalancers: undefined });
const attachment = edits(
  detached,
  add("attached", {
    type: "aws:autoscaling/attachment:Attachment",
    inputs: { autoscalingGroupName: "other", elb: "x" },
  }),
);
const hurried = edits(
  mutate(GROUP, {
    healthCheckGracePeriod: 0,
    initialLifecycleHooks: [{ name: "boot", lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING" }],
  }),
);
const hooked = edits(
  mutate(GROUP, { healthCheckGracePeriod: 0 }),
  add("hook", {
    type: "aws:autoscaling/lifecycleHook:LifecycleHook",
    inputs: {
      autoscalingGroupName: ref(GROUP, "name"),
      lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING",
    },
  }),
);
const starting = rejects(/healthCheckGracePeriod 0 and no launching lifecycle hook/);

/** What a first preview does not know of what must be watched, and how. */
export const services: readonly UnknownRow[] = [
  ...rowsOf(COMPLETE, ALARM.backendErrors, {
    dimensions: {
      offender: LB,
      nothing: missing("BackendConnectionErrors"),
      named: [LB, silent("they come from the load balancer")],
      reads: ["metric", "metric.dimensions"],
    },
    "dimensions.LoadBalancerName": {
      offender: LB,
      nothing: missing("BackendConnectionErrors"),
      named: [LB, silent("it comes from the load balancer")],
      other: ["topics-key", missing("BackendConnectionErrors")],
      shown: ["old", missing("BackendConnectionErrors")],
      reads: [
        "metric.dimensions.LoadBalancerName",
        "metric.dimensions.LoadBalancer",
        "metric.dimensions.TargetGroup",
        "metric.dimensions.AutoScalingGroupName",
      ],
    },
    namespace: { offender: LB, nothing: missing("BackendConnectionErrors"), reads: ["metric.namespace"] },
    metricName: {
      offender: LB,
      nothing: missing("BackendConnectionErrors"),
      shown: ["Latency", missing("BackendConnectionErrors")],
      reads: ["metric.metricName"],
    },
  }),
  ...rowsOf(COMPLETE, ALARM.targetErrors, {
    metricQueries: {
      nothing: silent("it is none of the required alarms"),
      reads: [
        "queries",
        "queries[].id",
        "queries[].accountId",
        "queries[].metric",
        "queries[].metric.namespace",
        "queries[].metric.metricName",
        "queries[].metric.dimensions",
      ],
    },
  }),
  ...rowsOf(COMPLETE, "api-lb", {
    loadBalancerType: {
      stack: balancer,
      nothing: missing("HTTPCode_ELB_5XX_Count"),
      reads: ["LoadBalancer.loadBalancerType"],
    },
  }),
  ...rowsOf(COMPLETE, "api-targets", {
    targetType: {
      stack: served,
      nothing: missing("UnHealthyHostCount or HealthyHostCount"),
      reads: ["TargetGroup.targetType"],
    },
  }),
  ...rowsOf(COMPLETE, "api-http", {
    defaultActions: {
      stack: forwarding,
      offender: "api-targets",
      nothing: missing("UnHealthyHostCount or HealthyHostCount"),
      named: ["api-targets", missing("UnHealthyHostCount or HealthyHostCount")],
      other: ["topics-key", silent("it comes from something else")],
      reads: ["Listener.defaultActions"],
    },
    "defaultActions[0].targetGroupArn": {
      stack: forwarding,
      offender: "api-targets",
      nothing: missing("UnHealthyHostCount or HealthyHostCount"),
    },
  }),
  ...rowsOf(COMPLETE, "capacity", {
    autoScalingGroupProvider: {
      on: GROUP,
      stack: managed,
      offender: GROUP,
      nothing: missing("CPUUtilization"),
      named: [GROUP, silent("it comes from the group")],
      reads: ["CapacityProvider.autoScalingGroupProvider"],
    },
  }),
  ...rowsOf(COMPLETE, GROUP, {
    launchTemplate: {
      stack: bare,
      nothing: missing("CPUUtilization"),
      reads: ["Group.launchTemplate", "Group.mixedInstancesPolicy"],
    },
  }),

  ...rowsOf(HEALTH, LB, {
    healthCheck: {
      nothing: silent("the provider computes it, and AWS's defaults are sound"),
      leftOut: silent("the provider computes it"),
      named: ["topics-key", closed("healthCheck")],
      shown: [{ target: "TCP:1", interval: 30, timeout: 2 }, rejects(/healthCheck\.timeout 2 is under 5 s/)],
      reads: ["LoadBalancer.healthCheck"],
    },
    "healthCheck.timeout": {
      nothing: closed("healthCheck.timeout"),
      named: ["topics-key", closed("healthCheck.timeout")],
      shown: [2, rejects(/timeout 2 is under 5 s/)],
    },
    "healthCheck.interval": {
      nothing: closed("healthCheck.interval"),
      shown: [10, rejects(/timeout 10 is not under healthCheck\.interval 10/)],
    },
    "healthCheck.unhealthyThreshold": {
      nothing: closed("healthCheck.unhealthyThreshold"),
      shown: [1, rejects(/unhealthyThreshold 1: one failed check/)],
    },
  }),
  ...rowsOf(HEALTH, "api-targets", {
    healthCheck: {
      nothing: silent("the provider computes it"),
      named: ["topics-key", closed("healthCheck")],
      reads: ["TargetGroup.healthCheck"],
    },
  }),
  ...rowsOf(HEALTH, GROUP, {
    healthCheckType: {
      nothing: rejects(/healthCheckType \(left out: EC2\) ignores/),
      leftOut: rejects(/healthCheckType \(left out: EC2\) ignores/),
      named: ["topics-key", closed("healthCheckType")],
      shown: ["EC2", rejects(/healthCheckType "EC2" ignores/)],
      reads: ["Group.healthCheckType"],
    },
    loadBalancers: {
      stack: detached,
      nothing: silent("the provider computes it: nothing is attached here"),
      named: [LB, closed("what load balancers it is attached to")],
      shown: [["x"], rejects(/healthCheckType "EC2" ignores/)],
      reads: ["Group.loadBalancers", "Group.targetGroupArns", "Group.trafficSources"],
    },
    "loadBalancers[0]": { stack: detached, nothing: rejects(/healthCheckType "EC2" ignores/) },
    healthCheckGracePeriod: {
      nothing: closed("healthCheckGracePeriod"),
      named: ["topics-key", closed("healthCheckGracePeriod")],
      shown: [0, starting],
      reads: ["Group.healthCheckGracePeriod"],
    },
    initialLifecycleHooks: { stack: hurried, nothing: starting, reads: ["Group.initialLifecycleHooks"] },
    "initialLifecycleHooks[0].lifecycleTransition": {
      stack: hurried,
      nothing: starting,
      reads: ["Group.initialLifecycleHooks[].lifecycleTransition"],
    },
  }),
  ...rowsOf(HEALTH, "attached", {
    autoscalingGroupName: {
      on: GROUP,
      stack: attachment,
      offender: GROUP,
      nothing: rejects(/healthCheckType "EC2" ignores/),
      named: [GROUP, rejects(/healthCheckType "EC2" ignores/)],
      other: ["topics-key", silent("it comes from something else")],
      reads: ["Attachment.autoscalingGroupName"],
    },
  }),
  ...rowsOf(HEALTH, "hook", {
    autoscalingGroupName: {
      on: GROUP,
      stack: hooked,
      offender: GROUP,
      nothing: starting,
      named: [GROUP, silent("it comes from the group")],
      reads: ["LifecycleHook.autoscalingGroupName"],
    },
    lifecycleTransition: {
      on: GROUP,
      stack: hooked,
      offender: GROUP,
      nothing: starting,
      reads: ["LifecycleHook.lifecycleTransition"],
    },
  }),

  ...rowsOf("alarm-parity", ALARM.classicCpu, {
    threshold: {
      nothing: lists(/the stacks were not compared/),
      leftOut: silent("it is what a provider fills in, and alarm-window-valid judges it"),
      onlyThere: rejects(/threshold is known only after deploying there and 80 in the render/),
    },
    okActions: {
      onlyThere: rejects(
        /okActions depends on nothing there|propertyDependencies.okActions is not set there/,
      ),
    },
  }),
  ...rowsOf("stack-parity", ALARM.classicCpu, {
    threshold: { nothing: lists(/the stacks were not compared/) },
  }),
  ...rowsOf("parity-exceptions-valid", ALARM.classicCpu, {
    threshold: { nothing: silent("it reads the file and the renders") },
  }),
  ...rowsOf("parity-exceptions-current", ALARM.classicCpu, {
    threshold: { nothing: silent("it reads the file and the renders") },
  }),
];
