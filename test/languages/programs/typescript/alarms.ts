import * as pulumi from "@pulumi/pulumi";
import * as cloudwatch from "@pulumi/aws/cloudwatch";

interface Alarm {
  metricName: string;
  statistic: string;
  threshold: number;
  loadBalancer: pulumi.Input<string>;
  actions: pulumi.Input<string>[];
}

/** An alarm on a classic load balancer's metric; it forgets the OK action. */
export function alarm(
  name: string,
  { metricName, statistic, threshold, loadBalancer, actions }: Alarm,
): void {
  new cloudwatch.MetricAlarm(name, {
    name: `${name}-${pulumi.getStack()}`,
    alarmDescription: `${metricName} is too high: look at the brokers.`,
    namespace: "AWS/ELB",
    metricName,
    statistic,
    comparisonOperator: "GreaterThanThreshold",
    threshold,
    period: 60,
    evaluationPeriods: 5,
    treatMissingData: "notBreaching",
    dimensions: { LoadBalancerName: loadBalancer },
    alarmActions: actions,
  });
}
