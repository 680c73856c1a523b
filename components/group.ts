import * as pulumi from "@pulumi/pulumi";
import { Group, type GroupArgs as AutoScalingGroupArgs } from "@pulumi/aws/autoscaling/group";
import { LaunchTemplate } from "@pulumi/aws/ec2/launchTemplate";
import type { Account } from "./account";
import { createInstanceRole, type InstanceRole } from "./instanceRole";
import type { Registration } from "./loadBalancer";
import type { Network } from "./network";
import type { InstanceSecurity } from "./securityGroups";
import type { Definition } from "./service";
import type { Needs } from "./software/types";
import { HEALTH_CHECK_GRACE_SECONDS, LAUNCH_HOOK, LAUNCH_TIMEOUT_SECONDS } from "./timing";
import { userData } from "./userData";

/**
 * Amazon Linux 2023, the newest image at each launch. EC2 resolves the parameter itself, so no lookup stands in the
 * program, a preview needs no account, and a new image is no change of the template. The price: two instances of one group
 * may have images of different days.
 */
const IMAGE = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

/** How many instances of what type: what a stack may set its own. */
export interface GroupSize {
  /** At least 1. */
  readonly min: number;
  /** At least `min`; twice as much lets all instances be replaced at once. */
  readonly max: number;
  /** An x86_64 type, e.g. `t3.small`. */
  readonly instanceType: string;
}

export interface GroupArgs {
  readonly size: GroupSize;
  readonly network: Network;
  readonly account: Account;
  readonly security: InstanceSecurity;
  /** How the instances are registered with their load balancer. @default there is none */
  readonly registration?: Registration;
  /** What must be there before an instance can become healthy. */
  readonly ready: readonly pulumi.Resource[];
  readonly needs: Needs;
  /** How an instance asks itself whether it is well, in shell. @default its software defines `answers` */
  readonly probe?: string;
}

/** The auto scaling group of a service, which exists once its first instances answer, through their load balancer if any. */
export function createGroup(
  definition: Definition,
  { registration, ...args }: GroupArgs,
  options: pulumi.CustomResourceOptions,
): Group {
  const { name } = definition;
  const { size, network, account, needs, ready } = args;
  const tag = `${name}-${pulumi.getStack()}`;
  const role = createInstanceRole(name, { account, groupTag: tag, statements: needs.statements }, options);
  const template = createLaunchTemplate(definition, { ...args, role }, options);
  return new Group(
    `${name}-group`,
    {
      minSize: size.min,
      maxSize: size.max,
      vpcZoneIdentifiers: network.subnetIds,
      launchTemplate: { id: template.id, version: pulumi.interpolate`${template.latestVersion}` },
      ...healthOf(registration),
      healthCheckGracePeriod: HEALTH_CHECK_GRACE_SECONDS,
      waitForCapacityTimeout: `${LAUNCH_TIMEOUT_SECONDS + 300}s`,
      // Part of the group, not a resource of its own, which the first instances would miss.
      initialLifecycleHooks: [
        {
          name: LAUNCH_HOOK,
          lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING",
          heartbeatTimeout: LAUNCH_TIMEOUT_SECONDS,
          defaultResult: "ABANDON",
        },
      ],
      // Launch before terminating: replacing an instance never leaves fewer than before.
      instanceMaintenancePolicy: { minHealthyPercentage: 100, maxHealthyPercentage: 200 },
      instanceRefresh: {
        strategy: "Rolling",
        preferences: { minHealthyPercentage: 100, maxHealthyPercentage: 200 },
      },
      metricsGranularity: "1Minute",
      enabledMetrics: [
        "GroupDesiredCapacity",
        "GroupInServiceInstances",
        "GroupPendingInstances",
        "GroupTerminatingInstances",
        "GroupTotalInstances",
      ],
      tags: [{ key: "Name", value: tag, propagateAtLaunch: true }],
    },
    { ...options, dependsOn: [...ready, ...role.rights] },
  );
}

/** Who calls an instance unhealthy: its load balancer too, where there is one. */
function healthOf(registration?: Registration): Partial<AutoScalingGroupArgs> {
  if (registration === undefined) return { healthCheckType: "EC2" };
  return {
    ...registration,
    // Without it the group would keep an instance that only the load balancer calls unhealthy.
    healthCheckType: "ELB",
    // At creation, wait until the load balancer has a healthy instance, so that no alarm starts before there is one.
    minElbCapacity: 1,
  };
}

function createLaunchTemplate(
  definition: Definition,
  parts: Pick<GroupArgs, "size" | "security" | "needs" | "probe"> & { role: InstanceRole },
  options: pulumi.CustomResourceOptions,
): LaunchTemplate {
  return new LaunchTemplate(
    `${definition.name}-template`,
    {
      imageId: IMAGE,
      instanceType: parts.size.instanceType,
      iamInstanceProfile: { arn: parts.role.profile.arn },
      vpcSecurityGroupIds: [parts.security.instances.id],
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: {
            encrypted: "true",
            volumeType: "gp3",
            volumeSize: definition.volumeGiB,
            deleteOnTermination: "true",
          },
        },
      ],
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
        // The instance learns its group's name from its tags.
        instanceMetadataTags: "enabled",
      },
      userData: userData(definition, parts.needs.variables, parts.probe).apply((script) =>
        Buffer.from(script).toString("base64"),
      ),
      updateDefaultVersion: true,
    },
    options,
  );
}
