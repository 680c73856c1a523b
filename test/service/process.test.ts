import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import { resolve } from "node:path";
import { ask, ENVIRONMENT, until } from "./support/runningService";

const ROOT = resolve(__dirname, "../..");

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** What an instance runs: `npm run service:build` makes it. */
const BUILT = ["dist/service.js"];

/** What `npm run service` runs. */
const LOCAL = ["-r", "ts-node/register/transpile-only", "service/local.ts"];

/** Starts Node; `onOut` sees standard output as it grows. */
function start(
  args: string[],
  environment: Record<string, string>,
  onOut: (out: string) => void = () => undefined,
) {
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, args, { cwd: ROOT, env: { PATH, ...environment } });
  let out = "";
  let error = "";
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
    onOut(out);
  });
  child.stderr.on("data", (chunk: Buffer) => (error += chunk.toString()));
  const ended = new Promise<Ended>((done) => {
    child.on("close", (code) => {
      done({ code, out, error });
    });
  });
  return { child, ended };
}

/** A port that was free a moment ago, and one that is taken until `close`. */
async function ports(): Promise<{ free: number; taken: number; close: () => void }> {
  const servers = [createServer(), createServer()];
  await Promise.all(
    servers.map((server) => new Promise<void>((done) => server.listen(0, "127.0.0.1", done))),
  );
  const [free = 0, taken = 0] = servers.map((server) => (server.address() as AddressInfo).port);
  servers[0]!.close();
  return { free, taken, close: () => servers[1]!.close() };
}

describe("the service's process", () => {
  before(() => {
    execFileSync(process.execPath, ["scripts/buildService.mjs"], { cwd: ROOT });
  });

  it("`npm run service`: both curl lines answer 200, and SIGTERM ends it with 0", async () => {
    const { free, close } = await ports();
    close();
    let shown: (out: string) => void = () => undefined;
    const lines = new Promise<string>((done) => (shown = done));
    const { child, ended } = start(LOCAL, { PORT: String(free) }, (out) => {
      if (out.includes("As a stranger")) shown(out);
    });
    const first = await Promise.race([lines, ended]);
    assert.ok(typeof first === "string", JSON.stringify(first));
    const urls = [...first.matchAll(/curl -i (\S+)$/gm)].map(([, url]) => url!);
    assert.deepEqual(urls, [`http://127.0.0.1:${free}/health`, `http://127.0.0.1:${free}/test`]);
    for (const url of urls) assert.equal((await until(200, () => ask(url))).status, 200, url);
    child.kill("SIGTERM");
    const { code, error } = await ended;
    assert.deepEqual({ code, error }, { code: 0, error: "" });
  });

  it("without its database starts, says 503 on /health, and ends on SIGINT with 0", async () => {
    const { free, close } = await ports();
    close();
    const { child, ended } = start(BUILT, { ...ENVIRONMENT, PORT: String(free) });
    const url = `http://127.0.0.1:${free}/health`;
    const limit = performance.now() + 20_000;
    let status = 0;
    while (status === 0 && performance.now() < limit) {
      status = await ask(url).then(
        (answer) => answer.status,
        () => 0,
      );
    }
    assert.equal(status, 503);
    child.kill("SIGINT");
    const { code, error, out } = await ended;
    assert.deepEqual({ code, error }, { code: 0, error: "" });
    assert.match(out, /"reason":"connect ECONNREFUSED 127\.0\.0\.1:1","msg":"the database does not answer"/);
    assert.doesNotMatch(out, /database-password|client-secret/);
  });

  it("with a wrong environment, or a taken port, ends with 2 and a line each", async () => {
    const { taken, close } = await ports();
    const wrong = start(BUILT, { ...ENVIRONMENT, PORT: "x", ADMINISTRATOR_CIDRS: "0.0.0.0/0" });
    const busy = start(BUILT, {
      ...ENVIRONMENT,
      HOST: "127.0.0.1",
      PORT: String(taken),
      LOG_LEVEL: "error",
    });
    const [first, second] = await Promise.all([wrong.ended, busy.ended]);
    close();
    assert.equal(first.code, 2);
    assert.match(
      first.error,
      /^PORT: "x" is not a port; .*\nADMINISTRATOR_CIDRS: "0\.0\.0\.0\/0" lets everybody in.*\n$/,
    );
    assert.deepEqual(
      [second.code, second.error],
      [2, `PORT: ${taken} is taken by another process; write a free one\n`],
    );
  });
});
