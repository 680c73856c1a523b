import { defineRow, type AlarmRow } from "./row";

/** The alarm of a monitor outside. */
export type ExternalDimension = "HealthCheckId";

const ROWS: readonly AlarmRow<ExternalDimension>[] = [
  defineRow({
    name: "external",
    namespace: "AWS/Route53",
    metric: "HealthCheckStatus",
    statistic: "Minimum",
    dimensions: ["HealthCheckId"],
    comparisonOperator: "LessThanThreshold",
    threshold: 1,
    period: 60,
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
    // Reported every minute as long as the health check exists.
    treatMissingData: "breaching",
    why:
      "Route 53's checkers all over the world cannot use the service: /test fails, is too slow, or is not reached. " +
      "Likely causes: DNS, the certificate, the load balancer, or something that only a whole request shows. " +
      "First open https://<host>/test: its Tests name what fails; if nothing answers, look at name and certificate.",
  }),
];

/** The alarms of a monitor outside; their metric exists in us-east-1 alone. */
export function externalRows(): readonly AlarmRow<ExternalDimension>[] {
  return ROWS;
}
