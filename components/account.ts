import type * as pulumi from "@pulumi/pulumi";
import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { getPartitionOutput } from "@pulumi/aws/getPartition";
import { getRegionOutput } from "@pulumi/aws/getRegion";

/** Where a stack is deployed: the parts that ARNs are made of. */
export interface Account {
  readonly partition: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  readonly accountId: pulumi.Output<string>;
}

/** Asks AWS where this stack is deployed. */
export function lookUpAccount(): Account {
  return {
    partition: getPartitionOutput().partition,
    region: getRegionOutput().region,
    accountId: getCallerIdentityOutput().accountId,
  };
}
