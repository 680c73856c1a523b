import type * as pulumi from "@pulumi/pulumi";
import type { AccessLogs } from "./accessLogs";
import type { BoundRow } from "./alarms/create";
import type { Network } from "./network";
import type { SecurityGroups } from "./securityGroups";

/** What every kind of load balancer is made from. */
export interface LoadBalancerArgs {
  readonly network: Network;
  /** Where it writes its access logs. */
  readonly accessLogs: AccessLogs;
  /** @default plain HTTP (a TCP listener stays TCP) */
  readonly certificateArn?: string;
}

/** How a group's instances are registered. */
export interface Registration {
  readonly targetGroupArns?: pulumi.Input<string>[];
  readonly loadBalancers?: pulumi.Input<string>[];
}

/** A load balancer as the rest of a service sees it. */
export interface LoadBalancerParts {
  readonly securityGroups: SecurityGroups;
  /** How the group's instances are registered with it. */
  readonly registration: Registration;
  /** What must be there before an instance behind it can become healthy. */
  readonly ready: readonly pulumi.Resource[];
  readonly alarms: readonly BoundRow[];
  readonly dnsName: pulumi.Output<string>;
  /** Where services of the network that send to it reach it. */
  readonly address: { readonly scheme: "http" | "https" | "tcp"; readonly port: number };
}
