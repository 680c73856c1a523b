import type * as pulumi from "@pulumi/pulumi";
import type { BoundRow } from "./alarms/create";
import type { Network } from "./network";
import type { SecurityGroups } from "./securityGroups";

/** What both kinds of load balancer are made from. */
export interface LoadBalancerArgs {
  readonly network: Network;
  /** @default plain HTTP (a TCP listener stays TCP) */
  readonly certificateArn?: string;
}

/** A load balancer as the rest of a service sees it. */
export interface LoadBalancerParts {
  readonly securityGroups: SecurityGroups;
  /** How the group's instances are registered with it. */
  readonly registration: {
    readonly targetGroupArns?: pulumi.Input<string>[];
    readonly loadBalancers?: pulumi.Input<string>[];
  };
  /** What must be there before an instance behind it can become healthy. */
  readonly ready: readonly pulumi.Resource[];
  readonly alarms: readonly BoundRow[];
  readonly dnsName: pulumi.Output<string>;
}
