import assert from "node:assert/strict";
import fc from "fast-check";
import type { Alarm } from "../../../cloudwatch/alarm";
import { evaluatorOf, samplesNeeded, type AlarmState, type Refusal } from "../../../cloudwatch/evaluate";
import { isRefusal } from "../../../cloudwatch/evaluate/refusal";
import { reachOf, statesOver } from "../../../cloudwatch/reach";
import { NO_SAMPLES, type Samples } from "../../../cloudwatch/samples";
import { isPublishable, samplesOf, scenes, type Scene } from "./alarms";

const RUNS = 4000;

/** How often each answer came up; a property that never sees one proves nothing. */
const seen = new Map<string, number>();
function count(what: string): void {
  seen.set(what, (seen.get(what) ?? 0) + 1);
}

interface Told {
  state: AlarmState;
  value: number | undefined;
}

function run(
  alarm: Alarm,
  steps: readonly (Samples | undefined)[],
  evaluationRange: number,
): Told[] | Refusal {
  const evaluator = evaluatorOf(alarm, { evaluationRange });
  if (isRefusal(evaluator)) return evaluator;
  return steps.map((samples) => ({
    state: evaluator.advance(() => samples ?? NO_SAMPLES),
    value: evaluator.value,
  }));
}

function lastState(told: Told[] | Refusal): AlarmState | undefined {
  return isRefusal(told) ? undefined : told.at(-1)?.state;
}

function check(property: (scene: Scene) => void): void {
  fc.assert(fc.property(scenes, property), { numRuns: RUNS });
}

describe("what an alarm can do, against the evaluator", () => {
  it("no stream of the model makes an alarm fire that cannot", () => {
    check(({ alarm, published, evaluationRange }) => {
      const { canFire } = reachOf(alarm);
      if (canFire.answer !== "no") return;
      count("cannot fire");
      const told = run(alarm, published, evaluationRange);
      assert.ok(isRefusal(told) || told.every(({ state }) => state !== "ALARM"));
    });
  });

  it("no data point of the model crosses a threshold that none can", () => {
    check(({ alarm, published, evaluationRange }) => {
      const { crossed, points } = reachOf(alarm);
      if (points === undefined) return;
      const told = run(alarm, published, evaluationRange);
      if (isRefusal(told)) return;
      for (const { value } of told) {
        if (value === undefined) continue;
        count("data point");
        assert.ok(value >= points.reach.low && value <= points.reach.high, `${value}`);
        if (crossed.answer === "no") assert.ok(!breaches(alarm, value), `${value}`);
      }
    });
  });

  it("an alarm that can fire goes to ALARM on the stream that is shown, and the metric could publish it", () => {
    check(({ alarm, fact }) => {
      const { canFire } = reachOf(alarm);
      if (canFire.answer !== "yes") return;
      assert.ok(canFire.by === "stream");
      count("can fire");
      assert.ok(isPublishable(fact, canFire.stream));
      const states = statesOver(alarm, canFire.stream);
      assert.ok(!isRefusal(states));
      assert.equal(states.at(-1), "ALARM");
    });
  });

  it("an alarm that always fires ends in ALARM whatever is published", () => {
    fc.assert(
      fc.property(
        scenes.chain((scene) =>
          fc.tuple(fc.constant(scene), fc.array(samplesOf(scene.fact), { minLength: 20, maxLength: 25 })),
        ),
        ([{ alarm, evaluationRange }, steps]) => {
          if (reachOf(alarm).alwaysFires.answer !== "yes") return;
          count("always fires");
          const needed = Math.max(1, Math.ceil(samplesNeeded(String(alarm.metric?.statistic))));
          const enough = steps.map((samples) =>
            samples.map((one) => ({ ...one, count: one.count * needed })),
          );
          // Beyond the warm-up.
          const long = Array.from({ length: 6 }, () => enough).flat();
          const told = run(alarm, long, evaluationRange);
          if (isRefusal(told)) return;
          // A percentile of negative samples is missing: there is no point that could breach.
          if (told.some(({ value }) => value === undefined)) return;
          count("always fires, seen");
          assert.equal(lastState(told), "ALARM");
        },
      ),
      { numRuns: RUNS },
    );
  });

  it("an alarm that does not always fire is out of ALARM on the stream that is shown", () => {
    check(({ alarm, fact }) => {
      const { alwaysFires } = reachOf(alarm);
      if (alwaysFires.answer !== "no") return;
      assert.ok(alwaysFires.by === "stream");
      count("does not always fire");
      assert.ok(isPublishable(fact, alwaysFires.stream));
      const states = statesOver(alarm, alwaysFires.stream);
      assert.ok(isRefusal(states) ? alwaysFires.stream.length === 0 : states.at(-1) !== "ALARM");
    });
  });

  it("an alarm that fires on silence does, though a zero would not breach", () => {
    check(({ alarm, evaluationRange }) => {
      if (!reachOf(alarm).firesOnSilence) return;
      const told = run(alarm, new Array<undefined>(120).fill(undefined), evaluationRange);
      if (isRefusal(told)) return;
      count("fires on silence");
      assert.equal(lastState(told), "ALARM");
      assert.ok(!breaches(alarm, 0));
    });
  });

  it("saw every answer often enough for that to mean something", () => {
    for (const [answer, least] of [
      ["cannot fire", 200],
      ["data point", 1000],
      ["can fire", 500],
      ["always fires, seen", 50],
      ["does not always fire", 500],
      ["fires on silence", 10],
    ] as const)
      assert.ok((seen.get(answer) ?? 0) >= least, `${answer}: ${seen.get(answer)}`);
  });
});

function breaches({ comparisonOperator, threshold }: Alarm, value: number): boolean {
  assert.ok(typeof threshold === "number");
  switch (comparisonOperator) {
    case "GreaterThanThreshold":
      return value > threshold;
    case "GreaterThanOrEqualToThreshold":
      return value >= threshold;
    case "LessThanThreshold":
      return value < threshold;
    default:
      return value <= threshold;
  }
}
