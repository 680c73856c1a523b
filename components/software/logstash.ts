import * as pulumi from "@pulumi/pulumi";
import type { Endpoint } from "../endpoint";
import { ELASTIC_VERSION, JAVA_OPTIONS, LOGSTASH_API_PORT, QUEUE_GIB } from "./elastic";
import { assignments, lines, script } from "./shell";
import type { Needs, NeedsArgs, Software } from "./types";

/** Installs Logstash and starts it with the pipeline of `scripts/<pipeline>.sh`. */
export function logstashScript(
  pipeline: string,
  { api, ...variables }: { api: "local" | "network" } & Readonly<Record<string, string | number>>,
): string {
  return lines(
    assignments({
      ELASTIC_VERSION,
      JAVA_OPTIONS,
      // By default it binds the loopback address alone, where no load balancer can ask.
      API_HOST: api === "network" ? "0.0.0.0" : "127.0.0.1",
      API_PORT: LOGSTASH_API_PORT,
      QUEUE_BYTES: `${QUEUE_GIB}gb`,
      ...variables,
    }),
    script("elastic"),
    script("logstash"),
    script(pipeline),
  );
}

/** Where a service sends to, which its software cannot do without. */
export function targetOf({ name, target }: NeedsArgs): Endpoint {
  if (target === undefined)
    throw new pulumi.RunError(`services.ts: ${name} has no sendsTo; name the service behind it`);
  return target;
}

/** Logstash with a beats input: what it gets, it keeps on its disk until the Logstash tier has taken it. */
export const logstashBroker: Software = {
  script: (definition) => logstashScript("logstash-broker", { api: "local", PORT: definition.port ?? 5044 }),
  needs: (args) => ({ variables: { LOGSTASH_URL: targetOf(args).url }, statements: [] }),
};

/**
 * Logstash with an HTTP input: it answers 200 once an event is on its disk, and puts all of them into the data stream
 * `logs-elk-default` of Elasticsearch, as a user that can do nothing else.
 */
export const logstashTier: Software = {
  script: (definition) => logstashScript("logstash-tier", { api: "network", PORT: definition.port ?? 8080 }),
  needs: (args): Needs => {
    const { url, secretArn } = targetOf(args);
    if (secretArn === undefined) {
      throw new pulumi.RunError(
        `services.ts: ${args.name} sends to a service without a login; name an Elasticsearch`,
      );
    }
    return {
      variables: { ELASTICSEARCH_URL: url, WRITER_SECRET: secretArn },
      statements: [{ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secretArn }],
    };
  },
};
