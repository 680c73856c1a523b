import * as pulumi from "@pulumi/pulumi";
import { Notification } from "@pulumi/aws/autoscaling/notification";
import type { Account } from "./account";
import { bind, createAlarms } from "./alarms/create";
import { instanceRows } from "./alarms/instance";
import { createApplicationLoadBalancer } from "./applicationLoadBalancer";
import { createClassicLoadBalancer } from "./classicLoadBalancer";
import { ExternalMonitor } from "./externalMonitor";
import { createGroup, type GroupSize } from "./group";
import type { LoadBalancerArgs, LoadBalancerParts } from "./loadBalancer";
import type { Network } from "./network";
import type { ServiceDefinition } from "./service";
import type { Topics } from "./topics";

/** What a service needs to exist in a stack. */
export interface ServiceStackArgs {
  /** What it is: the same in every stack. */
  readonly service: ServiceDefinition;
  /** How big it is here. */
  readonly size: GroupSize;
  readonly account: Account;
  readonly network: Network;
  readonly topics: Topics;
  /** ARN of the certificate for HTTPS, in the stack's region. @default plain HTTP */
  readonly certificateArn?: string;
  /** Public name of the services that a monitor outside watches. @default there is no such monitor */
  readonly host?: string;
  /** The stack's maintenance switch, for services that poll it. */
  readonly maintenance?: pulumi.Resource;
}

/**
 * A service: load balancer, auto scaling group, instances, and all its alarms. Every alarm sends ALARM and OK to the
 * stack's `alarms` topic; which alarms there are follows from the service alone.
 */
export class ServiceStack extends pulumi.ComponentResource {
  /** Where the load balancer answers. */
  readonly dnsName: pulumi.Output<string>;

  constructor(args: ServiceStackArgs, options?: pulumi.ComponentResourceOptions) {
    const { service, topics } = args;
    super("alarm-parity:service:ServiceStack", service.name, {}, options);
    const parent = { parent: this };
    const loadBalancer = createLoadBalancer(service, args, parent);
    const group = createGroup(service, { ...args, loadBalancer }, { ...parent, dependsOn: switchOf(args) });
    new Notification(
      `${service.name}-notifications`,
      {
        topicArn: topics.notifications.arn,
        groupNames: [group.name],
        notifications: [
          "autoscaling:EC2_INSTANCE_LAUNCH",
          "autoscaling:EC2_INSTANCE_LAUNCH_ERROR",
          "autoscaling:EC2_INSTANCE_TERMINATE",
          "autoscaling:EC2_INSTANCE_TERMINATE_ERROR",
        ],
      },
      parent,
    );
    createAlarms(
      [...loadBalancer.alarms, ...bind(instanceRows(), { AutoScalingGroupName: group.name })],
      { service: service.name, topicArn: topics.alarms.arn },
      // They start once there are instances: an alarm that treats silence as breaching would fire at once.
      { ...parent, dependsOn: [group] },
    );
    createMonitor(args, { ...parent, dependsOn: [group] });
    this.dnsName = loadBalancer.dnsName;
    this.registerOutputs({ dnsName: this.dnsName });
  }
}

/** The switch is there before the instances that poll it. */
function switchOf({ service, maintenance }: ServiceStackArgs): pulumi.Resource[] {
  const polls = "maintenance" in service && service.maintenance;
  return polls && maintenance !== undefined ? [maintenance] : [];
}

function createMonitor(
  { service, host, topics }: ServiceStackArgs,
  options: pulumi.ComponentResourceOptions,
): void {
  const path = service.kind === "application" ? service.testPath : undefined;
  if (path === undefined || host === undefined || topics.external === undefined) return;
  new ExternalMonitor({ service: service.name, host, path, topicArn: topics.external.arn }, options);
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
  }
}
