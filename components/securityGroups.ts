import type * as pulumi from "@pulumi/pulumi";
import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup";
import { SecurityGroupEgressRule } from "@pulumi/aws/vpc/securityGroupEgressRule";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule";

/** Everyone; for what is open to the internet. */
export const ANYWHERE = "0.0.0.0/0";

/** The two security groups of a service. */
export interface SecurityGroups {
  readonly loadBalancer: SecurityGroup;
  readonly instances: SecurityGroup;
  /** What must be there before traffic can flow. */
  readonly rules: readonly pulumi.Resource[];
}

export interface SecurityGroupsArgs {
  readonly vpcId: pulumi.Input<string>;
  /** Who may use the load balancer. */
  readonly clients: pulumi.Input<string>;
  readonly listenerPorts: readonly number[];
  readonly instancePort: number;
}

/** Clients reach the load balancer on its listeners' ports, it alone reaches the instances, and they reach HTTPS. */
export function createSecurityGroups(
  name: string,
  { vpcId, clients, listenerPorts, instancePort }: SecurityGroupsArgs,
  options: pulumi.CustomResourceOptions,
): SecurityGroups {
  const loadBalancer = new SecurityGroup(
    `${name}-lb-sg`,
    { vpcId, description: `Load balancer of ${name}` },
    options,
  );
  const instances = new SecurityGroup(
    `${name}-instance-sg`,
    { vpcId, description: `Instances of ${name}` },
    options,
  );
  const toInstances = { ipProtocol: "tcp", fromPort: instancePort, toPort: instancePort };
  const rules = [
    ...listenerPorts.map(
      (port) =>
        new SecurityGroupIngressRule(
          `${name}-lb-from-clients-${port}`,
          {
            securityGroupId: loadBalancer.id,
            description: "Clients",
            ipProtocol: "tcp",
            fromPort: port,
            toPort: port,
            cidrIpv4: clients,
          },
          options,
        ),
    ),
    new SecurityGroupEgressRule(
      `${name}-lb-to-instances`,
      {
        securityGroupId: loadBalancer.id,
        description: "Service and health check",
        ...toInstances,
        referencedSecurityGroupId: instances.id,
      },
      options,
    ),
    new SecurityGroupIngressRule(
      `${name}-instance-from-lb`,
      {
        securityGroupId: instances.id,
        description: "Service and health check",
        ...toInstances,
        referencedSecurityGroupId: loadBalancer.id,
      },
      options,
    ),
    new SecurityGroupEgressRule(
      `${name}-instance-to-https`,
      {
        securityGroupId: instances.id,
        description: "AWS APIs and package repositories",
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrIpv4: ANYWHERE,
      },
      options,
    ),
  ];
  return { loadBalancer, instances, rules };
}
