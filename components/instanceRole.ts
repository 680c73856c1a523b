import * as pulumi from "@pulumi/pulumi";
import { InstanceProfile } from "@pulumi/aws/iam/instanceProfile";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment";
import type { Account } from "./account";
import type { Statement } from "./software/types";

/** What every instance may do, by AWS's own policies: Session Manager, and the agent's metrics. */
const MANAGED_POLICIES = {
  ssm: "AmazonSSMManagedInstanceCore",
  agent: "CloudWatchAgentServerPolicy",
} as const;

/** The role of a service's instances. */
export interface InstanceRole {
  readonly profile: InstanceProfile;
  /** The rights must be there before an instance starts: it needs them to report that it is up. */
  readonly rights: readonly pulumi.Resource[];
}

export interface InstanceRoleArgs {
  readonly account: Account;
  /** The `Name` tag of the instances' group: its own name is not known before it exists. */
  readonly groupTag: string;
  /** What the software may do. */
  readonly statements: readonly Statement[];
}

/** Session Manager, the CloudWatch agent, ending the launch hook of the instance's own group, and what the software needs. */
export function createInstanceRole(
  name: string,
  { account, groupTag, statements }: InstanceRoleArgs,
  options: pulumi.CustomResourceOptions,
): InstanceRole {
  const role = new Role(`${name}-role`, { assumeRolePolicy: JSON.stringify(EC2_MAY_ASSUME) }, options);
  const attachments = Object.entries(MANAGED_POLICIES).map(
    ([suffix, policy]) =>
      new RolePolicyAttachment(
        `${name}-role-${suffix}`,
        {
          role: role.name,
          policyArn: pulumi.interpolate`arn:${account.partition}:iam::aws:policy/${policy}`,
        },
        options,
      ),
  );
  const launchHook = new RolePolicy(
    `${name}-role-launch-hook`,
    {
      role: role.name,
      policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: "autoscaling:CompleteLifecycleAction",
            Resource: pulumi.interpolate`arn:${account.partition}:autoscaling:${account.region}:${account.accountId}:autoScalingGroup:*:autoScalingGroupName/*`,
            Condition: { StringEquals: { "aws:ResourceTag/Name": groupTag } },
          },
        ],
      }),
    },
    options,
  );
  const software =
    statements.length === 0
      ? []
      : [
          new RolePolicy(
            `${name}-role-software`,
            {
              role: role.name,
              policy: pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements }),
            },
            options,
          ),
        ];
  const profile = new InstanceProfile(`${name}-profile`, { role: role.name }, options);
  return { profile, rights: [...attachments, launchHook, ...software] };
}

const EC2_MAY_ASSUME = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
};
