import { createHash } from "node:crypto";
import type { Definition } from "../../components/service";
import { userData, probeOf } from "../../components/userData";
import { services } from "../../services";

/** What stands for the bundled service. */
export const SERVICE_FILE = "console.log('the service');\n";

const SHA256 = createHash("sha256").update(SERVICE_FILE).digest("hex");

/** What the program would give the scripts, by software. */
const VARIABLES: Readonly<Record<Definition["software"], Readonly<Record<string, string>>>> = {
  "sample-service": {
    BUCKET_PARAMETER: "/alarm-parity/staging/api/artifacts",
    ARTIFACT_KEY: `sample-service/${SHA256}.js`,
    ARTIFACT_SHA256: SHA256,
    BUILD_VERSION: "0.1.0+abcdef",
    MAINTENANCE_PARAMETER: "/alarm-parity/staging/maintenance",
    ADMINISTRATORS_PARAMETER: "/alarm-parity/staging/administrators",
  },
  elasticsearch: { WRITER_SECRET: "arn:aws:secretsmanager:writer", SNAPSHOTS_BUCKET: "snapshots" },
  "logstash-tier": {
    ELASTICSEARCH_URL: "https://elasticsearch.internal:9200",
    WRITER_SECRET: "arn:aws:secretsmanager:writer",
  },
  "logstash-broker": { LOGSTASH_URL: "https://logstash.internal:8080" },
  "log-shipper": { LOGSTASH_URL: "https://logstash.internal:8080", ACCESS_LOGS_BUCKET: "access-logs" },
};

export const names = services.map(({ name }) => name);

/** The user data of that service of `services.ts`; `overrides` wins over the program's values. */
export async function renderedScript(
  name: string,
  overrides: Readonly<Record<string, string>> = {},
): Promise<string> {
  const service = services.find((one) => one.name === name);
  if (service === undefined) throw new Error(`there is no service ${name}`);
  const probe = service.kind === "log-shipper" ? undefined : probeOf(service);
  const script = userData(service, { ...VARIABLES[service.software], ...overrides }, probe);
  return new Promise((resolve) => script.apply(resolve));
}
