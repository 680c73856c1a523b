import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ssmSource, type MaintenanceSource } from "../../service/maintenance/sources";
import { maintenanceState, retryAfter } from "../../service/maintenance/state";
import { MaintenanceWatch } from "../../service/maintenance/watch";

const ON = '{"on": true, "message": "Back at noon."}';

/** Gives one text after the other, the last for ever; an Error is thrown. */
function sequence(...texts: (string | undefined | Error)[]): MaintenanceSource {
  return {
    name: "sequence",
    read() {
      const next = texts.length > 1 ? texts.shift() : texts[0];
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
    },
    close: () => undefined,
  };
}

/** Reads the source `times` times; answers the states it went through and what was logged. */
async function watched(source: MaintenanceSource, times: number): Promise<{ on: boolean[]; log: string[] }> {
  const log: string[] = [];
  const write = (_: object, message: string) => void log.push(message);
  const watch = new MaintenanceWatch(source, 60_000, { info: write, warn: write });
  const on: boolean[] = [];
  for (let time = 0; time < times; time += 1) {
    await watch.refresh();
    on.push(watch.state.on);
  }
  return { on, log };
}

describe("the maintenance switch", () => {
  it("keeps its last value while it cannot be read, and says so once", async () => {
    const away = new Error("throttled");
    const { on, log } = await watched(sequence(ON, away, away, "{", "{", '{"on": false}'), 6);
    assert.deepEqual(on, [true, true, true, true, true, false]);
    assert.deepEqual(log, [
      "maintenance is on",
      "the maintenance switch cannot be read; it stays on",
      "the maintenance switch cannot be read; it stays on",
      "maintenance is off",
      "the maintenance switch can be read again",
    ]);
  });

  it("is off until it could be read, and where nothing was written", async () => {
    assert.deepEqual((await watched(sequence(new Error("away"), ON, undefined), 3)).on, [false, true, false]);
  });

  const wrong: [string, RegExp][] = [
    ["on", /is not JSON; write \{"on": false\}/],
    ["true", /^value: /],
    ["{}", /^on: /],
    ['{"on": "yes"}', /^on: /],
    ['{"on": true, "retryAfter": 0}', /^retryAfter: /],
    ['{"on": true, "retryAfter": 1e9}', /^retryAfter: /],
    ['{"on": true, "until": "noon"}', /^until: /],
    ['{"on": true, "mesage": "x"}', /mesage/],
  ];
  for (const [text, message] of wrong) {
    it(`refuses ${text}`, () => {
      assert.throws(
        () => maintenanceState(text),
        (error: Error) => message.test(error.message),
      );
    });
  }

  it("tells when to come back: retryAfter, else what is left until `until`, else five minutes", () => {
    const now = Date.parse("2026-01-31T12:00:00Z");
    const seconds = (rest: object) =>
      retryAfter(maintenanceState(JSON.stringify({ on: true, ...rest })), now);
    assert.equal(seconds({ retryAfter: 7, until: "2026-01-31T13:00:00Z" }), 7);
    assert.equal(seconds({ until: "2026-01-31T14:00:00+01:00" }), 3600);
    assert.equal(seconds({ until: "2026-01-31T11:00:00Z" }), 300);
    assert.equal(seconds({ until: "2027-01-31T12:00:00Z" }), 7 * 24 * 3600);
    assert.equal(seconds({}), 300);
  });
});

describe("the SSM parameter", () => {
  /** Speaks as much of SSM's protocol as GetParameter needs. */
  const answers: { status: number; body: object }[] = [];
  const asked: { target: unknown; body: unknown }[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      asked.push({ target: request.headers["x-amz-target"], body: JSON.parse(text) });
      const { status, body } = answers.shift() ?? { status: 500, body: {} };
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
    });
  });
  const environment = { ...process.env };
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    process.env.AWS_ENDPOINT_URL_SSM = `http://127.0.0.1:${port}`;
    process.env.AWS_ACCESS_KEY_ID = "test";
    process.env.AWS_SECRET_ACCESS_KEY = "test";
  });
  after(() => {
    process.env = environment;
    server.close();
    server.closeAllConnections();
  });

  it("is read by its name, with the SDK", async () => {
    answers.push({ status: 200, body: { Parameter: { Name: "/api/maintenance", Value: ON } } });
    const source = ssmSource("/api/maintenance", "eu-west-1");
    assert.equal(await source.read(AbortSignal.timeout(5000)), ON);
    assert.deepEqual(asked, [{ target: "AmazonSSM.GetParameter", body: { Name: "/api/maintenance" } }]);
    source.close();
  });

  it("that is gone is an error: the last value holds", async () => {
    answers.push({ status: 200, body: { Parameter: { Value: ON } } });
    const gone = { __type: "ParameterNotFound", message: "" };
    answers.push({ status: 400, body: gone }, { status: 400, body: gone });
    const reasons: unknown[] = [];
    const log = { info: () => undefined, warn: (fields: object) => void reasons.push(fields) };
    const watch = new MaintenanceWatch(ssmSource("/api/maintenance", "eu-west-1"), 5, log);
    await watch.start();
    while (answers.length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(watch.state.on, true);
    watch.close();
    assert.deepEqual(reasons[0], {
      source: "parameter /api/maintenance",
      reason: "there is no such parameter in eu-west-1",
    });
  });
});
