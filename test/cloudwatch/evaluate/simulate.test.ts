import assert from "node:assert/strict";
import type { Alarm } from "../../../cloudwatch/alarm";
import {
  simulationOf,
  type SimulationOptions,
  type Source,
  type Watched,
} from "../../../cloudwatch/evaluate";

const MINUTE = 60;
const ALARM: Alarm = {
  kind: "metric",
  metric: { namespace: "AWS/EC2", metricName: "CPUUtilization", statistic: "Maximum", period: 60 },
  ...{ evaluationPeriods: 1, threshold: 80, comparisonOperator: "GreaterThanThreshold" },
  treatMissingData: "missing",
  alarmActions: ["topic"],
  okActions: ["topic"],
  insufficientDataActions: ["other"],
};

/** One value a minute; undefined is nothing. */
function source(values: readonly (number | undefined)[]): Source {
  return (_metric, at) => {
    const value = values[at / MINUTE];
    return value === undefined ? [] : [{ value, count: 1 }];
  };
}

/** The events of one alarm, a line each. */
function told(
  alarm: Alarm,
  values: readonly (number | undefined)[],
  options: Partial<SimulationOptions> = {},
): string[] {
  const { refused, run } = simulationOf([{ key: "cpu", alarm }]);
  assert.deepEqual(refused, []);
  const length = values.length * MINUTE;
  return [...run(source(values), { length, ...options })].map(
    ({ at, from, to, actions, silenced }) =>
      `${at / MINUTE} ${from === to ? "still" : from} ${to} ${silenced ?? actions.join(",")}`,
  );
}

describe("alarms side by side", () => {
  it("run the actions of a state when they come to it, OK from INSUFFICIENT_DATA too", () => {
    assert.deepEqual(told(ALARM, [10, 10, 90, 90, 10]), [
      "1 INSUFFICIENT_DATA OK topic",
      "3 OK ALARM topic",
      "5 ALARM OK topic",
    ]);
  });

  it("run the actions of INSUFFICIENT_DATA when data stops", () => {
    assert.deepEqual(told(ALARM, [10, undefined, undefined, undefined]), [
      "1 INSUFFICIENT_DATA OK topic",
      "4 OK INSUFFICIENT_DATA other",
    ]);
  });

  it("tell that actions are off", () => {
    assert.deepEqual(told({ ...ALARM, actionsEnabled: false }, [90]), [
      "1 INSUFFICIENT_DATA ALARM actionsEnabled is false",
    ]);
  });

  it("tell nobody while muted, and run actions again when the mute ends", () => {
    const isMuted = (_: unknown, at: number): boolean => at >= 2 * MINUTE && at < 5 * MINUTE;
    assert.deepEqual(told(ALARM, [10, 10, 90, 90, 90, 90, 10], { isMuted }), [
      "1 INSUFFICIENT_DATA OK topic",
      "3 OK ALARM muted",
      "5 still ALARM topic",
      "7 ALARM OK topic",
    ]);
    // It fired before the mute, and is over before its end: what persists is OK.
    assert.deepEqual(told(ALARM, [90, 90, 10, 10, 10], { isMuted }), [
      "1 INSUFFICIENT_DATA ALARM topic",
      "3 ALARM OK muted",
      "5 still OK topic",
    ]);
    // Nothing happened in the mute.
    assert.deepEqual(told(ALARM, [10, 10, 10, 10, 10], { isMuted }), ["1 INSUFFICIENT_DATA OK topic"]);
    assert.deepEqual(told(ALARM, [90, 90, 90, 90, 90], { isMuted }), [
      "1 INSUFFICIENT_DATA ALARM topic",
      "5 still ALARM topic",
    ]);
  });

  it("name those that cannot be evaluated, and run the others", () => {
    const { refused, run } = simulationOf([
      { key: "band", alarm: { ...ALARM, kind: "anomaly" } },
      { key: "cpu", alarm: ALARM },
    ]);
    assert.deepEqual(
      refused.map(({ key }) => key),
      ["band"],
    );
    assert.deepEqual(
      [...run(source([90]), { length: MINUTE })].map(({ key }) => key),
      ["cpu"],
    );
  });

  it("keep short and long periods in one time", () => {
    const short = { ...ALARM, metric: { ...ALARM.metric, period: 10 } };
    const { run } = simulationOf([
      { key: "long", alarm: ALARM },
      { key: "short", alarm: short },
    ]);
    const hot: Source = (_metric, at, length) => [{ value: at >= 30 ? 90 : 10, count: length / 10 }];
    const events = [...run(hot, { length: 120 })].map(({ key, at, to }) => `${key} ${at} ${to}`);
    assert.deepEqual(events, ["short 10 OK", "short 40 ALARM", "long 60 OK", "long 120 ALARM"]);
  });
});

describe("composites beside their children", () => {
  const named = (name: string, metricName: string): Watched => ({
    key: name,
    alarm: { ...ALARM, name, metric: { ...ALARM.metric, metricName } },
  });
  const composite = (name: string, alarmRule: string, more: Partial<Alarm> = {}): Watched => ({
    key: name,
    alarm: {
      kind: "composite",
      name,
      alarmRule,
      ...{ alarmActions: ["topic"], okActions: ["topic"], ...more },
    },
  });
  /** By metric, one value a minute. */
  const values =
    (series: Record<string, readonly number[]>): Source =>
    ({ metricName }, at) => {
      const value = series[String(metricName)]?.[at / MINUTE];
      return value === undefined ? [] : [{ value, count: 1 }];
    };
  const toldBy = (watched: readonly Watched[], series: Record<string, readonly number[]>): string[] => {
    const { refused, run } = simulationOf(watched);
    assert.deepEqual(refused, []);
    const length = Math.max(...Object.values(series).map((one) => one.length)) * MINUTE;
    return [...run(values(series), { length })]
      .filter(({ key }) => watched.find((one) => one.key === key)?.alarm.kind === "composite")
      .map(({ key, at, from, to, actions, silenced }) => {
        const change = from === to ? `still ${to}` : to;
        return `${key} ${at / MINUTE} ${change} ${silenced ?? actions.join(",")}`;
      });
  };

  it("fire in the minute in which their rule holds, through composites of composites too", () => {
    const watched = [
      composite("outer", "ALARM(inner) AND NOT ALARM(disk)"),
      composite("inner", 'ALARM("cpu") OR ALARM("arn:aws:cloudwatch:eu-west-1:1:alarm:memory")'),
      ...[named("cpu", "C"), named("memory", "M"), named("disk", "D")],
    ];
    assert.deepEqual(toldBy(watched, { C: [10, 10, 10], M: [10, 90, 90], D: [10, 10, 90] }), [
      "inner 1 OK topic",
      "outer 1 OK topic",
      "inner 2 ALARM topic",
      "outer 2 ALARM topic",
      "outer 3 OK topic",
    ]);
  });

  it("are held back by their suppressor, and act after its extension period", () => {
    const actionsSuppressor = { alarm: "deploying", waitPeriod: 60, extensionPeriod: 120 };
    const watched = [
      named("cpu", "C"),
      named("deploying", "D"),
      composite("all", "ALARM(cpu)", { actionsSuppressor }),
    ];
    const told = toldBy(watched, {
      C: [10, 10, 90, 90, 90, 90, 90, 90],
      D: [10, 90, 90, 90, 10, 10, 10, 10],
    });
    assert.deepEqual(told, [
      "all 1 OK suppressed: WaitPeriod",
      "all 3 ALARM suppressed: Alarm",
      "all 7 still ALARM topic",
    ]);
  });

  const refusals: readonly (readonly [string, readonly Watched[], RegExp])[] = [
    [
      "a child that is not there",
      [composite("all", "ALARM(cpu)")],
      /names the alarm "cpu", which is not among/,
    ],
    [
      "a child that is not evaluated",
      [composite("all", "ALARM(band)"), { key: "band", alarm: { ...ALARM, kind: "anomaly", name: "band" } }],
      /names the alarm "band", which is not evaluated/,
    ],
    ["a rule that does not parse", [composite("all", "ALARM(")], /does not parse/],
    ["a rule that leads back to itself", [composite("all", "ALARM(all)")], /which is not evaluated/],
  ];
  for (const [what, watched, refused] of refusals)
    it(`${what} is refused`, () => {
      const found = simulationOf(watched).refused.find(({ key }) => key === "all");
      assert.match(found?.refused ?? "", refused);
    });
});
