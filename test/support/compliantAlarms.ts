import type { Properties } from "../../parity/render/types";
import type { Spec, Specs } from "./compliant";
import { ref } from "./later";

/** Logical names of the compliant stack's alarms, each by what it watches. */
export const ALARM = {
  albErrors: "api-elb-5xx",
  targetErrors: "api-target-5xx",
  albHosts: "api-unhealthy-hosts",
  albCpu: "api-cpu",
  backendErrors: "elk-broker-backend-errors",
  classicHosts: "elk-broker-unhealthy-hosts",
  classicCpu: "elk-broker-cpu",
} as const;

/** The alarms that each service must have, one of them metric math. */
export function alarms(stack: string): Specs {
  const alb = { LoadBalancer: ref("api-lb", "arnSuffix") };
  const targets = { ...alb, TargetGroup: ref("api-targets", "arnSuffix") };
  const classic = { LoadBalancerName: ref("elk-broker-lb", "name") };
  return {
    [ALARM.albErrors]: alarm(ALARM.albErrors, stack, {
      ...metric("AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", "Sum", 60, alb),
      ...over(10, 5, 3),
    }),
    [ALARM.targetErrors]: alarm(ALARM.targetErrors, stack, {
      metricQueries: [
        { id: "over", expression: "errors - 0.01 * requests", returnData: true },
        query("errors", "HTTPCode_Target_5XX_Count", targets),
        query("requests", "RequestCount", targets),
      ],
      ...over(5, 5, 3),
    }),
    [ALARM.albHosts]: alarm(ALARM.albHosts, stack, {
      ...metric("AWS/ApplicationELB", "UnHealthyHostCount", "Maximum", 60, targets),
      ...over(0, 5, 3),
    }),
    [ALARM.backendErrors]: alarm(ALARM.backendErrors, stack, {
      ...metric("AWS/ELB", "BackendConnectionErrors", "Sum", 60, classic),
      ...over(100, 5, 5),
    }),
    [ALARM.classicHosts]: alarm(ALARM.classicHosts, stack, {
      ...metric("AWS/ELB", "UnHealthyHostCount", "Maximum", 60, classic),
      ...over(0, 5, 3),
    }),
    [ALARM.albCpu]: cpu("api", stack),
    [ALARM.classicCpu]: cpu("elk-broker", stack),
  };
}

/** An alarm with both routes, everything explicit; `inputs` are its metric and threshold. */
export function alarm(name: string, stack: string, inputs: Properties): Spec {
  return {
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    inputs: {
      name: name.replace(/^(api|elk-broker)/, `$1-${stack}`),
      alarmDescription: "Something is wrong; look at the load balancer's targets first.",
      actionsEnabled: true,
      alarmActions: [ref("alarms", "arn")],
      okActions: [ref("alarms", "arn")],
      treatMissingData: "notBreaching",
      ...inputs,
    },
    outputs: { arn: `arn:aws:cloudwatch:eu-west-1:111111111111:alarm:${name}` },
  };
}

function metric(
  namespace: string,
  metricName: string,
  statistic: string,
  period: number,
  dimensions: Properties,
): Properties {
  return { namespace, metricName, statistic, period, dimensions };
}

function over(threshold: number, evaluationPeriods: number, datapointsToAlarm: number): Properties {
  return { comparisonOperator: "GreaterThanThreshold", threshold, evaluationPeriods, datapointsToAlarm };
}

function query(id: string, metricName: string, dimensions: Properties): Properties {
  const { statistic, ...rest } = metric("AWS/ApplicationELB", metricName, "Sum", 60, dimensions);
  return { id, metric: { ...rest, stat: statistic }, returnData: false };
}

function cpu(service: string, stack: string): Spec {
  return alarm(`${service}-cpu`, stack, {
    ...metric("AWS/EC2", "CPUUtilization", "Average", 300, {
      AutoScalingGroupName: ref(`${service}-group`, "name"),
    }),
    ...over(80, 3, 3),
    treatMissingData: "missing",
  });
}
