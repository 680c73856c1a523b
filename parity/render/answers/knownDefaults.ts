/** Where the made-up account lives: AWS's own documentation account, and the commonest region. */
export const DEFAULT_ACCOUNT = "123456789012";
export const DEFAULT_REGION = "us-east-1";

/** The partition, account and region that a program's look-ups and ARNs show. */
export interface Place {
  account: string;
  region: string;
}

/** Resource types whose id is another of their outputs (`@pulumi/aws`, each class's import section). */
export const ID_IS: Readonly<Record<string, string>> = {
  "aws:alb/listener:Listener": "arn",
  "aws:alb/loadBalancer:LoadBalancer": "arn",
  "aws:alb/targetGroup:TargetGroup": "arn",
  "aws:autoscaling/group:Group": "name",
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": "name",
  "aws:cloudwatch/logGroup:LogGroup": "name",
  "aws:cloudwatch/metricAlarm:MetricAlarm": "name",
  "aws:dynamodb/table:Table": "name",
  "aws:ecs/cluster:Cluster": "arn",
  "aws:elb/loadBalancer:LoadBalancer": "name",
  "aws:iam/instanceProfile:InstanceProfile": "name",
  "aws:iam/policy:Policy": "arn",
  "aws:iam/role:Role": "name",
  "aws:kms/key:Key": "keyId",
  "aws:lambda/function:Function": "name",
  "aws:lb/listener:Listener": "arn",
  "aws:lb/loadBalancer:LoadBalancer": "arn",
  "aws:lb/targetGroup:TargetGroup": "arn",
  "aws:s3/bucket:Bucket": "bucket",
  "aws:sns/topic:Topic": "arn",
  "aws:sns/topicSubscription:TopicSubscription": "arn",
  "aws:sqs/queue:Queue": "url",
};

/** What AWS gives where a program leaves it out, of outputs that programs pass on (`@pulumi/aws`, each class's page). */
export const DEFAULT_OUTPUTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "aws:cloudwatch/eventRule:EventRule": { eventBusName: "default" },
};

/** The part of an ARN after the account, where programs split it; `{}` is the resource's name. */
const ARN_FORMS: Readonly<Record<string, { service: string; resource: string; global?: boolean }>> = {
  "alb/listener": { service: "elasticloadbalancing", resource: "listener/app/{}" },
  "alb/loadBalancer": { service: "elasticloadbalancing", resource: "loadbalancer/app/{}" },
  "alb/targetGroup": { service: "elasticloadbalancing", resource: "targetgroup/{}" },
  "autoscaling/group": { service: "autoscaling", resource: "autoScalingGroup:{}:autoScalingGroupName/{}" },
  "autoscaling/policy": {
    service: "autoscaling",
    resource: "scalingPolicy:{}:autoScalingGroupName/g:policyName/{}",
  },
  "appautoscaling/policy": { service: "autoscaling", resource: "scalingPolicy:{}:resource/r:policyName/{}" },
  "cloudwatch/compositeAlarm": { service: "cloudwatch", resource: "alarm:{}" },
  "cloudwatch/logGroup": { service: "logs", resource: "log-group:{}" },
  "cloudwatch/metricAlarm": { service: "cloudwatch", resource: "alarm:{}" },
  "dynamodb/table": { service: "dynamodb", resource: "table/{}" },
  "ecs/cluster": { service: "ecs", resource: "cluster/{}" },
  "ecs/service": { service: "ecs", resource: "service/cluster/{}" },
  "elb/loadBalancer": { service: "elasticloadbalancing", resource: "loadbalancer/{}" },
  "iam/instanceProfile": { service: "iam", resource: "instance-profile/{}", global: true },
  "iam/policy": { service: "iam", resource: "policy/{}", global: true },
  "iam/role": { service: "iam", resource: "role/{}", global: true },
  "iam/user": { service: "iam", resource: "user/{}", global: true },
  "kms/key": { service: "kms", resource: "key/{}" },
  "lambda/function": { service: "lambda", resource: "function:{}" },
  "lb/listener": { service: "elasticloadbalancing", resource: "listener/app/{}" },
  "lb/loadBalancer": { service: "elasticloadbalancing", resource: "loadbalancer/app/{}" },
  "lb/targetGroup": { service: "elasticloadbalancing", resource: "targetgroup/{}" },
  "rds/instance": { service: "rds", resource: "db:{}" },
  "s3/bucket": { service: "s3", resource: "{}", global: true },
  "sns/topic": { service: "sns", resource: "{}" },
  "sqs/queue": { service: "sqs", resource: "{}" },
};

/**
 * An ARN of the service's own form, for the resource that `unique` names.
 * (Forms: AWS, "Service authorization reference", the resource types of each service.)
 */
export function arnFor(type: string, unique: string, place: Place): string {
  const module = type.split(":")[1] ?? "";
  const form = ARN_FORMS[module] ?? {
    service: module.split("/")[0] ?? "",
    resource: `${module.split("/")[1] ?? ""}/{}`,
  };
  const name = /^(lb|alb)\//.test(module) ? `${unique}/50dc6c495c0c9188` : unique;
  const region = form.global === true ? "" : place.region;
  const account = form.service === "s3" ? "" : place.account;
  return `arn:aws:${form.service}:${region}:${account}:${form.resource.replaceAll("{}", name)}`;
}
