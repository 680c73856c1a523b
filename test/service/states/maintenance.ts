import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "../support/runningService";
import type { States } from "./states";

const ADMINISTRATOR = "203.0.113.7";
const STRANGER = "198.51.100.9";

export function maintenance({ database, start }: States): void {
  describe("maintenance", () => {
    let folder = "";
    let file = "";
    const put = (state: object) => {
      writeFileSync(file, JSON.stringify(state));
    };
    const startIn = (state: object) => {
      put(state);
      return start({
        environment: { MAINTENANCE_FILE: file, ADMINISTRATOR_CIDRS: "203.0.113.0/24, 2001:db8::/32" },
      });
    };
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "maintenance-"));
      file = join(folder, "switch.json");
    });
    afterEach(() => {
      rmSync(folder, { recursive: true });
    });

    it("tells a stranger 503, Retry-After and the message, on every path but /health and /test", async () => {
      const { get } = await startIn({ on: true, message: "Back at noon.", retryAfter: 120 });
      for (const path of [
        "/admin/statistics",
        "/auth/token",
        "/nowhere",
        "/",
        "/%zz",
        "/health/",
        "/test/x",
      ]) {
        const { status, headers, body } = await get(path);
        assert.deepEqual([path, status, headers.get("retry-after")], [path, 503, "120"]);
        assert.deepEqual(body, { MaintenanceMode: true, Message: "Back at noon." });
      }
    });

    it("keeps /health at 200 though the database is away, and /test at 503 though all is well", async () => {
      const { get } = await startIn({ on: true, message: "Back at noon.", retryAfter: 120 });
      let test = await get("/test");
      while (!Array.isArray(test.body.Tests) || test.body.Tests.length === 0) test = await get("/test");
      const { Health, Tests, Reason } = test.body as Record<string, unknown> & {
        Tests: { Success: boolean }[];
      };
      assert.deepEqual([test.status, test.headers.get("retry-after")], [503, "120"]);
      assert.equal(Reason, "in maintenance: Back at noon.");
      assert.equal((Health as Record<string, unknown>).MaintenanceMode, true);
      // The service's own tests pass the gate: an administrator sees what would come back.
      assert.deepEqual([...new Set(Tests.map(({ Success }) => Success))], [true]);
      await database().goAway();
      const health = await get("/health");
      assert.deepEqual(
        [health.status, health.body.DatabaseConnectivity, health.body.MaintenanceMode],
        [200, false, true],
      );
    });

    const callers: [string, string[], 401 | 503][] = [
      ["an administrator", [ADMINISTRATOR], 401],
      ["an administrator over IPv6", ["2001:db8::7"], 401],
      ["an administrator whose port is shown", [`${ADMINISTRATOR}:51812`], 401],
      ["a stranger", [STRANGER], 503],
      ["a stranger who claims to be one", [`${ADMINISTRATOR}, ${STRANGER}`], 503],
      ["a stranger who claims so in a header of its own", [ADMINISTRATOR, STRANGER], 503],
      ["an administrator behind whom somebody claims", [`${STRANGER}, ${ADMINISTRATOR}`], 401],
      ["nobody", [""], 503],
      ["an empty last entry", [`${ADMINISTRATOR},`], 503],
      ["what is no address", ["unknown"], 503],
      ["no header: the socket's own address", [], 503],
    ];
    it("goes by the rightmost address of X-Forwarded-For alone", async () => {
      const { url } = await startIn({ on: true });
      for (const [title, forwarded, status] of callers) {
        assert.equal(await statusFor(`${url}/admin/statistics`, forwarded), status, title);
      }
    });

    it("lets administrators of the socket's address in where there is no load balancer", async () => {
      put({ on: true });
      const environment = { MAINTENANCE_FILE: file, ADMINISTRATOR_CIDRS: "127.0.0.1/32" };
      const { url, get } = await start({ environment });
      assert.equal((await get("/admin/statistics")).status, 401);
      assert.equal(await statusFor(`${url}/admin/statistics`, [STRANGER]), 503);
      const guess = { headers: { "x-self-test": "guess", "x-forwarded-for": STRANGER } };
      assert.equal((await get("/admin/statistics", guess)).status, 503);
    });

    it("is switched on and off while the service runs", async () => {
      const { get, log } = await startIn({ on: false });
      assert.equal((await get("/nowhere")).status, 404);
      put({ on: true });
      assert.equal((await until(503, () => get("/nowhere"))).status, 503);
      assert.equal((await get("/test")).status, 503);
      rmSync(file);
      assert.equal((await until(404, () => get("/nowhere"))).status, 404);
      assert.equal((await until(200, () => get("/test"))).status, 200);
      assert.match(log(), /"maintenance is on"[^]*"maintenance is off"/);
    });
  });
}

/** `fetch` joins headers of one name; this sends each. */
function statusFor(url: string, forwarded: readonly string[]): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = forwarded.flatMap((value) => ["X-Forwarded-For", value]);
    const call = request(url, { headers: ["Host", new URL(url).host, ...headers] }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    call.on("error", reject);
    call.end();
  });
}
