import { elasticsearch } from "./elasticsearch";
import { logShipper } from "./logShipper";
import { logstashBroker, logstashTier } from "./logstash";
import { sampleApi } from "./sampleApi";
import type { Software } from "./types";

/** What an instance can run, by name. */
export const SOFTWARE = {
  "sample-api": { script: ({ port = 8080 }) => sampleApi(port) },
  elasticsearch,
  "logstash-tier": logstashTier,
  "logstash-broker": logstashBroker,
  "log-shipper": logShipper,
} as const satisfies Record<string, Software>;

/** A software that an instance can run. */
export type SoftwareName = keyof typeof SOFTWARE;

/** The software of that name. */
export function softwareOf(name: SoftwareName): Software {
  return SOFTWARE[name];
}
