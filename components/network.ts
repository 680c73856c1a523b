import * as pulumi from "@pulumi/pulumi";
import { getSubnetsOutput } from "@pulumi/aws/ec2/getSubnets";
import { getVpcOutput } from "@pulumi/aws/ec2/getVpc";

/** The network that a stack's services live in. */
export interface Network {
  readonly vpcId: pulumi.Output<string>;
  /** Subnets of at least two zones; they reach the internet, where the instances get their packages from. */
  readonly subnetIds: pulumi.Output<string[]>;
  /** The VPC's own addresses. */
  readonly cidrBlock: pulumi.Output<string>;
}

/** Which network to use. */
export interface NetworkArgs {
  /** @default the account's default VPC in the region */
  readonly vpcId?: string;
  /** Given together with `vpcId`. @default the default subnet of each zone */
  readonly subnetIds?: readonly string[];
}

/** Finds the network. */
export function lookUpNetwork({ vpcId, subnetIds }: NetworkArgs): Network {
  const vpc = getVpcOutput(vpcId === undefined ? { default: true } : { id: vpcId });
  return {
    vpcId: vpc.id,
    subnetIds: subnetIds === undefined ? defaultSubnets(vpc.id) : pulumi.output([...subnetIds]),
    cidrBlock: vpc.cidrBlock,
  };
}

function defaultSubnets(vpcId: pulumi.Output<string>): pulumi.Output<string[]> {
  return getSubnetsOutput({
    filters: [
      { name: "vpc-id", values: [vpcId] },
      { name: "default-for-az", values: ["true"] },
    ],
  }).ids;
}
