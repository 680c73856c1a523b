/** Namespace of what the CloudWatch agent publishes. */
export const AGENT_NAMESPACE = "CWAgent";

/** The mount points whose disks are measured; each has an alarm of its own. The launch template makes one volume. */
export const DISK_PATHS = ["/"] as const;

/**
 * The CloudWatch agent's configuration. `aggregation_dimensions` are the sets that the disk and memory alarms use:
 * with `append_dimensions` of the group's name alone, the one-key rollup would be no rollup and would not be
 * published (amazon-cloudwatch-agent, rollup dimensions must be fewer than the metric's own).
 */
export function agentConfiguration(): object {
  return {
    agent: { metrics_collection_interval: 60 },
    metrics: {
      namespace: AGENT_NAMESPACE,
      append_dimensions: {
        AutoScalingGroupName: "${aws:AutoScalingGroupName}",
        InstanceId: "${aws:InstanceId}",
      },
      aggregation_dimensions: [["AutoScalingGroupName"], ["AutoScalingGroupName", "path"]],
      metrics_collected: {
        disk: { measurement: ["used_percent"], resources: DISK_PATHS, drop_device: true },
        mem: { measurement: ["mem_used_percent"] },
      },
    },
  };
}
