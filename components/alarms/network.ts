import { NO_HEALTHY_HOSTS_WHY, UNHEALTHY_HOSTS_WHY } from "./hosts";
import { defineRow, type AlarmRow } from "./row";

/** Alarms of a service behind a network load balancer. */
export type NetworkDimension = "LoadBalancer" | "TargetGroup";

const ROWS: readonly AlarmRow<NetworkDimension>[] = [
  defineRow({
    name: "unhealthy-hosts",
    namespace: "AWS/NetworkELB",
    metric: "UnHealthyHostCount",
    statistic: "Maximum",
    dimensions: ["LoadBalancer", "TargetGroup"],
    comparisonOperator: "GreaterThanThreshold",
    threshold: 0,
    period: 60,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    treatMissingData: "notBreaching",
    why: UNHEALTHY_HOSTS_WHY,
  }),
  defineRow({
    name: "no-healthy-hosts",
    namespace: "AWS/NetworkELB",
    metric: "HealthyHostCount",
    // Minimum is the emptiest zone or node: one empty zone is not an outage.
    statistic: "Maximum",
    dimensions: ["LoadBalancer", "TargetGroup"],
    comparisonOperator: "LessThanThreshold",
    threshold: 1,
    period: 60,
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
    // Reported while targets are registered: silence means that nothing is.
    treatMissingData: "breaching",
    why: NO_HEALTHY_HOSTS_WHY,
  }),
  defineRow({
    name: "target-resets",
    namespace: "AWS/NetworkELB",
    metric: "TCP_Target_Reset_Count",
    statistic: "Sum",
    dimensions: ["LoadBalancer"],
    comparisonOperator: "GreaterThanThreshold",
    threshold: 100,
    period: 60,
    evaluationPeriods: 5,
    datapointsToAlarm: 5,
    treatMissingData: "notBreaching",
    why:
      "The instances keep refusing or cutting off connections; what clients send is delayed or lost. " +
      "Likely causes: nothing listens behind the port (a dead port answers with a reset), or the process restarts. " +
      "First check on an instance that the port is open and read the service's log.",
  }),
  defineRow({
    name: "port-allocation-errors",
    namespace: "AWS/NetworkELB",
    metric: "PortAllocationErrorCount",
    statistic: "Sum",
    dimensions: ["LoadBalancer"],
    comparisonOperator: "GreaterThanThreshold",
    threshold: 0,
    period: 60,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    treatMissingData: "notBreaching",
    why:
      "The load balancer has no free port left towards the instances: connections fail. " +
      "Likely causes: too many connections for so few instances, or connections that are never closed. " +
      "First raise the group's desired capacity; each instance adds ports.",
  }),
];

/** The alarms of a TCP service behind a network load balancer. */
export function networkRows(): readonly AlarmRow<NetworkDimension>[] {
  return ROWS;
}
