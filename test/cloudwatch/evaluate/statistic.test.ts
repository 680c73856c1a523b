import assert from "node:assert/strict";
import fc from "fast-check";
import { samplesNeeded, statisticOf, type StatisticOf } from "../../../cloudwatch/evaluate";
import type { Samples } from "../../../cloudwatch/samples";

function of(statistic: string): StatisticOf {
  const found = statisticOf(statistic);
  assert.ok(typeof found === "function", statistic);
  return found;
}

/** Two steps: 1 and 2 in the first; 2, 2, 2 and 7 in the second. */
const STEPS: readonly Samples[] = [
  [
    { value: 2, count: 1 },
    { value: 1, count: 1 },
  ],
  [
    { value: 7, count: 1 },
    { value: 2, count: 3 },
  ],
];
const HUNDRED: readonly Samples[] = [
  Array.from({ length: 100 }, (_, index) => ({ value: 100 - index, count: 1 })),
];

const VALUES: readonly (readonly [string, readonly Samples[], number | undefined])[] = [
  ["SampleCount", STEPS, 6],
  ["Sum", STEPS, 16],
  ["Average", STEPS, 16 / 6],
  ["Minimum", STEPS, 1],
  ["Maximum", STEPS, 7],
  ["p50", STEPS, 2],
  ["p95", HUNDRED, 95],
  ["p99.9", HUNDRED, 100],
  ["p0", HUNDRED, 1],
  ["p100", HUNDRED, 100],
  ["p95", [[{ value: 1, count: 20 }]], 1],
  [
    "p95",
    [
      [
        { value: 1, count: 19 },
        { value: 9, count: 1 },
      ],
    ],
    1,
  ],
  [
    "p95",
    [
      [
        { value: 1, count: 18 },
        { value: 9, count: 2 },
      ],
    ],
    9,
  ],
  // A period with a negative sample has no percentiles.
  [
    "p50",
    [
      [
        { value: -1, count: 1 },
        { value: 9, count: 1 },
      ],
    ],
    undefined,
  ],
  // 0.1 + 0.1 + 0.1 is not 3 × 0.1, and an average of equal samples is their value all the same.
  ["Average", [[{ value: 0.1, count: 1 }], [{ value: 0.1, count: 2 }]], 0.1],
];

describe("statistics of samples", () => {
  for (const [statistic, steps, value] of VALUES)
    it(`${statistic} of ${JSON.stringify(steps).slice(0, 60)} is ${value}`, () => {
      assert.equal(of(statistic)(steps), value);
    });

  for (const statistic of ["SampleCount", "Sum", "Average", "Minimum", "Maximum", "p95"])
    it(`${statistic} of a period without samples is missing`, () => {
      assert.equal(of(statistic)([[], []]), undefined);
    });

  it("counts 1 for each sample of 1: Maximum stays at 1, only Sum counts", () => {
    const errors: readonly Samples[] = [[{ value: 1, count: 5000 }]];
    assert.deepEqual(
      ["Minimum", "Average", "Maximum", "Sum"].map((name) => of(name)(errors)),
      [1, 1, 1, 5000],
    );
  });

  for (const statistic of ["tm90", "wm98", "tc90", "ts90", "PR(:300)", "IQM", "TM(10%:90%)"])
    it(`refuses ${statistic} with one sentence`, () => {
      const found = statisticOf(statistic);
      assert.ok("refused" in found);
      assert.equal(
        found.refused,
        `${statistic} is not evaluated here: of the extended statistics only percentiles are`,
      );
    });

  it("refuses what is no statistic, and says what was meant", () => {
    assert.deepEqual(statisticOf("sum"), {
      refused: "sum is no statistic of CloudWatch; did you mean Sum?",
    });
  });

  it("lies between Minimum and Maximum, for Average and each percentile", () => {
    const samples = fc.array(
      fc.record({
        value: fc.double({ min: 0, max: 1e6, noNaN: true }),
        count: fc.integer({ min: 1, max: 500 }),
      }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(samples, fc.integer({ min: 0, max: 1000 }), (group, tenths) => {
        const [low, high] = [of("Minimum")([group])!, of("Maximum")([group])!];
        for (const name of ["Average", `p${tenths / 10}`]) {
          const value = of(name)([group])!;
          assert.ok(value >= low && value <= high, `${name} ${value} of ${low} … ${high}`);
        }
      }),
    );
  });
});

describe("percentiles with few samples", () => {
  for (const [statistic, needed] of [
    ["p99", 1000],
    ["p95", 200],
    ["p50", 20],
    ["p10", 100],
    ["p0", 0],
    ["p100", 0],
    ["Average", 0],
  ] as const)
    it(`${statistic} needs ${needed}`, () => {
      assert.ok(Math.abs(samplesNeeded(statistic) - needed) < 1e-6);
    });
});
