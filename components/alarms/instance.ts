import { AGENT_NAMESPACE, DISK_PATHS } from "../agent";
import { defineMathRow, defineRow, series, type AlarmRow } from "./row";

/** Alarms of the instances of an auto scaling group, whatever stands before them. */
export type InstanceDimension = "AutoScalingGroupName";

const ROWS: readonly AlarmRow<InstanceDimension>[] = [
  defineRow({
    name: "cpu",
    namespace: "AWS/EC2",
    metric: "CPUUtilization",
    statistic: "Average",
    dimensions: ["AutoScalingGroupName"],
    comparisonOperator: "GreaterThanThreshold",
    threshold: 80,
    period: 300,
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
    treatMissingData: "missing",
    why:
      "The instances together are short of CPU (percent, averaged over the group: one hot instance can hide in it). " +
      "Likely causes: more traffic than usual, a costly change in the last release, or a process that spins. " +
      "First raise the group's desired capacity to win time, then see with `top` what uses it.",
  }),
  defineRow({
    name: "cpu-raised",
    namespace: "AWS/EC2",
    metric: "CPUUtilization",
    statistic: "Average",
    dimensions: ["AutoScalingGroupName"],
    comparisonOperator: "GreaterThanThreshold",
    threshold: 70,
    period: 3600,
    evaluationPeriods: 24,
    datapointsToAlarm: 20,
    treatMissingData: "missing",
    why:
      "CPU has been higher than it should be for most of a day, without reaching the limit of the CPU alarm: " +
      "the next step up will hurt. Likely causes: a release made the service dearer, or its use has grown. " +
      "Nothing burns tonight: in the morning find the day when it rose, then fix the cause or add capacity.",
  }),
  defineRow({
    name: "status-check",
    namespace: "AWS/EC2",
    metric: "StatusCheckFailed",
    statistic: "Maximum",
    dimensions: ["AutoScalingGroupName"],
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    threshold: 1,
    period: 300,
    evaluationPeriods: 2,
    datapointsToAlarm: 2,
    treatMissingData: "missing",
    why:
      "EC2 itself says that an instance or the machine under it is impaired. " +
      "Likely causes: failing hardware or network at AWS, or a kernel that hangs. " +
      "First see that the group replaces the instance; if it does not, terminate it by hand.",
  }),
  defineMathRow({
    name: "capacity",
    // Over a size by its own metric, so that the alarm is the same in stacks of different sizes.
    expression: "desired - inService",
    metrics: {
      desired: series({
        namespace: "AWS/AutoScaling",
        metric: "GroupDesiredCapacity",
        statistic: "Average",
        dimensions: ["AutoScalingGroupName"],
      }),
      inService: series({
        namespace: "AWS/AutoScaling",
        metric: "GroupInServiceInstances",
        statistic: "Average",
        dimensions: ["AutoScalingGroupName"],
      }),
    },
    comparisonOperator: "GreaterThanThreshold",
    threshold: 0,
    period: 60,
    // Longer than a boot may take (LAUNCH_TIMEOUT_SECONDS).
    evaluationPeriods: 20,
    datapointsToAlarm: 20,
    treatMissingData: "missing",
    why:
      "The group has had fewer instances in service than it wants for longer than a boot takes. " +
      "Likely causes: instances that fail to start (user data, health check), no capacity at AWS, or a quota. " +
      "First read the group's activity history: it says why launches fail.",
  }),
  defineRow({
    name: "memory",
    namespace: AGENT_NAMESPACE,
    metric: "mem_used_percent",
    statistic: "Maximum",
    dimensions: ["AutoScalingGroupName"],
    comparisonOperator: "GreaterThanThreshold",
    threshold: 90,
    period: 300,
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
    treatMissingData: "breaching",
    why:
      "An instance is almost out of memory (percent), or its CloudWatch agent has gone silent. " +
      "Likely causes: a leak, a heap too large for the instance type, or a stopped agent. " +
      "First find the instance in the metric's InstanceId dimension and see with `ps` what uses the memory; " +
      "replacing the instance wins time.",
  }),
  ...DISK_PATHS.map((path) =>
    defineRow({
      name: `disk-${path.replaceAll("/", "-").replace(/^-/, "") || "root"}`,
      namespace: AGENT_NAMESPACE,
      metric: "disk_used_percent",
      statistic: "Maximum",
      dimensions: ["AutoScalingGroupName"],
      fixedDimensions: { path },
      comparisonOperator: "GreaterThanThreshold",
      threshold: 80,
      period: 300,
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
      treatMissingData: "breaching",
      why:
        `The disk at ${path} of an instance is filling up (percent), or its CloudWatch agent has gone silent. ` +
        "Likely causes: logs, crash or heap dumps, or a queue that does not drain. " +
        "First find the instance in the metric's InstanceId dimension, see with `du -xh` what grew and delete it; " +
        "replacing the instance wins time.",
    }),
  ),
];

/** The alarms of a group's instances. */
export function instanceRows(): readonly AlarmRow<InstanceDimension>[] {
  return ROWS;
}
