import assert from "node:assert/strict";
import fc from "fast-check";
import {
  alarmNameOf,
  compositeEvaluator,
  ruleConstant,
  ruleHolds,
  type CompositeEvaluator,
  type Suppressor,
} from "../../../cloudwatch/composite";
import type { AlarmState } from "../../../cloudwatch/evaluate";

/** From when on an alarm is in a state. */
type Changes = readonly [at: number, state: AlarmState][];

function evaluator(rule: string, suppressor?: Suppressor): CompositeEvaluator {
  const composite = compositeEvaluator(rule, suppressor);
  return "refused" in composite ? assert.fail(composite.refused) : composite;
}

function stateAt(changes: Changes, at: number): AlarmState {
  return changes.filter(([from]) => from <= at).at(-1)?.[1] ?? "OK";
}

/** The actions that ran from t0 on, of a composite ALARM(c) that was made long before, as `ALARM t4`. */
function ran(c: Changes, s: Changes, waitPeriod = 2, extensionPeriod = 3, until = 20, step = 1): string[] {
  const composite = evaluator("ALARM(c)", { alarm: "s", waitPeriod, extensionPeriod });
  const actions: string[] = [];
  for (let at = -20; at <= until; at += step) {
    const { ran: now } = composite.advance(at, (alarm) => stateAt(alarm === "c" ? c : s, at));
    actions.push(...now.filter((one) => one.at >= 0).map((one) => `${one.state} t${one.at}`));
  }
  return actions;
}

// CloudWatch user guide, "Composite alarm action suppression": WaitPeriod is 2 time units, ExtensionPeriod 3.
describe("a composite's actions: the guide's examples", () => {
  const rows: [what: string, c: Changes, s: Changes, actions: string[]][] = [
    ["1: not suppressed after WaitPeriod", [[2, "ALARM"]], [], ["ALARM t4"]],
    ["2: suppressed by alarm before WaitPeriod expires", [[2, "ALARM"]], [[3, "ALARM"]], []],
    [
      "3: state transition when suppressed by WaitPeriod",
      [
        [2, "ALARM"],
        [3, "OK"],
      ],
      [],
      ["OK t5"],
    ],
    ["4: state transition when suppressed by alarm", [[2, "ALARM"]], [[-9, "ALARM"]], []],
    [
      "5: not suppressed after ExtensionPeriod",
      [[2, "ALARM"]],
      [
        [3, "ALARM"],
        [6, "OK"],
      ],
      ["ALARM t9"],
    ],
    [
      "6: state transition when suppressed by ExtensionPeriod",
      [
        [2, "ALARM"],
        [7, "OK"],
      ],
      [
        [3, "ALARM"],
        [6, "OK"],
      ],
      ["OK t9"],
    ],
  ];
  for (const [what, c, s, actions] of rows)
    it(what, () => {
      assert.deepEqual(ran(c, s), actions);
    });

  it("WaitPeriod of 6: the suppressor in ALARM at t4 suppresses", () => {
    assert.deepEqual(ran([[2, "ALARM"]], [[4, "ALARM"]], 6), []);
  });

  it("ExtensionPeriod of 6: the composite's own change begins a wait", () => {
    const c: Changes = [
      [-5, "ALARM"],
      [5, "OK"],
    ];
    const s: Changes = [
      [-6, "ALARM"],
      [2, "OK"],
    ];
    assert.deepEqual(ran(c, s, 2, 6), ["OK t7"]);
  });
});

describe("a composite's actions: what the guide leaves open", () => {
  it("run at once where nothing waits", () => {
    assert.deepEqual(
      ran(
        [
          [2, "ALARM"],
          [4, "OK"],
        ],
        [],
        0,
        0,
      ),
      ["ALARM t2", "OK t4"],
    );
  });

  it("run when the suppressor goes into INSUFFICIENT_DATA, as when it is OK", () => {
    const s: Changes = [
      [0, "ALARM"],
      [6, "INSUFFICIENT_DATA"],
    ];
    assert.deepEqual(ran([[2, "ALARM"]], s), ["ALARM t9"]);
  });

  it("do not run after an ExtensionPeriod where the composite did not change", () => {
    const s: Changes = [
      [2, "ALARM"],
      [6, "OK"],
    ];
    assert.deepEqual(ran([], s), []);
    assert.deepEqual(ran([[-9, "ALARM"]], s), []);
  });

  it("do not run again after a second suppression", () => {
    const s: Changes = [
      [3, "ALARM"],
      [6, "OK"],
      [10, "ALARM"],
      [12, "OK"],
    ];
    assert.deepEqual(ran([[2, "ALARM"]], s), ["ALARM t9"]);
  });

  it("run once, for the last state, after changes that were suppressed", () => {
    const c: Changes = [
      [2, "ALARM"],
      [4, "OK"],
    ];
    const s: Changes = [
      [1, "ALARM"],
      [6, "OK"],
    ];
    assert.deepEqual(ran(c, s), ["OK t9"]);
  });

  it("a suppressor that goes into ALARM as the wait ends suppresses", () => {
    assert.deepEqual(ran([[2, "ALARM"]], [[4, "ALARM"]]), []);
  });

  it("run at the period's end, also between two steps", () => {
    assert.deepEqual(ran([[5, "ALARM"]], [[10, "ALARM"]], 2, 3, 20, 5), ["ALARM t7"]);
  });

  it("each change is followed by one run at most, and never runs while the suppressor is in ALARM", () => {
    const changes = fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: 40 }),
        fc.constantFrom<AlarmState>("OK", "ALARM", "INSUFFICIENT_DATA"),
      ),
      { maxLength: 8 },
    );
    const sorted = changes.map((all) => [...all].sort(([a], [b]) => a - b));
    const period = fc.integer({ min: 0, max: 6 });
    fc.assert(
      fc.property(sorted, sorted, period, period, (c, s, wait, extension) => {
        const actions = ran(c, s, wait, extension, 60);
        const inAlarm = (at: number): boolean => stateAt(c, at) === "ALARM";
        const times = Array.from({ length: 61 }, (_, at) => at);
        assert.ok(actions.length <= times.filter((at) => inAlarm(at) !== inAlarm(at - 1)).length);
        for (const one of actions) {
          const [state, at] = [one.split(" ")[0], Number(one.split("t")[1])];
          assert.notEqual(stateAt(s, at), "ALARM");
          assert.equal(state, inAlarm(at) ? "ALARM" : "OK");
        }
        // What is not suppressed in the end has run for the state that it is in.
        const changed = times.some((at) => inAlarm(at) !== inAlarm(at - 1));
        if (changed && stateAt(s, 60) !== "ALARM")
          assert.equal(actions.at(-1)?.split(" ")[0], inAlarm(60) ? "ALARM" : "OK");
      }),
    );
  });
});

describe("a composite alarm", () => {
  it("is INSUFFICIENT_DATA until its first step, whose change runs actions", () => {
    const composite = evaluator("ALARM(a) OR ALARM(b)");
    assert.deepEqual(composite.children, ["a", "b"]);
    const states: AlarmState[] = ["INSUFFICIENT_DATA", "ALARM", "ALARM", "OK"];
    const steps = states.map((state, at) => composite.advance(at, () => state));
    assert.deepEqual(
      steps.map((step) => [step.state, step.ran.map((one) => one.state).join()]),
      [
        ["OK", "OK"],
        ["ALARM", "ALARM"],
        ["ALARM", ""],
        ["OK", "OK"],
      ],
    );
  });

  it("tells what holds its actions back", () => {
    const composite = evaluator("ALARM(c)", { alarm: "s", waitPeriod: 2, extensionPeriod: 2 });
    assert.deepEqual(composite.children, ["c", "s"]);
    const of = (at: number, c: AlarmState, s: AlarmState): string | undefined =>
      composite.advance(at, (alarm) => (alarm === "c" ? c : s)).suppressedBy;
    assert.deepEqual(
      [of(0, "ALARM", "OK"), of(1, "ALARM", "ALARM"), of(5, "ALARM", "OK"), of(7, "ALARM", "OK")],
      ["WaitPeriod", "Alarm", "ExtensionPeriod", undefined],
    );
  });

  it("is refused where its rule or its periods are none", () => {
    assert.deepEqual(compositeEvaluator("ALARM("), { refused: "alarmRule does not parse: ALARM(" });
    for (const waitPeriod of [-1, 0.5, NaN])
      assert.deepEqual(compositeEvaluator("TRUE", { alarm: "s", waitPeriod, extensionPeriod: 0 }), {
        refused: `actionsSuppressor.waitPeriod is ${waitPeriod}, and not a whole number of seconds`,
      });
  });

  const A: Record<string, AlarmState> = { a: "ALARM", o: "OK", i: "INSUFFICIENT_DATA" };
  const rules: [rule: string, holds: boolean | undefined][] = [
    ["ALARM(a)", true],
    ["ALARM(o)", false],
    ["OK(o) AND INSUFFICIENT_DATA(i)", true],
    ["NOT OK(i)", true],
    ["ALARM(o) OR ALARM(a) AND OK(i)", false],
    ["(ALARM(o) OR ALARM(a)) AND OK(o)", true],
    ["AT_LEAST(2, ALARM, (a, o, i))", false],
    ["AT_LEAST(2, NOT OK, (a, o, i))", true],
    ["AT_LEAST(50%, ALARM, (a, o))", true],
    ["AT_LEAST(51%, ALARM, (a, o))", false],
    ["TRUE AND NOT FALSE", true],
    ["ALARM(a", undefined],
  ];
  for (const [rule, holds] of rules)
    it(`${rule} ${holds === undefined ? "does not parse" : holds ? "holds" : "does not hold"}`, () => {
      assert.equal(
        ruleHolds(rule, (alarm) => A[alarm] ?? assert.fail(alarm)),
        holds,
      );
    });

  it("a rule that no child's state changes is a constant", () => {
    const constants: [string, boolean | undefined][] = [
      ["TRUE", true],
      ["FALSE", false],
      ["ALARM(a) AND NOT ALARM(a)", false],
      ["ALARM(a) AND OK(a)", false],
      ["ALARM(a) OR OK(a) OR INSUFFICIENT_DATA(a)", true],
      ["ALARM(a) OR OK(a)", undefined],
      ["INSUFFICIENT_DATA(a)", undefined],
      ["AT_LEAST(4, ALARM, (a, b, c))", false],
      ["ALARM(", undefined],
      [`FALSE AND AT_LEAST(1, ALARM, (${"abcdefghi".split("").join(", ")}))`, undefined],
    ];
    for (const [rule, constant] of constants) assert.equal(ruleConstant(rule), constant, rule);
  });

  it("is named by name or ARN", () => {
    assert.equal(alarmNameOf("arn:aws:cloudwatch:eu-west-1:111111111111:alarm:api: 5xx"), "api: 5xx");
    assert.equal(alarmNameOf("api: 5xx"), "api: 5xx");
    assert.equal(alarmNameOf("${api.arn}"), "${api.arn}");
  });
});
