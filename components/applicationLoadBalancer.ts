import type * as pulumi from "@pulumi/pulumi";
import { Listener } from "@pulumi/aws/lb/listener";
import { LoadBalancer } from "@pulumi/aws/lb/loadBalancer";
import { TargetGroup } from "@pulumi/aws/lb/targetGroup";
import { INCOMING } from "./accessLogs";
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
  { network, certificateArn, accessLogs }: LoadBalancerArgs,
  options: pulumi.CustomResourceOptions,
): LoadBalancerParts {
  const { name, port, healthPort = port, internal = false } = service;
  const securityGroups = createSecurityGroups(
    name,
    {
      vpcId: network.vpcId,
      ...(internal ? {} : { clients: ANYWHERE }),
      listenerPorts: internal ? [port] : certificateArn === undefined ? [80] : [80, 443],
      instancePorts: [...new Set([port, healthPort])],
    },
    options,
  );
  const loadBalancer = new LoadBalancer(
    `${name}-lb`,
    {
      loadBalancerType: "application",
      internal,
      securityGroups: [securityGroups.loadBalancer.id],
      subnets: network.subnetIds,
      dropInvalidHeaderFields: true,
      accessLogs: { bucket: accessLogs.bucket, prefix: `${INCOMING}/${name}`, enabled: true },
    },
    { ...options, dependsOn: [accessLogs.ready] },
  );
  const targetGroup = createTargetGroup(service, network, options);
  const parts = { loadBalancer, targetGroup, certificateArn };
  const listeners = internal
    ? [createInternalListener(service, parts, options)]
    : createListeners(name, parts, options);
  return {
    securityGroups,
    registration: { targetGroupArns: [targetGroup.arn] },
    ready: [...listeners, ...securityGroups.rules],
    alarms: bind(applicationRows(service.lowTrafficFloor), {
      LoadBalancer: loadBalancer.arnSuffix,
      TargetGroup: targetGroup.arnSuffix,
    }),
    dnsName: loadBalancer.dnsName,
    address: addressOf(service, certificateArn),
  };
}

/** Services inside reach an internal one on its own port, and one that is open to the internet as everybody does. */
function addressOf(
  { internal, port }: ApplicationDefinition,
  certificateArn?: string,
): LoadBalancerParts["address"] {
  const [scheme, open] = certificateArn === undefined ? (["http", 80] as const) : (["https", 443] as const);
  return { scheme, port: internal ? port : open };
}

function createTargetGroup(
  { name, port, healthPath, healthPort = port, instanceProtocol = "HTTP" }: ApplicationDefinition,
  network: LoadBalancerArgs["network"],
  options: pulumi.CustomResourceOptions,
): TargetGroup {
  return new TargetGroup(
    `${name}-tg`,
    {
      vpcId: network.vpcId,
      targetType: "instance",
      port,
      protocol: instanceProtocol,
      deregistrationDelay: DRAINING_SECONDS,
      healthCheck: {
        protocol: healthPort === port ? instanceProtocol : "HTTP",
        ...(healthPort === port ? {} : { port: String(healthPort) }),
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

interface ListenerParts {
  readonly loadBalancer: LoadBalancer;
  readonly targetGroup: TargetGroup;
  readonly certificateArn?: string;
}

function createInternalListener(
  { name, port }: ApplicationDefinition,
  { loadBalancer, targetGroup, certificateArn }: ListenerParts,
  options: pulumi.CustomResourceOptions,
): Listener {
  const tls = { protocol: "HTTPS", sslPolicy: TLS_POLICY, certificateArn };
  return new Listener(
    `${name}-internal`,
    {
      loadBalancerArn: loadBalancer.arn,
      port,
      ...(certificateArn === undefined ? { protocol: "HTTP" } : tls),
      defaultActions: [{ type: "forward", targetGroupArn: targetGroup.arn }],
    },
    options,
  );
}

function createListeners(
  name: string,
  { loadBalancer, targetGroup, certificateArn }: ListenerParts,
  options: pulumi.CustomResourceOptions,
): Listener[] {
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
