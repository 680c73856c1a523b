import type * as pulumi from "@pulumi/pulumi";
import { Listener } from "@pulumi/aws/lb/listener";
import { LoadBalancer } from "@pulumi/aws/lb/loadBalancer";
import { TargetGroup } from "@pulumi/aws/lb/targetGroup";
import { applicationRows } from "./alarms/application";
import { bind } from "./alarms/create";
import type { LoadBalancerArgs, LoadBalancerParts } from "./loadBalancer";
import { ANYWHERE, createSecurityGroups } from "./securityGroups";
import type { ApplicationDefinition } from "./service";
import { DRAINING_SECONDS, HEALTH_CHECK } from "./timing";

/** TLS 1.2 and 1.3 only (Elastic Load Balancing guide, "Security policies"). */
const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";

/** An application load balancer with its target group and listeners. */
export function createApplicationLoadBalancer(
  service: ApplicationDefinition,
  { network, certificateArn }: LoadBalancerArgs,
  options: pulumi.CustomResourceOptions,
): LoadBalancerParts {
  const { name, port } = service;
  const securityGroups = createSecurityGroups(
    name,
    {
      vpcId: network.vpcId,
      clients: ANYWHERE,
      listenerPorts: certificateArn === undefined ? [80] : [80, 443],
      instancePort: port,
    },
    options,
  );
  const loadBalancer = new LoadBalancer(
    `${name}-lb`,
    {
      loadBalancerType: "application",
      internal: false,
      securityGroups: [securityGroups.loadBalancer.id],
      subnets: network.subnetIds,
      dropInvalidHeaderFields: true,
    },
    options,
  );
  const targetGroup = createTargetGroup(service, network, options);
  const listeners = createListeners(name, { loadBalancer, targetGroup, certificateArn }, options);
  return {
    securityGroups,
    registration: { targetGroupArns: [targetGroup.arn] },
    ready: [...listeners, ...securityGroups.rules],
    alarms: bind(applicationRows(service.lowTrafficFloor), {
      LoadBalancer: loadBalancer.arnSuffix,
      TargetGroup: targetGroup.arnSuffix,
    }),
    dnsName: loadBalancer.dnsName,
  };
}

function createTargetGroup(
  { name, port, healthPath }: ApplicationDefinition,
  network: LoadBalancerArgs["network"],
  options: pulumi.CustomResourceOptions,
): TargetGroup {
  return new TargetGroup(
    `${name}-tg`,
    {
      vpcId: network.vpcId,
      targetType: "instance",
      port,
      protocol: "HTTP",
      deregistrationDelay: DRAINING_SECONDS,
      healthCheck: {
        protocol: "HTTP",
        path: healthPath,
        matcher: "200",
        interval: HEALTH_CHECK.interval,
        timeout: HEALTH_CHECK.timeout,
        healthyThreshold: HEALTH_CHECK.healthyThreshold,
        unhealthyThreshold: HEALTH_CHECK.unhealthyThreshold,
      },
    },
    options,
  );
}

function createListeners(
  name: string,
  parts: { loadBalancer: LoadBalancer; targetGroup: TargetGroup; certificateArn?: string },
  options: pulumi.CustomResourceOptions,
): Listener[] {
  const { loadBalancer, targetGroup, certificateArn } = parts;
  const loadBalancerArn = loadBalancer.arn;
  const forward = { type: "forward", targetGroupArn: targetGroup.arn };
  if (certificateArn === undefined) {
    return [
      new Listener(
        `${name}-http`,
        { loadBalancerArn, port: 80, protocol: "HTTP", defaultActions: [forward] },
        options,
      ),
    ];
  }
  const toHttps = { type: "redirect", redirect: { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" } };
  return [
    new Listener(
      `${name}-https`,
      {
        loadBalancerArn,
        port: 443,
        protocol: "HTTPS",
        sslPolicy: TLS_POLICY,
        certificateArn,
        defaultActions: [forward],
      },
      options,
    ),
    new Listener(
      `${name}-http`,
      { loadBalancerArn, port: 80, protocol: "HTTP", defaultActions: [toHttps] },
      options,
    ),
  ];
}
