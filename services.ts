import type { LogShipperDefinition, ServiceDefinition } from "./components/service";

/**
 * What we run: one entry a service, the same in every stack. One that sends to another stands after it. Sizes and
 * addresses stand in Pulumi.<stack>.yaml.
 */
export const services = [
  {
    name: "api",
    kind: "application",
    software: "sample-service",
    port: 8080,
    healthPath: "/health",
    volumeGiB: 20,
    lowTrafficFloor: 300,
    testPath: "/test",
    maintenance: true,
  },
  {
    name: "elk-elasticsearch",
    kind: "application",
    internal: true,
    software: "elasticsearch",
    port: 9200,
    instanceProtocol: "HTTPS",
    // 503 where no master is known; it waits for one less long than the load balancer does for the answer.
    healthPath: "/_cluster/health?master_timeout=5s",
    volumeGiB: 50,
  },
  {
    name: "elk-logstash",
    kind: "application",
    internal: true,
    software: "logstash-tier",
    port: 8080,
    // Logstash's own API: a request to the port of its input would be an event.
    healthPort: 9600,
    healthPath: "/",
    volumeGiB: 50,
    sendsTo: "elk-elasticsearch",
  },
  {
    name: "elk-broker",
    kind: "classic",
    protocol: "tcp",
    software: "logstash-broker",
    port: 5044,
    volumeGiB: 50,
    sendsTo: "elk-logstash",
  },
  {
    name: "log-shipper",
    kind: "log-shipper",
    software: "log-shipper",
    volumeGiB: 50,
    sendsTo: "elk-logstash",
  },
] as const satisfies readonly (ServiceDefinition | LogShipperDefinition)[];
