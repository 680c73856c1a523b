import assert from "node:assert/strict";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { runTest, type EndpointTest } from "../../service/selfTest";

const json = (body: string, status = 200): RequestListener => {
  return (_, response) => {
    response.writeHead(status, { "content-type": "application/json" }).end(body);
  };
};

const answers: Record<string, RequestListener> = {
  "/well": json('{"id": 1, "extra": "secret-value"}'),
  "/error": json('{"error": "secret-value"}', 503),
  "/html": (_, response) => void response.writeHead(200, { "content-type": "text/html" }).end("secret-value"),
  "/untyped": (_, response) => void response.writeHead(200).end("secret-value"),
  "/empty": json(""),
  "/list": json('["secret-value"]'),
  "/null": json("null"),
  "/short": json('{"other": "secret-value"}'),
  "/prototype": json('{"__proto__": {"id": 1}}'),
  "/redirect": (_, response) => void response.writeHead(302, { location: "/well" }).end(),
  "/reset": (request) => void request.socket.destroy(),
  "/half": (request, response) => {
    response.writeHead(200, { "content-length": 1000 }).write("{");
    setTimeout(() => request.socket.destroy(), 10);
  },
  "/garbage": (request) => void request.socket.end("this is no HTTP\r\n\r\n"),
  "/hang": () => undefined,
  "/drip": (_, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write(" "), 10);
    response.on("close", () => {
      clearInterval(timer);
    });
  },
  "/endless": (_, response) => {
    response.writeHead(200);
    const more = () => {
      while (!response.destroyed && response.write("x".repeat(10_000)));
    };
    response.on("drain", more);
    more();
  },
};

/** What never ends, so that the limit decides. */
const SILENT: readonly string[] = ["/hang", "/drip"];

describe("a test of an endpoint", () => {
  const server = createServer((request, response) => answers[request.url ?? ""]?.(request, response));
  let url = "";
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });

  const errorOf = async (Endpoint: string, rest: Partial<EndpointTest> = {}, at = url) => {
    const test: EndpointTest = {
      Name: "name",
      Description: "description",
      Endpoint,
      method: "GET",
      expected: { status: 200, keys: ["id"] },
      limitMs: 10_000,
      ...rest,
    };
    const caller = { url: at, clientId: "self-test", key: "secret-key" };
    const { Success, Error } = await runTest(test, caller, new AbortController().signal);
    assert.equal(Success, Error === null);
    return Error;
  };

  const table: [string, string | null][] = [
    ["/well", null],
    ["/error", "answered 503, not 200"],
    ["/html", "answered 200 with what is not JSON (text/html)"],
    ["/untyped", "answered 200 with what is not JSON (no content type)"],
    ["/empty", "answered 200 with what is not JSON (application/json)"],
    ["/list", "answered 200 with JSON that is no object"],
    ["/null", "answered 200 with JSON that is no object"],
    ["/short", "answered 200 without id"],
    ["/prototype", "answered 200 without id"],
    ["/redirect", "answered 302, not 200"],
    ["/reset", "no complete answer: other side closed (UND_ERR_SOCKET)"],
    ["/hang", "no complete answer within 300 ms"],
    ["/drip", "no complete answer within 300 ms"],
    ["/endless", "answered more than 64 KiB"],
  ];
  for (const [path, error] of table) {
    it(`of ${path} says ${error ?? "nothing"}`, async () => {
      assert.equal(await errorOf(path, SILENT.includes(path) ? { limitMs: 300 } : {}), error);
    });
  }

  it("of what ends half-way, speaks no HTTP or is not there, says why", async () => {
    assert.match((await errorOf("/half"))!, /^no complete answer: .+UND_ERR/);
    assert.match((await errorOf("/garbage"))!, /^no complete answer: .*HTTP/);
    assert.match(
      (await errorOf("/", {}, "http://127.0.0.1:1"))!,
      /^no complete answer: .*(ECONNREFUSED|bad port)/,
    );
  });

  it("that needs a token says that it got none", async () => {
    const error = await errorOf("/well", { authorization: "token", limitMs: 300 });
    assert.equal(error, "no token to ask with: /auth/token: no complete answer within 300 ms");
  });

  it("holds its limit over both calls", async () => {
    const started = performance.now();
    await errorOf("/hang", { authorization: "token", limitMs: 200 });
    assert.ok(performance.now() - started < 1000);
  });
});
