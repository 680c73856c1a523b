import { NO_HEALTHY_HOSTS_WHY, UNHEALTHY_HOSTS_WHY } from "./hosts";
import { defineMathRow, defineRow, series, type AlarmRow } from "./row";

/** Alarms of a service behind an application load balancer. */
export type ApplicationDimension = "LoadBalancer" | "TargetGroup";

const ROWS: readonly AlarmRow<ApplicationDimension>[] = [
  defineRow({
    name: "unhealthy-hosts",
    namespace: "AWS/ApplicationELB",
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
    namespace: "AWS/ApplicationELB",
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
  defineMathRow({
    name: "target-5xx",
    // A share for busy stacks and a constant for quiet ones, in one definition.
    expression: "errors - 0.01 * requests",
    metrics: {
      errors: series({
        namespace: "AWS/ApplicationELB",
        metric: "HTTPCode_Target_5XX_Count",
        statistic: "Sum",
        dimensions: ["LoadBalancer", "TargetGroup"],
      }),
      requests: series({
        namespace: "AWS/ApplicationELB",
        metric: "RequestCount",
        statistic: "Sum",
        dimensions: ["LoadBalancer", "TargetGroup"],
      }),
    },
    comparisonOperator: "GreaterThanThreshold",
    threshold: 5,
    period: 60,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    treatMissingData: "notBreaching",
    why:
      "The service answers 5xx to more than its share of requests: users see errors. " +
      "Likely causes: a bug in the last release, or a database or other service that it needs is failing. " +
      "First search its log for the exceptions of the last minutes; if they began with a release, roll it back. " +
      "A handful of errors a minute stays unseen here.",
  }),
  defineRow({
    name: "load-balancer-5xx",
    namespace: "AWS/ApplicationELB",
    metric: "HTTPCode_ELB_5XX_Count",
    statistic: "Sum",
    dimensions: ["LoadBalancer"],
    comparisonOperator: "GreaterThanThreshold",
    threshold: 10,
    period: 60,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    treatMissingData: "notBreaching",
    why:
      "The load balancer itself answers 5xx, so requests never got a proper answer from an instance. " +
      "Likely causes: no healthy instance (503), connections that are closed too early (502), or answers that " +
      "take too long (504). First see whether the host and connection alarms fire as well; they name the cause.",
  }),
  defineRow({
    name: "target-connection-errors",
    namespace: "AWS/ApplicationELB",
    metric: "TargetConnectionErrorCount",
    statistic: "Sum",
    dimensions: ["LoadBalancer", "TargetGroup"],
    comparisonOperator: "GreaterThanThreshold",
    threshold: 10,
    period: 60,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    treatMissingData: "notBreaching",
    why:
      "The load balancer cannot open connections to the instances. " +
      "Likely causes: the service does not listen, its accept queue is full, or a security group was changed. " +
      "First check on an instance that the port is open and how many connections it holds.",
  }),
  defineRow({
    name: "latency-p95",
    namespace: "AWS/ApplicationELB",
    metric: "TargetResponseTime",
    statistic: "p95",
    dimensions: ["LoadBalancer", "TargetGroup"],
    comparisonOperator: "GreaterThanThreshold",
    threshold: 1,
    period: 300,
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
    treatMissingData: "notBreaching",
    // A quiet stack seldom has the 200 samples that p95 asks for: `ignore` would freeze its state.
    evaluateLowSampleCountPercentiles: "evaluate",
    why:
      "One request in twenty waits longer than users should (the value is in seconds). " +
      "Likely causes: a slow database query, a slow service behind this one, or too few instances. " +
      "First compare with the CPU alarm; if CPU is low, look for what the service waits on.",
  }),
];

/**
 * The alarms of a service behind an application load balancer.
 * @param lowTrafficFloor requests in 300 s under which production is told; left out, there is no such alarm.
 */
export function applicationRows(lowTrafficFloor?: number): readonly AlarmRow<ApplicationDimension>[] {
  return lowTrafficFloor === undefined ? ROWS : [...ROWS, lowTraffic(lowTrafficFloor)];
}

function lowTraffic(floor: number): AlarmRow<ApplicationDimension> {
  return defineRow({
    name: "low-traffic",
    namespace: "AWS/ApplicationELB",
    metric: "RequestCount",
    statistic: "Sum",
    dimensions: ["LoadBalancer", "TargetGroup"],
    comparisonOperator: "LessThanThreshold",
    threshold: floor,
    period: 300,
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
    treatMissingData: "breaching",
    only: ["production"],
    why:
      "Far fewer requests arrive than in the quietest hour: users may not reach the service at all. " +
      "Likely causes: DNS or certificate trouble, a broken client release, or an outage in front of the load " +
      "balancer. First open the service's address from outside the company network.",
  });
}
