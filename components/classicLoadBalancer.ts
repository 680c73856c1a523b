import type * as pulumi from "@pulumi/pulumi";
import { LoadBalancer, type LoadBalancerArgs as ClassicArgs } from "@pulumi/aws/elb/loadBalancer";
import { INCOMING } from "./accessLogs";
import { classicRows } from "./alarms/classic";
import { bind } from "./alarms/create";
import type { LoadBalancerArgs, LoadBalancerParts } from "./loadBalancer";
import { createSecurityGroups } from "./securityGroups";
import type { ClassicDefinition } from "./service";
import { DRAINING_SECONDS, HEALTH_CHECK } from "./timing";

/** Longer than Logstash's beats input keeps a silent client (60 s), so that it, not the load balancer, hangs up. */
const IDLE_SECONDS = 120;

/** How often access logs are written: 5 or 60 minutes; 60 is the default, too late for whoever looks into an incident. */
const LOG_INTERVAL_MINUTES = 5;

interface ClassicListener {
  instancePort: number;
  instanceProtocol: string;
  lbPort: number;
  lbProtocol: "tcp" | "http" | "https";
  sslCertificateId?: string;
}

/** A classic load balancer, inside the network: its clients are the VPC's own addresses. */
export function createClassicLoadBalancer(
  service: ClassicDefinition,
  { network, certificateArn, accessLogs }: LoadBalancerArgs,
  options: pulumi.CustomResourceOptions,
): LoadBalancerParts {
  const { name, port } = service;
  const listener = listenerOf(service, certificateArn);
  const securityGroups = createSecurityGroups(
    name,
    {
      vpcId: network.vpcId,
      clients: network.cidrBlock,
      listenerPorts: [listener.lbPort],
      instancePorts: [port],
    },
    options,
  );
  const loadBalancer = new LoadBalancer(
    `${name}-lb`,
    {
      internal: true,
      securityGroups: [securityGroups.loadBalancer.id],
      subnets: network.subnetIds,
      listeners: [listener],
      healthCheck: healthCheckOf(service),
      crossZoneLoadBalancing: true,
      connectionDraining: true,
      connectionDrainingTimeout: DRAINING_SECONDS,
      idleTimeout: IDLE_SECONDS,
      accessLogs: {
        bucket: accessLogs.bucket,
        bucketPrefix: `${INCOMING}/${name}`,
        interval: LOG_INTERVAL_MINUTES,
        enabled: true,
      },
    },
    { ...options, dependsOn: [accessLogs.ready] },
  );
  return {
    securityGroups,
    registration: { loadBalancers: [loadBalancer.name] },
    ready: securityGroups.rules,
    alarms: bind(classicRows(service.protocol), { LoadBalancerName: loadBalancer.name }),
    dnsName: loadBalancer.dnsName,
    address: { scheme: listener.lbProtocol, port: listener.lbPort },
  };
}

function listenerOf(service: ClassicDefinition, certificateArn?: string): ClassicListener {
  const { port: instancePort, protocol } = service;
  if (protocol === "tcp") {
    return { instancePort, instanceProtocol: "tcp", lbPort: instancePort, lbProtocol: "tcp" };
  }
  const toInstance = { instancePort, instanceProtocol: "http" };
  return certificateArn === undefined
    ? { ...toInstance, lbPort: 80, lbProtocol: "http" }
    : { ...toInstance, lbPort: 443, lbProtocol: "https", sslCertificateId: certificateArn };
}

function healthCheckOf(service: ClassicDefinition): ClassicArgs["healthCheck"] {
  const target =
    service.protocol === "tcp" ? `TCP:${service.port}` : `HTTP:${service.port}${service.healthPath}`;
  return { target, ...HEALTH_CHECK };
}
