import type * as pulumi from "@pulumi/pulumi";
import type { AccessLogs } from "../accessLogs";
import type { Account } from "../account";
import type { Endpoint } from "../endpoint";
import type { Maintenance } from "../maintenance";
import type { Definition } from "../service";

/** What a software's own resources are made from. */
export interface NeedsArgs {
  /** The service that runs it; prefixes the names of what is made. */
  readonly name: string;
  readonly account: Account;
  readonly accessLogs: AccessLogs;
  /** Where the service sends to (`sendsTo`). */
  readonly target?: Endpoint;
  /** Maintenance mode of the stack. @default the service does not poll it */
  readonly maintenance?: Maintenance;
}

/** One statement of an instance role's policy. */
export interface Statement {
  readonly Effect: "Allow";
  readonly Action: string | readonly string[];
  readonly Resource: pulumi.Input<string> | readonly pulumi.Input<string>[];
  readonly Condition?: object;
}

/** What a software needs beside its instances. */
export interface Needs {
  /** Shell variables that its script reads. */
  readonly variables: Readonly<Record<string, pulumi.Input<string>>>;
  /** What its instances may do beside what every instance may. */
  readonly statements: readonly Statement[];
  /** ARN of the secret with which services that send here log in. */
  readonly secretArn?: pulumi.Output<string>;
  /** What must be there before an instance starts. @default nothing */
  readonly ready?: readonly pulumi.Resource[];
}

/** What an instance installs and runs. */
export interface Software {
  /**
   * Shell lines that install it and start it. They may define `answers`, the instance's own question whether it is well;
   * default: the health check of its load balancer, asked on the instance.
   */
  script(definition: Definition): string;
  /** Makes what it needs of AWS. @default nothing */
  needs?(args: NeedsArgs, options: pulumi.CustomResourceOptions): Needs;
  /** Two would not know of each other: a stack has one instance, and two only while it is replaced. @default false */
  readonly single?: true;
  /** What it says is HTTP, in maintenance too: behind a load balancer on TCP nobody would see it. @default false */
  readonly httpOnly?: true;
}
