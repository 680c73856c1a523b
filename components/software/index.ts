import { logstashBroker } from "./logstashBroker";
import { sampleApi } from "./sampleApi";

/** By name: the shell lines that install a service's software and start it, listening on a port. */
export const SOFTWARE = {
  "sample-api": sampleApi,
  "logstash-broker": logstashBroker,
} as const satisfies Record<string, (port: number) => string>;

/** A software that an instance can run. */
export type SoftwareName = keyof typeof SOFTWARE;
