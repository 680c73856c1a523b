import type { ServiceDefinition } from "./components/service";

/** What we run: one entry a service, the same in every stack. Sizes and addresses stand in Pulumi.<stack>.yaml. */
export const services = [
  {
    name: "api",
    kind: "application",
    software: "sample-api",
    port: 8080,
    healthPath: "/health",
    volumeGiB: 20,
    lowTrafficFloor: 300,
    testPath: "/test",
    maintenance: true,
  },
  {
    name: "elk-broker",
    kind: "classic",
    protocol: "tcp",
    software: "logstash-broker",
    port: 5044,
    volumeGiB: 50,
  },
] as const satisfies readonly ServiceDefinition[];
