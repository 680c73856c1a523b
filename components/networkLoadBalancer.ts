import type * as pulumi from "@pulumi/pulumi";
import { Listener } from "@pulumi/aws/lb/listener";
import { LoadBalancer } from "@pulumi/aws/lb/loadBalancer";
import { TargetGroup } from "@pulumi/aws/lb/targetGroup";
import { bind } from "./alarms/create";
import { networkRows } from "./alarms/network";
import type { LoadBalancerArgs, LoadBalancerParts } from "./loadBalancer";
import { createSecurityGroups } from "./securityGroups";
import type { NetworkDefinition } from "./service";
import { DRAINING_SECONDS, HEALTH_CHECK } from "./timing";

/**
 * A network load balancer on TCP, inside the network: its clients are the VPC's own addresses. It writes no access logs:
 * it does so for TLS listeners only (Network Load Balancers guide, "Access logs").
 */
export function createNetworkLoadBalancer(
  { name, port }: NetworkDefinition,
  { network }: Pick<LoadBalancerArgs, "network">,
  options: pulumi.CustomResourceOptions,
): LoadBalancerParts {
  const securityGroups = createSecurityGroups(
    name,
    {
      vpcId: network.vpcId,
      clients: network.cidrBlock,
      listenerPorts: [port],
      instancePorts: [port],
    },
    options,
  );
  const loadBalancer = new LoadBalancer(
    `${name}-lb`,
    {
      loadBalancerType: "network",
      internal: true,
      securityGroups: [securityGroups.loadBalancer.id],
      subnets: network.subnetIds,
      enableCrossZoneLoadBalancing: true,
    },
    options,
  );
  const targetGroup = new TargetGroup(
    `${name}-tg`,
    {
      vpcId: network.vpcId,
      targetType: "instance",
      port,
      protocol: "TCP",
      deregistrationDelay: DRAINING_SECONDS,
      // The instances' security group lets in the load balancer's, whose address they must see.
      preserveClientIp: "false",
      healthCheck: { protocol: "TCP", ...HEALTH_CHECK },
    },
    options,
  );
  const listener = new Listener(
    `${name}-tcp`,
    {
      loadBalancerArn: loadBalancer.arn,
      port,
      protocol: "TCP",
      defaultActions: [{ type: "forward", targetGroupArn: targetGroup.arn }],
    },
    options,
  );
  return {
    securityGroups,
    registration: { targetGroupArns: [targetGroup.arn] },
    ready: [listener, ...securityGroups.rules],
    alarms: bind(networkRows(), {
      LoadBalancer: loadBalancer.arnSuffix,
      TargetGroup: targetGroup.arnSuffix,
    }),
    dnsName: loadBalancer.dnsName,
    address: { scheme: "tcp", port },
  };
}
