import * as pulumi from "@pulumi/pulumi";
import type { Endpoint } from "./endpoint";
import type { GroupSize } from "./group";
import type { StackParts } from "./instances";
import { LogShipper } from "./logShipper";
import type { Maintenance } from "./maintenance";
import type { LogShipperDefinition, ServiceDefinition } from "./service";
import { ServiceStack } from "./serviceStack";

export interface BuildArgs<Name extends string> extends Omit<StackParts, "size" | "target"> {
  /** How big each is here. */
  readonly sizes: Readonly<Record<Name, GroupSize>>;
  /** ARN of the certificate for HTTPS, in the stack's region. @default plain HTTP */
  readonly certificateArn?: string;
  /** Public name of the services that a monitor outside watches. @default there is no such monitor */
  readonly host?: string;
  /** Maintenance mode of the stack, for services that poll it. @default there is none */
  readonly maintenance?: Maintenance;
}

/**
 * Builds `services` in their order.
 * @returns where the load balancer of each that has one answers
 * @throws pulumi.RunError where one sends to a service that does not stand before it
 */
export function buildServices<Name extends string>(
  services: readonly ((ServiceDefinition | LogShipperDefinition) & { readonly name: Name })[],
  { sizes, ...common }: BuildArgs<Name>,
): Record<string, pulumi.Output<string>> {
  const endpoints = new Map<string, Endpoint>();
  const addresses: Record<string, pulumi.Output<string>> = {};
  for (const service of services) {
    const { name, sendsTo } = service;
    const target = sendsTo === undefined ? undefined : endpoints.get(sendsTo);
    if (sendsTo !== undefined && target === undefined) {
      throw new Error(
        `services.ts: ${name} sends to ${sendsTo}, which does not stand before it; move it there`,
      );
    }
    const parts = { ...common, size: sizes[name], ...(target === undefined ? {} : { target }) };
    if (service.kind === "log-shipper") new LogShipper({ ...parts, shipper: service });
    else {
      const { dnsName, endpoint } = new ServiceStack({ ...parts, service });
      endpoints.set(name, endpoint);
      addresses[name] = dnsName;
    }
  }
  return addresses;
}
