import type * as pulumi from "@pulumi/pulumi";

/** A service as those that send to it know it. */
export interface Endpoint {
  /** `https://<load balancer>:<port>`, or `http://` in a stack without a certificate. */
  readonly url: pulumi.Output<string>;
  readonly port: number;
  /** Security group of its load balancer. */
  readonly securityGroupId: pulumi.Output<string>;
  /** Secret with which to log in. @default no login */
  readonly secretArn?: pulumi.Output<string>;
}
