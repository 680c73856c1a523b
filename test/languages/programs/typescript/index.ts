import * as pulumi from "@pulumi/pulumi";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as elb from "@pulumi/aws/elb";
import * as sns from "@pulumi/aws/sns";
import { alarm } from "./alarms";

const config = new pulumi.Config();
const stack = pulumi.getStack();

const topic = new sns.Topic("alarms");
new sns.TopicSubscription("team", { topic: topic.arn, protocol: "email", endpoint: config.require("team") });

const broker = new elb.LoadBalancer("broker", {
  availabilityZones: ["eu-west-1a", "eu-west-1b"],
  listeners: [{ instancePort: 5044, instanceProtocol: "tcp", lbPort: 5044, lbProtocol: "tcp" }],
  healthCheck: { target: "TCP:5044", interval: 30, timeout: 10, healthyThreshold: 2, unhealthyThreshold: 5 },
});

alarm("broker-backend-errors", {
  metricName: "BackendConnectionErrors",
  statistic: "Sum",
  threshold: config.requireNumber("errors"),
  loadBalancer: broker.name,
  actions: [topic.arn],
});

new cloudwatch.MetricAlarm("broker-unhealthy-hosts", {
  name: `broker-unhealthy-hosts-${stack}`,
  alarmDescription: "A broker is unhealthy: look at its log.",
  namespace: "AWS/ELB",
  metricName: "UnHealthyHostCount",
  statistic: "Average",
  comparisonOperator: "GreaterThanThreshold",
  threshold: 0,
  period: 60,
  evaluationPeriods: 5,
  treatMissingData: "notBreaching",
  dimensions: { LoadBalancerName: broker.name },
  alarmActions: [topic.arn],
  okActions: [topic.arn],
});

if (stack === "production") {
  topic.arn.apply((arn) => {
    alarm("broker-surge-queue", {
      metricName: "SurgeQueueLength",
      statistic: "Maximum",
      threshold: 500,
      loadBalancer: broker.name,
      actions: [arn],
    });
  });
}

export const topicArn = topic.arn;
