/** A kind of AWS resource that a dimension names. */
export interface DimensionKind {
  dimension: string;
  /** The namespaces in which the dimension has this meaning; absent: all. */
  namespaces?: readonly string[];
  /** For messages: what the value names, in the singular. */
  what: string;
  /** By Pulumi type token: the outputs whose value CloudWatch uses, the one to type first. */
  types: Readonly<Record<string, readonly string[]>>;
  /** What of the resource's ARN is the value too; default: what follows its last `/` or `:`. */
  fromArn?: RegExp;
  /** Whether AWS makes names of its own that begin with the value and a hyphen (nodes of a cluster). */
  prefix?: boolean;
}

const LAST_PART = /[:/]([^:/]+)$/;
const LOAD_BALANCERS_V2 = ["AWS/ApplicationELB", "AWS/NetworkELB", "AWS/GatewayELB"];

/** Row of a dimension that means one thing everywhere. */
function row(
  dimension: string,
  what: string,
  types: DimensionKind["types"],
  more: Partial<DimensionKind> = {},
): DimensionKind {
  return { dimension, what, types, ...more };
}

/**
 * What dimensions name (AWS's metric pages, as in the facts; outputs from @pulumi/aws's classes). A dimension that is
 * not in here names nothing that a program makes (`AvailabilityZone`, `path`), or nothing that is known here.
 */
export const DIMENSION_KINDS: readonly DimensionKind[] = [
  row(
    "LoadBalancer",
    "load balancer",
    {
      "aws:lb/loadBalancer:LoadBalancer": ["arnSuffix"],
      "aws:alb/loadBalancer:LoadBalancer": ["arnSuffix"],
      "aws-native:elasticloadbalancingv2:LoadBalancer": ["loadBalancerFullName"],
    },
    { namespaces: LOAD_BALANCERS_V2, fromArn: /:loadbalancer\/(.+)$/ },
  ),
  row(
    "TargetGroup",
    "target group",
    {
      "aws:lb/targetGroup:TargetGroup": ["arnSuffix"],
      "aws:alb/targetGroup:TargetGroup": ["arnSuffix"],
      "aws-native:elasticloadbalancingv2:TargetGroup": ["targetGroupFullName"],
    },
    { namespaces: LOAD_BALANCERS_V2, fromArn: /:(targetgroup\/.+)$/ },
  ),
  row(
    "LoadBalancerName",
    "classic load balancer",
    { "aws:elb/loadBalancer:LoadBalancer": ["name", "id"] },
    { namespaces: ["AWS/ELB"] },
  ),
  row("AutoScalingGroupName", "Auto Scaling group", {
    "aws:autoscaling/group:Group": ["name", "id"],
    "aws-native:autoscaling:AutoScalingGroup": ["autoScalingGroupName"],
  }),
  row("InstanceId", "instance", {
    "aws:ec2/instance:Instance": ["id"],
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest": ["spotInstanceId"],
    "aws-native:ec2:Instance": ["instanceId"],
  }),
  row("VolumeId", "volume", { "aws:ebs/volume:Volume": ["id"], "aws-native:ec2:Volume": ["volumeId"] }),
  row("NatGatewayId", "NAT gateway", {
    "aws:ec2/natGateway:NatGateway": ["id"],
    "aws-native:ec2:NatGateway": ["natGatewayId"],
  }),
  row("VpnId", "VPN connection", { "aws:ec2/vpnConnection:VpnConnection": ["id"] }),
  row("QueueName", "queue", { "aws:sqs/queue:Queue": ["name"], "aws-native:sqs:Queue": ["queueName"] }),
  row("TopicName", "topic", { "aws:sns/topic:Topic": ["name"], "aws-native:sns:Topic": ["topicName"] }),
  row("TableName", "table", {
    "aws:dynamodb/table:Table": ["name", "id"],
    "aws-native:dynamodb:Table": ["tableName"],
  }),
  row(
    "FunctionName",
    "Lambda function",
    { "aws:lambda/function:Function": ["name", "id"], "aws-native:lambda:Function": ["functionName"] },
    { namespaces: ["AWS/Lambda"] },
  ),
  row(
    "FunctionName",
    "CloudFront function",
    { "aws:cloudfront/function:Function": ["name", "id"] },
    { namespaces: ["AWS/CloudFront"] },
  ),
  row(
    "function_name",
    "Lambda function",
    { "aws:lambda/function:Function": ["name", "id"], "aws-native:lambda:Function": ["functionName"] },
    { namespaces: ["LambdaInsights"] },
  ),
  row("DBInstanceIdentifier", "database instance", {
    "aws:rds/instance:Instance": ["identifier"],
    "aws:rds/clusterInstance:ClusterInstance": ["identifier", "id"],
    "aws:docdb/clusterInstance:ClusterInstance": ["identifier", "id"],
    "aws:neptune/clusterInstance:ClusterInstance": ["identifier", "id"],
    "aws-native:rds:DbInstance": ["dbInstanceIdentifier"],
  }),
  row("DBClusterIdentifier", "database cluster", {
    "aws:rds/cluster:Cluster": ["clusterIdentifier", "id"],
    "aws:docdb/cluster:Cluster": ["clusterIdentifier", "id"],
    "aws:neptune/cluster:Cluster": ["clusterIdentifier", "id"],
    "aws-native:rds:DbCluster": ["dbClusterIdentifier"],
  }),
  row("ProxyName", "database proxy", { "aws:rds/proxy:Proxy": ["name", "id"] }),
  row(
    "CacheClusterId",
    "cache cluster",
    {
      "aws:elasticache/cluster:Cluster": ["clusterId", "id"],
      "aws:elasticache/replicationGroup:ReplicationGroup": ["replicationGroupId", "id", "memberClusters"],
    },
    { prefix: true },
  ),
  row(
    "ClusterName",
    "cluster",
    {
      "aws:ecs/cluster:Cluster": ["name"],
      "aws:eks/cluster:Cluster": ["name", "id"],
      "aws-native:ecs:Cluster": ["clusterName"],
      "aws-native:eks:Cluster": ["name"],
    },
    { namespaces: ["AWS/ECS", "ECS/ContainerInsights", "ContainerInsights"] },
  ),
  row(
    "ServiceName",
    "ECS service",
    { "aws:ecs/service:Service": ["name"], "aws-native:ecs:Service": ["name"] },
    { namespaces: ["AWS/ECS", "ECS/ContainerInsights"] },
  ),
  row(
    "BucketName",
    "bucket",
    {
      "aws:s3/bucket:Bucket": ["bucket", "id"],
      "aws:s3/bucketV2:BucketV2": ["bucket", "id"],
      "aws-native:s3:Bucket": ["bucketName"],
    },
    { namespaces: ["AWS/S3"] },
  ),
  row("StreamName", "stream", { "aws:kinesis/stream:Stream": ["name"] }, { namespaces: ["AWS/Kinesis"] }),
  row(
    "FileSystemId",
    "file system",
    { "aws:efs/fileSystem:FileSystem": ["id"] },
    { namespaces: ["AWS/EFS"] },
  ),
  row("DistributionId", "distribution", { "aws:cloudfront/distribution:Distribution": ["id"] }),
  row("ApiName", "REST API", { "aws:apigateway/restApi:RestApi": ["name"] }),
  row("ApiId", "HTTP or WebSocket API", { "aws:apigatewayv2/api:Api": ["id"] }),
  row("HealthCheckId", "health check", {
    "aws:route53/healthCheck:HealthCheck": ["id"],
    "aws-native:route53:HealthCheck": ["healthCheckId"],
  }),
  row("HostedZoneId", "hosted zone", { "aws:route53/zone:Zone": ["zoneId", "id"] }),
  row("RuleName", "rule", { "aws:cloudwatch/eventRule:EventRule": ["name"] }, { namespaces: ["AWS/Events"] }),
  row(
    "LogGroupName",
    "log group",
    { "aws:cloudwatch/logGroup:LogGroup": ["name", "id"] },
    { namespaces: ["AWS/Logs"] },
  ),
  row(
    "DomainName",
    "domain",
    { "aws:opensearch/domain:Domain": ["domainName"], "aws:elasticsearch/domain:Domain": ["domainName"] },
    { namespaces: ["AWS/ES"] },
  ),
  row(
    "CertificateArn",
    "certificate",
    {
      "aws:acm/certificate:Certificate": ["arn", "id"],
      "aws:acm/certificateValidation:CertificateValidation": ["certificateArn"],
    },
    { fromArn: /^(.+)$/ },
  ),
  row("KeyId", "key", { "aws:kms/key:Key": ["keyId", "id"] }, { namespaces: ["AWS/KMS"] }),
  row(
    "ProjectName",
    "project",
    { "aws:codebuild/project:Project": ["name"] },
    { namespaces: ["AWS/CodeBuild"] },
  ),
  row("UserPool", "user pool", { "aws:cognito/userPool:UserPool": ["id"] }),
  row("UserPoolClient", "user pool client", { "aws:cognito/userPoolClient:UserPoolClient": ["id"] }),
];

/** What a dimension of a namespace names; undefined where it names no resource that is known here. */
export function dimensionKind(dimension: string, namespace: string): DimensionKind | undefined {
  return DIMENSION_KINDS.find(
    (kind) => kind.dimension === dimension && (kind.namespaces?.includes(namespace) ?? true),
  );
}

/** Whether `value` is what CloudWatch calls this resource of the kind. */
export function isNamedBy(
  kind: DimensionKind,
  type: string,
  props: Record<string, unknown>,
  value: string,
): boolean {
  const outputs = (kind.types[type] ?? []).flatMap((output) => props[output]);
  if (outputs.includes(value)) return true;
  if (kind.prefix && outputs.some((output) => typeof output === "string" && value.startsWith(`${output}-`)))
    return true;
  const { arn } = props;
  return typeof arn === "string" && (kind.fromArn ?? LAST_PART).exec(arn)?.[1] === value;
}
