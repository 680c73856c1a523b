import type { InstanceDimension } from "./instance";
import { defineOwnRow, type AlarmRow } from "./row";

/**
 * What a log shipper publishes once a minute: how many events have left its pipeline since the last time. Its heartbeat is
 * one of them, so that it is at least 1 while all is well, in a stack without any traffic too. `policies/alarm-parity.yaml`
 * states the same for the policies.
 */
export const EVENTS_OUT = {
  namespace: "AlarmParity/LogShipper",
  metric: "EventsOut",
  statistic: "Sum",
} as const;

const ROWS: readonly AlarmRow<InstanceDimension>[] = [
  defineOwnRow({
    ...EVENTS_OUT,
    name: "stopped",
    dimensions: ["AutoScalingGroupName"],
    comparisonOperator: "LessThanThreshold",
    threshold: 1,
    period: 300,
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
    // A shipper that is gone or hangs publishes nothing.
    treatMissingData: "breaching",
    why:
      "The log shipper sends nothing any more, not even its own heartbeat: access logs pile up in their bucket. " +
      "Likely causes: Logstash hangs or cannot start, or the Logstash tier behind it does not take events. " +
      "First look at the host alarms of the Logstash tier; if those are quiet, read /var/log/logstash on the " +
      "shipper. Nothing is lost: it goes on where it stopped.",
  }),
];

/** The alarms of a log shipper, beside those of its instances. */
export function shipperRows(): readonly AlarmRow<InstanceDimension>[] {
  return ROWS;
}
