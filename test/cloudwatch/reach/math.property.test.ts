import assert from "node:assert/strict";
import fc from "fast-check";
import type { Alarm } from "../../../cloudwatch/alarm";
import { evaluatorOf, THRESHOLD_OPERATORS, type AlarmState } from "../../../cloudwatch/evaluate";
import { isRefusal } from "../../../cloudwatch/evaluate/refusal";
import { allMetrics, type MetricFact } from "../../../cloudwatch/facts";
import { reachOf, statesOver, type Step } from "../../../cloudwatch/reach";
import { NO_SAMPLES } from "../../../cloudwatch/samples";
import { isPublishable, samplesOf } from "./alarms";

const EXPRESSIONS = [
  ...["a", "-a", "a - b", "a - 0.01 * b", "a / b", "100 * a / (a + b)", "a - a", "a * b", "ABS(a - b)"],
  ...["FILL(a, 0)", "FILL(a, 7) - b", "IF(a > 5, b, 0)", "IF(a > 0 AND b > 0, 1, 0)", "MAX([a, b])"],
  ...["SUM([a, b])", "AVG([a, b])", "MIN([a, b])", "a > b", "100 - a", "1 - a / 100"],
];
const STATISTICS = ["Sum", "Average", "Maximum", "Minimum", "SampleCount"];

interface Scene {
  alarm: Alarm;
  facts: { a: MetricFact; b: MetricFact };
  published: readonly Step[];
  options: { evaluationRange: number; missingInput: "zero" | "noValue" };
}

const metric = fc.record({ fact: fc.constantFrom(...allMetrics()), stat: fc.constantFrom(...STATISTICS) });

const scenes: fc.Arbitrary<Scene> = fc.record({ a: metric, b: metric }).chain(({ a, b }) => {
  const isOne = a.fact === b.fact;
  const samples = (fact: MetricFact) => fc.option(samplesOf(fact), { nil: NO_SAMPLES, freq: 4 });
  const step = fc
    .record({ a: samples(a.fact), b: samples(b.fact) })
    .map(({ a, b }): Step => ({ a, b: isOne ? a : b }));
  return fc.record({
    facts: fc.constant({ a: a.fact, b: b.fact }),
    alarm: fc
      .record({
        expression: fc.constantFrom(...EXPRESSIONS),
        threshold: fc.oneof(
          fc.constantFrom(-100, -1, -0.5, 0, 0.5, 1, 2, 5, 99, 100, 101, 500),
          fc.double({ min: -1e4, max: 1e4, noNaN: true }),
        ),
        comparisonOperator: fc.constantFrom(...THRESHOLD_OPERATORS),
        evaluationPeriods: fc.integer({ min: 1, max: 4 }),
        treatMissingData: fc.constantFrom("missing", "ignore", "breaching", "notBreaching"),
      })
      .map(({ expression, ...fields }): Alarm => {
        const line = (id: string, { fact, stat }: typeof a) => ({
          id,
          returnData: false,
          metric: { namespace: fact.namespace, metricName: fact.metric, statistic: stat, period: 60 },
        });
        return {
          kind: "math",
          ...fields,
          queries: [{ id: "e", expression, returnData: true }, line("a", a), line("b", b)],
        };
      }),
    published: fc.array(step, { minLength: 1, maxLength: 30 }),
    options: fc.record({
      evaluationRange: fc.integer({ min: 4, max: 8 }),
      missingInput: fc.constantFrom("zero" as const, "noValue" as const),
    }),
  });
});

const seen = new Map<string, number>();
function count(what: string): void {
  seen.set(what, (seen.get(what) ?? 0) + 1);
}

interface Told {
  state: AlarmState;
  value: number | undefined;
}

function statesOf({ alarm, published, options }: Scene, repeat = 1): Told[] {
  const evaluator = evaluatorOf(alarm, options);
  if (isRefusal(evaluator)) return [];
  const steps = Array.from({ length: repeat }, () => published).flat();
  return steps.map((step) => ({
    state: evaluator.advance((line) => step[line] ?? NO_SAMPLES),
    value: evaluator.value,
  }));
}

function check(property: (scene: Scene) => void): void {
  fc.assert(fc.property(scenes, property), { numRuns: 3000 });
}

describe("what an alarm on metric math can do, against the evaluator, in both readings of a missing input", () => {
  it("no stream of the model makes an alarm fire that cannot, nor gives a value outside its reach", () => {
    check((scene) => {
      const { canFire, crossed, points } = reachOf(scene.alarm);
      for (const { state, value } of statesOf(scene)) {
        if (canFire.answer === "no") assert.notEqual(state, "ALARM");
        if (value === undefined || points === undefined) continue;
        assert.ok(value >= points.reach.low && value <= points.reach.high, `${value}`);
      }
      if (canFire.answer === "no") count("cannot fire");
      if (crossed.answer === "yes") count("crossed");
    });
  });

  it("an alarm that can fire goes to ALARM on the stream that is shown, and its metrics could publish it", () => {
    check(({ alarm, facts }) => {
      const { canFire } = reachOf(alarm);
      count(`can fire: ${canFire.answer}`);
      if (canFire.answer !== "yes") return;
      assert.ok(canFire.by === "stream");
      for (const id of ["a", "b"] as const)
        assert.ok(
          isPublishable(
            facts[id],
            canFire.stream.map((step) => ({ [id]: step[id] ?? NO_SAMPLES })),
          ),
        );
      if (facts.a === facts.b)
        for (const { a, b } of canFire.stream) if (a !== undefined && b !== undefined) assert.deepEqual(a, b);
      const states = statesOver(alarm, canFire.stream);
      assert.ok(!isRefusal(states));
      assert.equal(states.at(-1), "ALARM");
    });
  });

  it("an alarm that always fires is in ALARM after each stream whose last points all have values", () => {
    check((scene) => {
      const { alwaysFires } = reachOf(scene.alarm);
      count(`always fires: ${alwaysFires.answer}`);
      if (alwaysFires.answer === "no") {
        assert.ok(alwaysFires.by === "stream");
        const states = statesOver(scene.alarm, alwaysFires.stream);
        assert.ok(!isRefusal(states) && states.at(-1) !== "ALARM");
      }
      if (alwaysFires.answer !== "yes") return;
      const told = statesOf(scene, 10);
      const last = told.slice(-8);
      if (last.length < 8 || last.some(({ value }) => value === undefined)) return;
      count("always fires, seen");
      assert.equal(last.at(-1)?.state, "ALARM");
    });
  });

  it("saw every answer often enough for that to mean something", () => {
    for (const [answer, least] of [
      ["cannot fire", 100],
      ["crossed", 500],
      ["can fire: yes", 500],
      ["always fires: no", 500],
      ["always fires, seen", 20],
    ] as const)
      assert.ok((seen.get(answer) ?? 0) >= least, `${answer}: ${seen.get(answer)}`);
  });
});
