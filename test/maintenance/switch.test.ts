import assert from "node:assert/strict";
import { Cloud, switchOff, switchOn, windowFrom, type MaintenanceTargets } from "../../parity/maintenance";
import { InputError } from "../../parity/render/inputError";
import { AwsStub, well, type Answer, type Call } from "./aws";

const TARGETS: MaintenanceTargets = {
  stack: "production",
  parameter: { name: "/shop/production/maintenance", region: "eu-west-1" },
  ruleName: "shop-production-maintenance",
  alarms: new Map([
    ["eu-west-1", ["errors", "traffic"]],
    ["us-east-1", ["outside"]],
  ]),
};
const WINDOW = windowFrom(new Date("2026-03-02T14:02:30Z"), 120);
const VALUE = { on: true, message: "Back soon.", until: WINDOW.end.toISOString() } as const;
const ON = ["PutAlarmMuteRule eu-west-1", "PutAlarmMuteRule us-east-1", "PutParameter eu-west-1"];

/** Runs `use` against a stub. */
async function against(
  answer: (call: Call) => Answer,
  use: (cloud: Cloud, lines: string[]) => Promise<void>,
): Promise<{ stub: AwsStub; lines: string[]; error?: unknown }> {
  const stub = await new AwsStub(answer).start();
  const before = { ...process.env };
  Object.assign(process.env, stub.env);
  const cloud = new Cloud(TARGETS);
  const lines: string[] = [];
  try {
    await use(cloud, lines);
    return { stub, lines };
  } catch (error) {
    return { stub, lines, error };
  } finally {
    cloud.close();
    await stub.stop();
    process.env = before;
  }
}

const on = (answer: (call: Call) => Answer) =>
  against(answer, (cloud, lines) => switchOn(TARGETS, WINDOW, VALUE, cloud, (line) => lines.push(line)));

const off = (answer: (call: Call) => Answer, limit = 60) =>
  against(answer, (cloud, lines) =>
    switchOff(TARGETS, cloud, (line) => lines.push(line), { limit, every: 5 }),
  );

const refused = (message: string): Answer => ({ error: "AccessDeniedException", message });

describe("maintenance on", () => {
  it("mutes for its time in each region, then switches", async () => {
    const { stub, error } = await on(well);
    assert.equal(error, undefined);
    assert.deepEqual(stub.said, ON);
    assert.deepEqual(stub.calls[0]!.input, {
      Name: "shop-production-maintenance",
      Description: "Maintenance of production, by npm run maintenance.",
      Rule: { Schedule: { Expression: "at(2026-03-02T14:03)", Duration: "PT2H", Timezone: "UTC" } },
      MuteTargets: { AlarmNames: ["errors", "traffic"] },
    });
    assert.deepEqual(stub.calls[1]!.input.MuteTargets, { AlarmNames: ["outside"] });
    const { Name, Value, Overwrite } = stub.calls[2]!.input;
    assert.deepEqual([Name, Overwrite], ["/shop/production/maintenance", true]);
    assert.deepEqual(JSON.parse(Value as string), {
      on: true,
      message: "Back soon.",
      until: "2026-03-02T16:03:00.000Z",
    });
  });

  it("that stops at the second region says what is muted, and that nothing is in maintenance", async () => {
    const { stub, error } = await on((call) => (call.region === "us-east-1" ? refused("no") : well(call)));
    assert.ok(error instanceof InputError);
    assert.equal(
      error.message,
      "alarms in us-east-1 cannot be muted: no (AccessDeniedException). So far: alarms in eu-west-1 are muted until 2026-03-02 16:03 UTC. maintenance is not on. Again: the same command. Back: npm run maintenance -- off -s production",
    );
    assert.deepEqual(stub.said, ON.slice(0, 2));
  });

  it("that cannot mute at all changes nothing, and says so", async () => {
    const { stub, error } = await on(() => refused("no"));
    assert.match(
      (error as InputError).message,
      /^alarms in eu-west-1 cannot be muted.* So far: nothing was changed\./,
    );
    assert.deepEqual(stub.said, ON.slice(0, 1));
  });

  it("whose switch fails says that both regions are muted", async () => {
    const { error } = await on((call) => (call.operation === "PutParameter" ? refused("no") : well(call)));
    assert.match(
      (error as InputError).message,
      /the switch .* cannot be written: .*eu-west-1 are muted until .*us-east-1 are muted until .*maintenance is not on/,
    );
  });
});

describe("maintenance off", () => {
  it("switches first, and takes the mutes away where no alarm fires", async () => {
    const { stub, lines, error } = await off(well);
    assert.equal(error, undefined);
    assert.deepEqual(stub.said, [
      "PutParameter eu-west-1",
      "DescribeAlarms eu-west-1",
      "DeleteAlarmMuteRule eu-west-1",
      "DescribeAlarms us-east-1",
      "DeleteAlarmMuteRule us-east-1",
    ]);
    assert.equal(stub.calls[0]!.input.Value, '{"on":false}');
    assert.deepEqual(stub.calls[2]!.input, { AlarmMuteRuleName: "shop-production-maintenance" });
    assert.deepEqual(lines, [
      "maintenance of production is off",
      "alarms in eu-west-1 act again",
      "alarms in us-east-1 act again",
    ]);
  });

  it("keeps an alarm muted until it is OK again", async () => {
    let asked = 0;
    const { stub, lines } = await off((call) => {
      if (call.operation !== "DescribeAlarms" || call.region !== "us-east-1") return well(call);
      asked += 1;
      const MetricAlarms = asked < 3 ? [{ AlarmName: "outside", StateValue: "ALARM" }] : [];
      return { body: { MetricAlarms } };
    }, 5000);
    assert.equal(asked, 3);
    assert.equal(stub.said.at(-1), "DeleteAlarmMuteRule us-east-1");
    assert.deepEqual(lines.slice(2), [
      "muted in us-east-1 until OK again: outside",
      "alarms in us-east-1 act again",
    ]);
  });

  it("gives up waiting, and says which alarms still fire", async () => {
    const { stub, lines } = await off((call) =>
      call.operation === "DescribeAlarms" && call.region === "us-east-1"
        ? { body: { MetricAlarms: [{ AlarmName: "outside", StateValue: "ALARM" }] } }
        : well(call),
    );
    assert.equal(stub.said.at(-1), "DeleteAlarmMuteRule us-east-1");
    assert.equal(lines.at(-1), "alarms in us-east-1 act again, and these still fire: outside");
  });

  it("does not mind a mute that is not there", async () => {
    const { error } = await off((call) =>
      call.operation === "DeleteAlarmMuteRule" ? { error: "ResourceNotFoundException" } : well(call),
    );
    assert.equal(error, undefined);
  });

  it("that stops half-way says that maintenance is off, and how to go on", async () => {
    const { error } = await off((call) =>
      call.operation === "DeleteAlarmMuteRule" && call.region === "us-east-1" ? refused("no") : well(call),
    );
    assert.equal(
      (error as InputError).message,
      "the mute rule shop-production-maintenance in us-east-1 cannot be removed: no (AccessDeniedException). So far: maintenance is off, the mute in eu-west-1 is removed. Again: npm run maintenance -- off -s production. A mute ends by itself when its time is over",
    );
  });
});

describe("the time of a maintenance", () => {
  for (const [minutes, duration] of [
    [1, "PT1M"],
    [60, "PT1H"],
    [150, "PT2H30M"],
    [1440, "P1D"],
    [21_600, "P15D"],
    [1500, "P1DT1H"],
  ] as const) {
    it(`of ${minutes} minutes is ${duration}, from the next whole minute on`, () => {
      const window = windowFrom(new Date("2026-12-31T23:59:59.999Z"), minutes);
      assert.equal(window.duration, duration);
      assert.equal(window.expression, "at(2027-01-01T00:00)");
      assert.equal(window.end.getTime(), Date.UTC(2027, 0, 1) + minutes * 60_000);
    });
  }
});
