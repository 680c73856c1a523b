import type * as pulumi from "@pulumi/pulumi";
import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup";
import { SecurityGroupEgressRule } from "@pulumi/aws/vpc/securityGroupEgressRule";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule";
import type { Endpoint } from "./endpoint";

/** Everyone; for what is open to the internet. */
export const ANYWHERE = "0.0.0.0/0";

/** The security group of a service's instances. */
export interface InstanceSecurity {
  readonly instances: SecurityGroup;
  /** What must be there before traffic can flow. */
  readonly rules: readonly pulumi.Resource[];
}

/** The two security groups of a service with a load balancer. */
export interface SecurityGroups extends InstanceSecurity {
  readonly loadBalancer: SecurityGroup;
}

export interface SecurityGroupsArgs {
  readonly vpcId: pulumi.Input<string>;
  /** Who may use the load balancer. @default the services alone that send to it (`connect`) */
  readonly clients?: pulumi.Input<string>;
  readonly listenerPorts: readonly number[];
  /** Ports of the instances that the load balancer uses. */
  readonly instancePorts: readonly number[];
}

const onPort = (port: number) => ({ ipProtocol: "tcp", fromPort: port, toPort: port });

/** Instances that nobody reaches, and that reach HTTPS. */
export function createInstanceSecurity(
  name: string,
  vpcId: pulumi.Input<string>,
  options: pulumi.CustomResourceOptions,
): InstanceSecurity {
  const instances = new SecurityGroup(
    `${name}-instance-sg`,
    { vpcId, description: `Instances of ${name}` },
    options,
  );
  const toHttps = new SecurityGroupEgressRule(
    `${name}-instance-to-https`,
    {
      securityGroupId: instances.id,
      description: "AWS APIs and package repositories",
      ...onPort(443),
      cidrIpv4: ANYWHERE,
    },
    options,
  );
  return { instances, rules: [toHttps] };
}

/** Clients reach the load balancer on its listeners' ports, it alone reaches the instances, and they reach HTTPS. */
export function createSecurityGroups(
  name: string,
  { vpcId, clients, listenerPorts, instancePorts }: SecurityGroupsArgs,
  options: pulumi.CustomResourceOptions,
): SecurityGroups {
  const loadBalancer = new SecurityGroup(
    `${name}-lb-sg`,
    { vpcId, description: `Load balancer of ${name}` },
    options,
  );
  const { instances, rules } = createInstanceSecurity(name, vpcId, options);
  const fromClients = (clients === undefined ? [] : listenerPorts).map(
    (port) =>
      new SecurityGroupIngressRule(
        `${name}-lb-from-clients-${port}`,
        { securityGroupId: loadBalancer.id, description: "Clients", ...onPort(port), cidrIpv4: clients },
        options,
      ),
  );
  const between = instancePorts.flatMap((port, index) => {
    // The first is the service's own; a port of its health check has a rule of its own.
    const suffix = index === 0 ? "" : `-${port}`;
    const description = index > 0 ? "Health check" : "Service and health check";
    return [
      new SecurityGroupEgressRule(
        `${name}-lb-to-instances${suffix}`,
        {
          securityGroupId: loadBalancer.id,
          description,
          ...onPort(port),
          referencedSecurityGroupId: instances.id,
        },
        options,
      ),
      new SecurityGroupIngressRule(
        `${name}-instance-from-lb${suffix}`,
        {
          securityGroupId: instances.id,
          description,
          ...onPort(port),
          referencedSecurityGroupId: loadBalancer.id,
        },
        options,
      ),
    ];
  });
  return { loadBalancer, instances, rules: [...rules, ...fromClients, ...between] };
}

/** Lets the instances of `name` reach the load balancer of the service that they send to, and nothing else there. */
export function connect(
  name: string,
  instances: SecurityGroup,
  target: Endpoint,
  options: pulumi.CustomResourceOptions,
): readonly pulumi.Resource[] {
  return [
    new SecurityGroupEgressRule(
      `${name}-instance-to-target`,
      {
        securityGroupId: instances.id,
        description: "The service that it sends to",
        ...onPort(target.port),
        referencedSecurityGroupId: target.securityGroupId,
      },
      options,
    ),
    new SecurityGroupIngressRule(
      `${name}-target-from-instance`,
      {
        securityGroupId: target.securityGroupId,
        description: `Instances of ${name}`,
        ...onPort(target.port),
        referencedSecurityGroupId: instances.id,
      },
      options,
    ),
  ];
}
