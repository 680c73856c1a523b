import { NO_HEALTHY_HOSTS_WHY, UNHEALTHY_HOSTS_WHY } from "./hosts";
import { defineMathRow, defineRow, series, type AlarmRow } from "./row";

/** Alarms of a service behind a classic load balancer. */
export type ClassicDimension = "LoadBalancerName";

const ROWS: readonly AlarmRow<ClassicDimension>[] = [
  defineRow({
    name: "unhealthy-hosts",
    namespace: "AWS/ELB",
    metric: "UnHealthyHostCount",
    statistic: "Maximum",
    dimensions: ["LoadBalancerName"],
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
    namespace: "AWS/ELB",
    metric: "HealthyHostCount",
    // Minimum is the emptiest zone or node: one empty zone is not an outage.
    statistic: "Maximum",
    dimensions: ["LoadBalancerName"],
    comparisonOperator: "LessThanThreshold",
    threshold: 1,
    period: 60,
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
    // Reported while instances are registered: silence means that nothing is.
    treatMissingData: "breaching",
    why: NO_HEALTHY_HOSTS_WHY,
  }),
  defineRow({
    name: "backend-errors",
    namespace: "AWS/ELB",
    metric: "BackendConnectionErrors",
    statistic: "Sum",
    dimensions: ["LoadBalancerName"],
    comparisonOperator: "GreaterThanThreshold",
    threshold: 100,
    period: 60,
    evaluationPeriods: 5,
    datapointsToAlarm: 5,
    treatMissingData: "notBreaching",
    why:
      "The load balancer keeps failing to connect to the instances; what clients send is delayed or lost. " +
      "Likely causes: the process behind the port is stopped, restarting or too busy to accept. " +
      "First check on an instance that the port is open and read the service's log; retries and health checks " +
      "count too, so the number can exceed the clients' own.",
  }),
  defineRow({
    name: "surge-queue",
    namespace: "AWS/ELB",
    metric: "SurgeQueueLength",
    statistic: "Maximum",
    dimensions: ["LoadBalancerName"],
    comparisonOperator: "GreaterThanThreshold",
    threshold: 256,
    period: 60,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    treatMissingData: "notBreaching",
    why:
      "Requests or connections queue in the load balancer because the instances do not take them fast enough; " +
      "when the queue (1024 at most) is full, it refuses the rest. " +
      "Likely causes: too few instances, or a slow service behind them. " +
      "First raise the group's desired capacity, then look for what is slow.",
  }),
  defineRow({
    name: "spillover",
    namespace: "AWS/ELB",
    metric: "SpilloverCount",
    statistic: "Sum",
    dimensions: ["LoadBalancerName"],
    comparisonOperator: "GreaterThanThreshold",
    threshold: 0,
    period: 60,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    treatMissingData: "notBreaching",
    why:
      "The load balancer's queue is full and it refuses requests or connections: clients see errors now. " +
      "Likely causes: no healthy instance, or far more load than the instances can take. " +
      "First check the host alarms, then raise the group's desired capacity.",
  }),
];

/** Published for HTTP and HTTPS listeners only (AWS, "CloudWatch metrics for your Classic Load Balancer"). */
const HTTP_ROWS: readonly AlarmRow<ClassicDimension>[] = [
  defineMathRow({
    name: "backend-5xx",
    // A share for busy stacks and a constant for quiet ones, in one definition.
    expression: "errors - 0.01 * requests",
    metrics: {
      errors: series({
        namespace: "AWS/ELB",
        metric: "HTTPCode_Backend_5XX",
        statistic: "Sum",
        dimensions: ["LoadBalancerName"],
      }),
      requests: series({
        namespace: "AWS/ELB",
        metric: "RequestCount",
        statistic: "Sum",
        dimensions: ["LoadBalancerName"],
      }),
    },
    comparisonOperator: "GreaterThanThreshold",
    threshold: 5,
    period: 60,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    treatMissingData: "notBreaching",
    why:
      "The instances answer 5xx to more than their share of requests: users see errors. " +
      "Likely causes: a bug in the last release, or something that the service needs is failing. " +
      "First search its log for the exceptions of the last minutes; if they began with a release, roll it back. " +
      "A handful of errors a minute stays unseen here.",
  }),
  defineRow({
    name: "load-balancer-5xx",
    namespace: "AWS/ELB",
    metric: "HTTPCode_ELB_5XX",
    statistic: "Sum",
    dimensions: ["LoadBalancerName"],
    comparisonOperator: "GreaterThanThreshold",
    threshold: 10,
    period: 60,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    treatMissingData: "notBreaching",
    why:
      "The load balancer itself answers 5xx, so requests never got a proper answer from an instance. " +
      "Likely causes: no healthy instance, a full queue, or answers that are malformed or take too long. " +
      "First see whether the host, queue and spillover alarms fire as well; they name the cause.",
  }),
];

/** The alarms of a service behind a classic load balancer; those on HTTP answers need an HTTP listener. */
export function classicRows(protocol: "http" | "tcp"): readonly AlarmRow<ClassicDimension>[] {
  return protocol === "http" ? [...ROWS, ...HTTP_ROWS] : ROWS;
}
