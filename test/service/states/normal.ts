import assert from "node:assert/strict";
import { TESTS } from "../../../service/tests";
import { ENVIRONMENT, until } from "../support/runningService";
import type { States } from "./states";

const { CLIENT_ID = "", CLIENT_SECRET = "" } = ENVIRONMENT;
const FORM = "application/x-www-form-urlencoded";
const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;

const WELL = {
  BuildVersion: "1.2.3",
  BuildTimestamp: "2026-01-31T12:00:00Z",
  DatabaseConnectivity: true,
  MaintenanceMode: false,
};

export function normal({ start }: States): void {
  describe("all is well", () => {
    it("GET /health answers 200 with exactly its four keys", async () => {
      const { get } = await start();
      const { status, body, headers } = await get("/health");
      assert.deepEqual({ status, body }, { status: 200, body: WELL });
      assert.equal(headers.get("cache-control"), "no-store");
    });

    it("GET /test answers 200 with health and each test", async () => {
      const { get } = await start();
      const { status, body } = await until(200, () => get("/test"));
      const Tests = TESTS.map(({ Name, Description, Endpoint }) => {
        return { Name, Description, Endpoint, Success: true, Error: null };
      });
      assert.deepEqual({ status, body }, { status: 200, body: { Health: WELL, Tests } });
    });

    it("a client gets a token, and with it the statistics, which count the token in the database", async () => {
      const { get } = await start();
      const token = await get("/auth/token", {
        method: "POST",
        headers: { authorization: basic(CLIENT_ID, CLIENT_SECRET), "content-type": FORM },
        body: "grant_type=client_credentials",
      });
      assert.equal(token.status, 200);
      assert.equal(token.body.token_type, "Bearer");
      assert.equal(token.body.expires_in, 3600);
      const headers = { authorization: `Bearer ${String(token.body.access_token)}` };
      const statistics = await get("/admin/statistics", { headers });
      assert.equal(statistics.status, 200);
      assert.ok(Number(statistics.body.ActiveTokens) >= 1, JSON.stringify(statistics.body));
      assert.ok(Number(statistics.body.DatabaseBytes) > 1e6, JSON.stringify(statistics.body));
      assert.ok(Math.abs(Date.parse(String(statistics.body.DatabaseTime)) - Date.now()) < 60_000);
    });

    const form = { "content-type": FORM };
    const grant = "grant_type=client_credentials";
    const refused: [string, RequestInit, number, string][] = [
      ["no form", {}, 400, "invalid_request"],
      ["JSON", { headers: { "content-type": "application/json" }, body: "{}" }, 400, "invalid_request"],
      ["another grant", { headers: form, body: "grant_type=password" }, 400, "unsupported_grant_type"],
      ["no credentials", { headers: form, body: grant }, 401, "invalid_client"],
      [
        "a wrong secret in the form",
        { headers: form, body: `${grant}&client_id=${CLIENT_ID}&client_secret=${CLIENT_SECRET}x` },
        401,
        "invalid_client",
      ],
      [
        "a wrong client",
        { headers: { ...form, authorization: basic("somebody", CLIENT_SECRET) }, body: grant },
        401,
        "invalid_client",
      ],
      [
        "credentials that cannot be decoded, though the form's are right",
        {
          headers: { ...form, authorization: basic("%zz", "%") },
          body: `${grant}&client_id=${CLIENT_ID}&client_secret=${CLIENT_SECRET}`,
        },
        401,
        "invalid_client",
      ],
      [
        "the self-test's name without its key",
        { headers: { ...form, authorization: basic("self-test", "") }, body: grant },
        401,
        "invalid_client",
      ],
    ];
    it("POST /auth/token refuses what is no client's", async () => {
      const { get } = await start();
      for (const [title, init, status, error] of refused) {
        const answer = await get("/auth/token", { method: "POST", ...init });
        assert.deepEqual([answer.status, answer.body.error], [status, error], title);
      }
    });

    it("GET /admin/statistics refuses whoever has no token of ours", async () => {
      const { get } = await start();
      for (const authorization of [undefined, "", "Bearer", "Bearer x", basic(CLIENT_ID, CLIENT_SECRET)]) {
        const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
        assert.equal((await get("/admin/statistics", { headers })).status, 401, authorization);
      }
    });

    it("a caller is told nothing of the inside, whatever it asks", async () => {
      const { get } = await start();
      const asked: [string, RequestInit, number][] = [
        ["/nowhere", {}, 404],
        ["/%zz", {}, 400],
        ["/health", { method: "POST" }, 404],
        ["/auth/token", { method: "POST", body: "x".repeat(20_000), headers: { "content-type": FORM } }, 413],
        ["/auth/token", { method: "POST", body: "{", headers: { "content-type": "application/json" } }, 400],
        ["/auth/token", { method: "POST", body: "<a/>", headers: { "content-type": "text/xml" } }, 415],
      ];
      for (const [path, init, status] of asked) {
        const answer = await get(path, init);
        assert.deepEqual([answer.status, Object.keys(answer.body)], [status, ["error"]], path);
      }
    });

    it("no secret, token or password is in a log line, at the finest level", async () => {
      const service = await start({
        routes: (app) =>
          app.get("/leak", () => {
            throw new Error(`cannot use ${CLIENT_SECRET}`);
          }),
      });
      const body = `grant_type=client_credentials&client_id=${CLIENT_ID}&client_secret=${CLIENT_SECRET}`;
      const token = await service.get("/auth/token", { method: "POST", headers: form, body });
      const authorization = `Bearer ${String(token.body.access_token)}`;
      await service.get(`/admin/statistics?client_secret=in-a-query`, { headers: { authorization } });
      assert.deepEqual((await service.get("/leak")).body, { error: "internal error" });
      await until(200, () => service.get("/test"));
      const log = service.log();
      assert.match(log, /\/admin\/statistics/);
      assert.match(log, /cannot use \[secret\]/);
      for (const secret of [
        CLIENT_SECRET,
        "database-password",
        "in-a-query",
        String(token.body.access_token),
      ]) {
        assert.ok(!log.includes(secret), `${secret} in ${log}`);
      }
      assert.doesNotMatch(log, /Basic |Bearer |x-self-test/i);
    });
  });
}
