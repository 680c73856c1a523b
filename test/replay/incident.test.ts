import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { InputError } from "../../parity/render/inputError";
import { loadIncidents, readIncident } from "../../parity/replay";
import { incidentSchema } from "../../parity/replay/incident/schema";

const GOOD = `what: The broker was down.
trouble: { from: 10m, to: 1h }
signals:
  - metric: AWS/ELB BackendConnectionErrors
    source: { LoadBalancerName: lb }
    series: "_x10m 300@1x50m _x30m"
  - metric: AWS/EC2 CPUUtilization
    source: { AutoScalingGroupName: group }
    each: { InstanceId: { i-1: "70x*", i-2: "80x*" } }
had:
  - like: errors
    with: { statistic: Maximum }
    why: It is 1.
expect:
  - alarm: errors
    alarmWithin: 5m
    okWithin: 30m
    tells: alarms
`;

function read(text: string): ReturnType<typeof readIncident> {
  return readIncident(text, "broker-down.yaml", "incidents/broker-down.yaml");
}

describe("an incident file", () => {
  it("is read whole", () => {
    const { name, length, trouble, emitters, had, expect, silent } = read(GOOD);
    assert.deepEqual(
      { name, length, trouble },
      { name: "broker-down", length: 5400, trouble: { from: 600, to: 3600 } },
    );
    assert.deepEqual(
      emitters.map(({ source, signal }) => [signal, source]),
      [
        [0, { LoadBalancerName: "lb" }],
        [1, { AutoScalingGroupName: "group", InstanceId: "i-1" }],
        [1, { AutoScalingGroupName: "group", InstanceId: "i-2" }],
      ],
    );
    assert.deepEqual(had, [
      { like: "errors", with: { statistic: "Maximum" }, was: "silent", why: "It is 1." },
    ]);
    assert.deepEqual(expect, [{ alarm: "errors", alarmWithin: 300, okWithin: 1800, tells: ["alarms"] }]);
    assert.deepEqual(silent, []);
  });

  const refused: [what: string, from: string, to: string, says: RegExp][] = [
    ["no YAML", "what:", "what: [", /:1: not YAML|:\d+: not YAML/],
    [
      "an unknown key",
      "alarmWithin",
      "alarmwithin",
      /:16: unknown key "alarmwithin"; did you mean "alarmWithin"\?/,
    ],
    ["no signals", GOOD.slice(GOOD.indexOf("signals"), GOOD.indexOf("had")), "", /signals: is missing/],
    [
      "a series that does not parse, with its column",
      "80x*",
      "8 o x*",
      /:9:48: series of i-2: "o" is no value/,
    ],
    ["a negative repeat", "_x30m", "_x-30m", /:6:\d+: series: x-30m is no repeat/],
    [
      "a series that is shorter",
      "80x*",
      "80x1h",
      /:7: signals\[1\]: the series of CPUUtilization lasts 1h, and the incident 1h30m/,
    ],
    [
      "an expectation after the end",
      "okWithin: 30m",
      "okWithin: 31m",
      /:17: expect\[0\]\.okWithin: that is at 1h31m, after the series' end \(1h30m\)/,
    ],
    ["trouble after the end", "to: 1h }", "to: 2h }", /trouble: it ends at 2h, after the series' end/],
    [
      "trouble that ends before it begins",
      "from: 10m",
      "from: 2h",
      /trouble: it ends at 1h, and begins at 2h/,
    ],
    ["expectations without trouble", "trouble: { from: 10m, to: 1h }\n", "", /trouble is missing/],
    [
      "a duration that is none",
      "alarmWithin: 5m",
      "alarmWithin: 5 min",
      /alarmWithin: is no duration; write it as/,
    ],
    [
      "a metric without a namespace",
      "AWS/ELB Back",
      "Back",
      /must be the namespace, a space, and the metric's name/,
    ],
    ["two dimensions in each", "{ InstanceId: {", "{ AZ: [a], InstanceId: {", /give one dimension/],
    ["each beside a series", "    each:", '    series: "1x*"\n    each:', /take series and daily out/],
    ["a dimension twice", "{ InstanceId: {", "{ AutoScalingGroupName: {", /stands in source too/],
    ["neither series nor daily", '    series: "_x10m 300@1x50m _x30m"\n', "", /give either series or daily/],
    [
      "a number for a series",
      '"_x10m 300@1x50m _x30m"',
      "300",
      /must be text, not the number 300; put it in quotes/,
    ],
    ["a statistic of the wrong type", "statistic: Maximum", "threshold: high", /must be a number/],
    ["a start that is no time", "what:", "start: monday\nwhat:", /:1: start: monday is no time in UTC/],
    ["a step that is none", "what:", "every: 7s\nwhat:", /:1: every: 7s is no step/],
  ];
  for (const [what, from, to, says] of refused)
    it(`is refused for ${what}`, () => {
      assert.ok(GOOD.includes(from));
      assert.throws(
        () => read(GOOD.replace(from, to)),
        (error: Error) => {
          assert.ok(error instanceof InputError, error.stack);
          assert.match(error.message, /^incidents\/broker-down\.yaml:\d+/);
          assert.match(error.message, says);
          return true;
        },
      );
    });

  it("says how long it lasts where no series has an end", () => {
    const endless = `what: Quiet.\nsignals:\n  - metric: A B\n    daily: { low: 1, high: 2 }\n`;
    assert.throws(() => read(endless), /lasts is missing/);
    assert.equal(read(`lasts: 7d\n${endless}`).length, 7 * 86_400);
  });

  it("has a folder with something in it", () => {
    assert.throws(() => loadIncidents("test/replay"), /there is no incident/);
    assert.throws(() => loadIncidents("no/such/folder"), /no\/such\/folder: cannot be read \(ENOENT\)/);
  });

  it("has the JSON Schema that lies beside the incidents", () => {
    const { $schema, ...rest } = z.toJSONSchema(incidentSchema, { io: "input" });
    const schema = { $schema, title: "An incident that npm run replay replays", ...rest };
    const file = "incidents/incident.schema.json";
    if (process.env.UPDATE === "1") writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
    assert.deepEqual(JSON.parse(readFileSync(file, "utf8")), schema, "UPDATE=1 writes it anew");
  });
});
