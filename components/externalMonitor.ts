import * as pulumi from "@pulumi/pulumi";
import { HealthCheck } from "@pulumi/aws/route53/healthCheck";
import { bind, createAlarms, type BoundRow } from "./alarms/create";
import { externalRows } from "./alarms/external";

/** Where the metrics of Route 53's health checks are, whatever region the stack is in (Route 53 guide, "Monitoring health checks"). */
export const MONITOR_REGION = "us-east-1";

export interface ExternalMonitorArgs {
  /** The service that it watches; prefixes the names of what is made. */
  readonly service: string;
  /** Public name at which the service answers HTTPS, with a certificate for it: an address, e.g. `api.example.com`. */
  readonly host: string;
  /** Path that answers 200 while the service can be used. */
  readonly path: string;
  /** ARN of a topic in {@link MONITOR_REGION}: an alarm reaches topics of its own region alone. */
  readonly topicArn: pulumi.Input<string>;
}

/**
 * Asks the service from outside, as its users do, and tells the team when it cannot be used. Route 53 wants a
 * connection within 4 s and the status within 2 s of it, neither configurable; with the stock interval of 30 s its
 * checkers together ask about every 2 s.
 */
export class ExternalMonitor extends pulumi.ComponentResource {
  /** What its alarms look at. */
  readonly alarms: readonly BoundRow[];

  constructor(args: ExternalMonitorArgs, options?: pulumi.ComponentResourceOptions) {
    const { service, host, path, topicArn } = args;
    super("alarm-parity:monitor:ExternalMonitor", `${service}-monitor`, {}, options);
    const parent = { parent: this };
    const check = new HealthCheck(
      `${service}-check`,
      {
        type: "HTTPS",
        fqdn: host,
        port: 443,
        resourcePath: path,
        enableSni: true,
        requestInterval: 30,
        failureThreshold: 3,
        tags: { Name: `${service}-${pulumi.getStack()}` },
      },
      parent,
    );
    this.alarms = bind(externalRows(), { HealthCheckId: check.id }, MONITOR_REGION);
    createAlarms(
      this.alarms,
      { service, topicArn },
      // As every alarm: once there are instances.
      { ...parent, dependsOn: options?.dependsOn },
    );
    this.registerOutputs({});
  }
}
