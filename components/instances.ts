import type * as pulumi from "@pulumi/pulumi";
import type { Group } from "@pulumi/aws/autoscaling/group";
import { Notification } from "@pulumi/aws/autoscaling/notification";
import type { AccessLogs } from "./accessLogs";
import type { Account } from "./account";
import { bind, createAlarms, type BoundRow } from "./alarms/create";
import { instanceRows, type InstanceDimension } from "./alarms/instance";
import type { AlarmRow } from "./alarms/row";
import type { Endpoint } from "./endpoint";
import { createGroup, type GroupArgs, type GroupSize } from "./group";
import type { Maintenance } from "./maintenance";
import type { Network } from "./network";
import { connect } from "./securityGroups";
import type { Definition } from "./service";
import { softwareOf } from "./software";
import type { Needs } from "./software/types";
import type { Topics } from "./topics";

/** What every component that runs instances needs of its stack. */
export interface StackParts {
  /** How big it is here. */
  readonly size: GroupSize;
  readonly account: Account;
  readonly network: Network;
  readonly topics: Topics;
  /** Where load balancers write their access logs. */
  readonly accessLogs: AccessLogs;
  /** The service that it sends to. @default none */
  readonly target?: Endpoint;
}

export interface InstancesArgs extends Omit<StackParts, "network">, Omit<GroupArgs, "needs"> {
  /** Maintenance mode of the stack. @default the service does not poll it */
  readonly maintenance?: Maintenance;
  /** Alarms beside those of the instances themselves. */
  readonly alarms: readonly BoundRow[];
  /** Alarms on metrics that the group's instances publish, beside every instance's. */
  readonly instanceAlarms?: readonly AlarmRow<InstanceDimension>[];
}

/** The instances of a service: their group and what it tells, the way to the service that they send to, and all alarms. */
export function createInstances(
  definition: Definition,
  args: InstancesArgs,
  options: pulumi.CustomResourceOptions,
): Needs & { readonly group: Group; readonly alarms: readonly BoundRow[] } {
  const { name } = definition;
  const { account, accessLogs, target, maintenance, topics, security } = args;
  const needs = softwareOf(definition.software).needs?.(
    { name, account, accessLogs, target, maintenance },
    options,
  ) ?? { variables: {}, statements: [] };
  const way = target === undefined ? [] : connect(name, security.instances, target, options);
  const group = createGroup(
    definition,
    { ...args, needs, ready: [...args.ready, ...way, ...(needs.ready ?? [])] },
    options,
  );
  new Notification(
    `${name}-notifications`,
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
    options,
  );
  const instanceAlarms = [...instanceRows(), ...(args.instanceAlarms ?? [])];
  const alarms = [...args.alarms, ...bind(instanceAlarms, { AutoScalingGroupName: group.name })];
  createAlarms(
    alarms,
    { service: name, topicArn: topics.alarms.arn },
    // They start once there are instances: an alarm that treats silence as breaching would fire at once.
    { ...options, dependsOn: [group] },
  );
  return { ...needs, group, alarms };
}
