import { elasticsearch } from "./elasticsearch";
import { logShipper } from "./logShipper";
import { logstashBroker, logstashTier } from "./logstash";
import { sampleService } from "./sampleService";
import type { Software } from "./types";

/** What an instance can run, by name. */
export const SOFTWARE = {
  "sample-service": sampleService,
  elasticsearch,
  "logstash-tier": logstashTier,
  "logstash-broker": logstashBroker,
  "log-shipper": logShipper,
} as const satisfies Record<string, Software>;

/** A software that an instance can run. */
export type SoftwareName = keyof typeof SOFTWARE;

/** A software that can stand behind a load balancer on TCP. */
export type TcpSoftwareName = {
  [Name in SoftwareName]: (typeof SOFTWARE)[Name] extends { readonly httpOnly: true } ? never : Name;
}[SoftwareName];

/** The software of that name. */
export function softwareOf(name: SoftwareName): Software {
  return SOFTWARE[name];
}
