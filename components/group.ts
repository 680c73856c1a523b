import * as pulumi from "@pulumi/pulumi";
import { Group } from "@pulumi/aws/autoscaling/group";
import { LaunchTemplate } from "@pulumi/aws/ec2/launchTemplate";
import type { Account } from "./account";
import { createInstanceRole, type InstanceRole } from "./instanceRole";
import type { LoadBalancerParts } from "./loadBalancer";
import type { Network } from "./network";
import type { ServiceDefinition } from "./service";
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
  readonly loadBalancer: LoadBalancerParts;
}

/** The auto scaling group of a service, which exists once its first instances answer through the load balancer. */
export function createGroup(
  service: ServiceDefinition,
  { size, network, account, loadBalancer }: GroupArgs,
  options: pulumi.CustomResourceOptions,
): Group {
  const { name } = service;
  const tag = `${name}-${pulumi.getStack()}`;
  const role = createInstanceRole(name, { account, groupTag: tag }, options);
  const template = createLaunchTemplate(service, { size, role, loadBalancer }, options);
  return new Group(
    `${name}-group`,
    {
      minSize: size.min,
      maxSize: size.max,
      vpcZoneIdentifiers: network.subnetIds,
      launchTemplate: { id: template.id, version: pulumi.interpolate`${template.latestVersion}` },
      ...loadBalancer.registration,
      // Without it the group would keep an instance that only the load balancer calls unhealthy.
      healthCheckType: "ELB",
      healthCheckGracePeriod: HEALTH_CHECK_GRACE_SECONDS,
      // At creation, wait until the load balancer has a healthy instance, so that no alarm starts before there is one.
      minElbCapacity: 1,
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
    { ...options, dependsOn: [...loadBalancer.ready, ...role.rights] },
  );
}

function createLaunchTemplate(
  service: ServiceDefinition,
  parts: Pick<GroupArgs, "size" | "loadBalancer"> & { role: InstanceRole },
  options: pulumi.CustomResourceOptions,
): LaunchTemplate {
  return new LaunchTemplate(
    `${service.name}-template`,
    {
      imageId: IMAGE,
      instanceType: parts.size.instanceType,
      iamInstanceProfile: { arn: parts.role.profile.arn },
      vpcSecurityGroupIds: [parts.loadBalancer.securityGroups.instances.id],
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: {
            encrypted: "true",
            volumeType: "gp3",
            volumeSize: service.volumeGiB,
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
      userData: Buffer.from(userData(service)).toString("base64"),
      updateDefaultVersion: true,
    },
    options,
  );
}
