import assert from "node:assert/strict";
import { Database } from "../../../service/database";
import { until } from "../support/runningService";
import { proxyTo, silentServer } from "../support/silentServers";
import type { States } from "./states";

export function databaseDown({ database, start }: States): void {
  describe("the database", () => {
    it("goes away and comes back: 503 with the reason, then 200 again without a restart", async () => {
      const { get, log } = await start();
      assert.equal((await until(200, () => get("/test"))).status, 200);
      await database().goAway();
      const health = await get("/health");
      assert.deepEqual([health.status, health.body.DatabaseConnectivity], [503, false]);
      const test = await until(503, () => get("/test"));
      const { Tests, Reason } = test.body as { Tests: Record<string, unknown>[]; Reason: string };
      assert.match(Reason, /^the database does not answer; 2 of 2 tests failed: Statistics, Token$/);
      assert.deepEqual(
        Tests.map(({ Success, Error }) => [Success, Error]),
        [
          [false, "no token to ask with: /auth/token: answered 503, not 200"],
          [false, "answered 503, not 200"],
        ],
      );
      await database().comeBack();
      assert.equal((await until(200, () => get("/health"))).status, 200);
      assert.equal((await until(200, () => get("/test"))).status, 200);
      assert.doesNotMatch(log(), /"request failed"/);
      assert.ok(log().match(/"a query failed"/g)!.length <= 3, log());
      assert.equal(log().match(/"the database does not answer"/g)?.length, 1);
      assert.equal(log().match(/"the database answers again"/g)?.length, 1);
    });

    it("is away when the service starts: it starts, says 503, and is well when the database comes", async () => {
      await database().goAway();
      const { get } = await start();
      assert.equal((await get("/health")).status, 503);
      await database().comeBack();
      assert.equal((await until(200, () => get("/test"))).status, 200);
    });

    it("accepts and never answers: 503 within the limit, and the service closes all the same", async () => {
      const silent = await silentServer();
      try {
        const environment = { DATABASE_URL: silent.url, DATABASE_TIMEOUT_MS: "200" };
        const { get, close } = await start({ environment });
        const [health, ...others] = await Promise.all([get("/health"), get("/health"), get("/health")]);
        assert.deepEqual([health.status, health.body.DatabaseConnectivity], [503, false]);
        for (const { tookMs } of [health, ...others]) assert.ok(tookMs < 2000, `${tookMs} ms`);
        assert.equal((await get("/test")).status, 503);
        const started = performance.now();
        await close();
        assert.ok(performance.now() - started < 3000);
      } finally {
        silent.close();
      }
    });

    it("moves to another host, and the old connections stay open and dead: well again without a restart", async () => {
      const proxy = await proxyTo(database().url);
      try {
        const environment = { DATABASE_URL: proxy.url, DATABASE_TIMEOUT_MS: "300" };
        const { get, close } = await start({ environment });
        assert.equal((await until(200, () => get("/test"))).status, 200);
        proxy.failOver();
        assert.equal((await until(503, () => get("/health"))).status, 503);
        assert.equal((await until(503, () => get("/test"))).status, 503);
        proxy.recover();
        assert.equal((await until(200, () => get("/health"))).status, 200);
        assert.equal((await until(200, () => get("/test"))).status, 200);
        await close();
      } finally {
        proxy.close();
      }
    });

    it("loses the table: it is made again", async () => {
      const { get, log } = await start();
      assert.equal((await until(200, () => get("/test"))).status, 200);
      await database().run("DROP TABLE service_tokens");
      await waitFor(() => log().includes("does not exist"), 3000);
      assert.match(log(), /relation \\"service_tokens\\" does not exist \(42P01\)","msg":"a query failed"/);
      assert.equal((await until(200, () => get("/test"))).status, 200);
    });

    const quiet = { info: () => undefined, warn: () => undefined };
    it("is asked once for all who ask at the same time", async () => {
      const silent = await silentServer();
      const database = new Database(silent.url, 200, quiet);
      const asked = Array.from({ length: 100 }, () => database.answers());
      assert.equal(new Set(asked).size, 1);
      assert.deepEqual([...new Set(await Promise.all(asked))], [false]);
      assert.equal(silent.connections(), 1);
      await database.close();
      silent.close();
    });

    it("is asked on a connection of its own, though requests hold all of theirs", async () => {
      const silent = await silentServer();
      const database = new Database(silent.url, 2000, quiet);
      const queries = Array.from({ length: 30 }, () => database.query("SELECT 1").catch(() => "failed"));
      await waitFor(() => silent.connections() === 10, 1500);
      const asked = database.answers();
      await waitFor(() => silent.connections() === 11, 1500);
      assert.equal(silent.connections(), 11);
      silent.close();
      await Promise.all([asked, ...queries]);
      await database.close();
    });
  });
}

async function waitFor(condition: () => boolean, ms: number): Promise<void> {
  const limit = performance.now() + ms;
  while (!condition() && performance.now() < limit) await new Promise((resolve) => setTimeout(resolve, 5));
}
