import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import { startTestService, until } from "./support/runningService";

describe("the service on a database behind a Unix socket", () => {
  it("is well, and its tests succeed, by a URL that has no password", async () => {
    const folder = mkdtempSync(join(tmpdir(), "socket-"));
    const database = await PGlite.create();
    const server = new PGLiteSocketServer({
      db: database,
      path: join(folder, ".s.PGSQL.5432"),
      maxConnections: 20,
    });
    await server.start();
    const DATABASE_URL = `postgres://postgres@${encodeURIComponent(folder)}/postgres`;
    const service = await startTestService({ environment: { DATABASE_URL } });
    try {
      assert.equal((await service.get("/health")).body.DatabaseConnectivity, true);
      const { status, body } = await until(200, () => service.get("/test"));
      assert.equal(status, 200, JSON.stringify(body));
    } finally {
      await service.close();
      await server.stop();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
