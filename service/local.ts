import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import { run } from "./main";

/**
 * `npm run service`: the service on an embedded Postgres that lives as long as it does. Variables of the environment
 * hold here too; without them: this machine only, everyone on it an administrator, maintenance switched by a file.
 */
async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "sample-service-"));
  const database = await PGlite.create();
  const server = new PGLiteSocketServer({ db: database, port: 0, host: "127.0.0.1", maxConnections: 20 });
  await server.start();
  const maintenance = join(folder, "maintenance.json");
  const variables = {
    HOST: "127.0.0.1",
    DATABASE_URL: `postgres://postgres@${server.getServerConn()}/postgres`,
    ADMINISTRATOR_CIDRS: "127.0.0.0/8",
    ...(process.env.MAINTENANCE_PARAMETER === undefined && { MAINTENANCE_FILE: maintenance }),
    MAINTENANCE_POLL_SECONDS: "1",
    CLIENT_ID: "local",
    CLIENT_SECRET: randomBytes(16).toString("hex"),
    BUILD_VERSION: process.env.npm_package_version ?? "local",
    BUILD_TIMESTAMP: new Date().toISOString(),
    LOG_LEVEL: "warn",
    ...process.env,
  };
  await run(
    variables,
    (url) => {
      console.log(`The sample service runs at ${url}; Ctrl-C ends it.

  curl -i ${url}/health
  curl -i ${url}/test

Maintenance on: echo '{"on": true, "message": "Back at noon."}' > ${variables.MAINTENANCE_FILE ?? maintenance}
As a stranger:  curl -i -H 'X-Forwarded-For: 203.0.113.9' ${url}/admin/statistics`);
    },
    async () => {
      await server.stop();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  );
}

void main();
