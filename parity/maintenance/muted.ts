import type { Alarm, Metric } from "../../cloudwatch/alarm";

/**
 * Metrics that maintenance itself moves: strangers get 503, `/test` is 503, and users stay away. What tells of the
 * machines (hosts, CPU, disks) goes on telling.
 */
const MOVED: Readonly<Record<string, readonly string[]>> = {
  "AWS/Route53": ["HealthCheckStatus", "HealthCheckPercentageHealthy"],
  "AWS/ApplicationELB": ["HTTPCode_Target_5XX_Count", "RequestCount"],
  "AWS/ELB": ["HTTPCode_Backend_5XX", "RequestCount"],
};

/** Whether maintenance makes this alarm fire though all is well. */
export function isMovedByMaintenance(alarm: Alarm): boolean {
  const queries = Array.isArray(alarm.queries) ? alarm.queries : [];
  const metrics = [alarm.metric, ...queries.map(({ metric }) => metric)];
  return metrics.some((metric) => metric !== undefined && isMoved(metric));
}

function isMoved({ namespace, metricName }: Metric): boolean {
  if (typeof namespace !== "string" || typeof metricName !== "string") return false;
  return MOVED[namespace]?.includes(metricName) ?? false;
}
