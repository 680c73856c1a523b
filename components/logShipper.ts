import * as pulumi from "@pulumi/pulumi";
import { shipperRows } from "./alarms/shipper";
import { createDashboard } from "./dashboard";
import { createInstances, type StackParts } from "./instances";
import { createInstanceSecurity } from "./securityGroups";
import type { LogShipperDefinition } from "./service";

/** What a log shipper needs to exist in a stack. */
export interface LogShipperArgs extends StackParts {
  /** What it is: the same in every stack. */
  readonly shipper: LogShipperDefinition;
}

/**
 * A log shipper: an auto scaling group without a load balancer, and its alarms. Nobody reaches its instances. The group
 * replaces one that EC2 calls unhealthy, or that calls itself so because its Logstash does not answer.
 */
export class LogShipper extends pulumi.ComponentResource {
  constructor(args: LogShipperArgs, options?: pulumi.ComponentResourceOptions) {
    const { shipper, network } = args;
    super("alarm-parity:service:LogShipper", shipper.name, {}, options);
    const parent = { parent: this };
    const security = createInstanceSecurity(shipper.name, network.vpcId, parent);
    const { alarms } = createInstances(
      shipper,
      { ...args, security, ready: security.rules, alarms: [], instanceAlarms: shipperRows() },
      parent,
    );
    createDashboard(shipper.name, alarms, args.account, parent);
    this.registerOutputs({});
  }
}
