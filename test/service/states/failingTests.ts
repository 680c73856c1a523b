import assert from "node:assert/strict";
import type { EndpointTest } from "../../../service/selfTest";
import { TEST_TIMING } from "../../../service/testRuns";
import { until } from "../support/runningService";
import type { States } from "./states";

/** From connection to status, in ms; ours is 800, and a busy machine adds its own. */
const ROUTE_53_LIMIT = 2000;

const test = (Name: string, rest: Partial<EndpointTest> = {}): EndpointTest => ({
  Name,
  Description: `What ${Name} is for.`,
  Endpoint: `/${Name}`,
  method: "GET",
  expected: { status: 200, keys: [] },
  limitMs: 5000,
  ...rest,
});

export function failingTests({ start }: States): void {
  describe("tests that fail", () => {
    it("are told each with its reason; one that hangs or breaks does not stop the others", async () => {
      const { get } = await start({
        tests: [test("good"), test("hang", { limitMs: 300 }), test("crash"), test("reset"), test("gone")],
        timing: { firstMs: 5000 },
        routes(app) {
          app.get("/good", () => ({}));
          app.get("/hang", () => new Promise(() => undefined));
          app.get("/crash", () => {
            throw new Error("inside");
          });
          app.get("/reset", (request) => {
            request.socket.destroy();
            return new Promise(() => undefined);
          });
        },
      });
      const { status, body } = await get("/test");
      assert.equal(status, 503);
      assert.equal(body.Reason, "4 of 5 tests failed: hang, crash, reset, gone");
      const errors = (body.Tests as { Name: string; Error: string | null }[]).map(({ Name, Error }) => [
        Name,
        Error,
      ]);
      assert.deepEqual(errors, [
        ["good", null],
        ["hang", "no complete answer within 300 ms"],
        ["crash", "answered 500, not 200"],
        ["reset", "no complete answer: other side closed (UND_ERR_SOCKET)"],
        ["gone", "answered 404, not 200"],
      ]);
      assert.equal((await get("/health")).status, 200);
    });

    it("are logged when they begin to fail and when they succeed again, not at each run", async () => {
      let well = false;
      let asked = 0;
      const service = await start({
        tests: [test("flaky")],
        timing: { pauseMs: 10 },
        routes: (app) =>
          app.get("/flaky", (_, reply) => {
            asked += 1;
            return reply.code(well ? 200 : 418).send({});
          }),
      });
      while (asked < 4) await new Promise((resolve) => setTimeout(resolve, 10));
      well = true;
      assert.equal((await until(200, () => service.get("/test"))).status, 200);
      assert.equal(service.log().match(/"reason":"answered 418, not 200","msg":"test fails"/g)?.length, 1);
      assert.equal(service.log().match(/"test succeeds again"/g)?.length, 1);
      assert.doesNotMatch(service.log(), /"path":"\/flaky"/);
    });

    it("that take longer than a caller waits: 503 at first, with that reason, in time for Route 53", async () => {
      const { get } = await start({
        tests: [test("slow", { limitMs: 5000 })],
        timing: { firstMs: 100 },
        routes: (app) => app.get("/slow", () => new Promise((resolve) => setTimeout(resolve, 500, {}))),
      });
      assert.ok(TEST_TIMING.firstMs < 1000);
      const first = await get("/test");
      assert.equal(first.status, 503);
      assert.equal(first.body.Reason, "the tests have not ended yet since the service started");
      assert.ok(first.tookMs < ROUTE_53_LIMIT, `${first.tookMs} ms`);
      assert.equal((await until(200, () => get("/test"))).status, 200);
    });

    it("that stopped ending: a result that is too old is 503, and its age is told", async () => {
      let answered = false;
      const { get } = await start({
        tests: [test("once", { limitMs: 60_000 })],
        timing: { pauseMs: 0, staleMs: 200 },
        routes: (app) =>
          app.get("/once", () => {
            if (answered) return new Promise(() => undefined);
            answered = true;
            return {};
          }),
      });
      assert.equal((await get("/test")).status, 200);
      const { status, body } = await until(503, () => get("/test"));
      assert.equal(status, 503);
      assert.match(
        String(body.Reason),
        /^the tests ended 0 s ago, longer than 0\.2 s, and say nothing of now$/,
      );
    });

    it("run once, however many ask", async () => {
      let asked = 0;
      const { get } = await start({
        tests: [test("counted", { limitMs: 20_000 })],
        timing: { pauseMs: 60_000, firstMs: 20_000 },
        routes: (app) =>
          app.get("/counted", async () => {
            asked += 1;
            await new Promise((resolve) => setTimeout(resolve, 100));
            return {};
          }),
      });
      const answers = await Promise.all(Array.from({ length: 100 }, () => get("/test")));
      assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
      assert.equal((await get("/test")).status, 200);
      assert.equal(asked, 1);
    });
  });
}
