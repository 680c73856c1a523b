import * as pulumi from "@pulumi/pulumi";
import { createApplicationLoadBalancer } from "./applicationLoadBalancer";
import { createClassicLoadBalancer } from "./classicLoadBalancer";
import { createDashboard } from "./dashboard";
import type { Endpoint } from "./endpoint";
import { ExternalMonitor } from "./externalMonitor";
import { createInstances, type StackParts } from "./instances";
import type { LoadBalancerArgs, LoadBalancerParts } from "./loadBalancer";
import type { Maintenance } from "./maintenance";
import { createNetworkLoadBalancer } from "./networkLoadBalancer";
import type { ServiceDefinition } from "./service";
import { probeOf } from "./userData";

/** What a service needs to exist in a stack. */
export interface ServiceStackArgs extends StackParts {
  /** What it is: the same in every stack. */
  readonly service: ServiceDefinition;
  /** ARN of the certificate for HTTPS, in the stack's region. @default plain HTTP */
  readonly certificateArn?: string;
  /** Public name of the services that a monitor outside watches. @default there is no such monitor */
  readonly host?: string;
  /** Maintenance mode of the stack, for services that poll it. @default there is none */
  readonly maintenance?: Maintenance;
}

/**
 * A service: load balancer, auto scaling group, instances, and all its alarms. Every alarm sends ALARM and OK to the
 * stack's `alarms` topic; which alarms there are follows from the service alone.
 */
export class ServiceStack extends pulumi.ComponentResource {
  /** Where the load balancer answers. */
  readonly dnsName: pulumi.Output<string>;
  /** For services that send to it. */
  readonly endpoint: Endpoint;

  constructor(args: ServiceStackArgs, options?: pulumi.ComponentResourceOptions) {
    const { service } = args;
    super("alarm-parity:service:ServiceStack", service.name, {}, options);
    const parent = { parent: this };
    const loadBalancer = createLoadBalancer(service, args, parent);
    const { securityGroups, registration, ready } = loadBalancer;
    const maintenance = polledBy(args);
    const { secretArn, group, alarms } = createInstances(
      service,
      {
        ...args,
        maintenance,
        ready: [...ready, ...(maintenance?.parameters ?? [])],
        security: securityGroups,
        registration,
        alarms: loadBalancer.alarms,
        probe: probeOf(service),
      },
      parent,
    );
    const monitor = createMonitor(args, { ...parent, dependsOn: [group] });
    createDashboard(service.name, [...alarms, ...(monitor?.alarms ?? [])], args.account, parent);
    this.dnsName = loadBalancer.dnsName;
    this.endpoint = endpointOf(loadBalancer, secretArn);
    this.registerOutputs({ dnsName: this.dnsName });
  }
}

/** Maintenance mode of the stack, where the service polls it. */
function polledBy({ service, maintenance }: ServiceStackArgs): Maintenance | undefined {
  return "maintenance" in service && service.maintenance ? maintenance : undefined;
}

function createMonitor(
  { service, host, topics }: ServiceStackArgs,
  options: pulumi.ComponentResourceOptions,
): ExternalMonitor | undefined {
  const path = service.kind === "application" ? service.testPath : undefined;
  if (path === undefined || host === undefined || topics.external === undefined) return undefined;
  return new ExternalMonitor({ service: service.name, host, path, topicArn: topics.external.arn }, options);
}

function createLoadBalancer(
  service: ServiceDefinition,
  args: LoadBalancerArgs,
  options: pulumi.CustomResourceOptions,
): LoadBalancerParts {
  switch (service.kind) {
    case "application":
      return createApplicationLoadBalancer(service, args, options);
    case "classic":
      return createClassicLoadBalancer(service, args, options);
    case "network":
      return createNetworkLoadBalancer(service, args, options);
  }
}

function endpointOf(
  { dnsName, securityGroups, address: { scheme, port } }: LoadBalancerParts,
  secretArn?: pulumi.Output<string>,
): Endpoint {
  return {
    url: pulumi.interpolate`${scheme}://${dnsName}:${port}`,
    port,
    securityGroupId: securityGroups.loadBalancer.id,
    ...(secretArn === undefined ? {} : { secretArn }),
  };
}
