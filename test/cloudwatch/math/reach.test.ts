import assert from "node:assert/strict";
import fc from "fast-check";
import { mathReach } from "../../../cloudwatch/math";
import { between, contains, NO_VALUE, only, type Reach } from "../../../cloudwatch/reach/interval";
import { compiled, queriesOf } from "./run";

const COUNTER = between(0, Infinity, "possible");

function reachOf(expressions: string | readonly string[], reaches: Record<string, Reach>): Reach {
  const lines = typeof expressions === "string" ? [expressions] : expressions;
  const reach = mathReach(queriesOf(Object.keys(reaches), ...lines), (id) => reaches[id] ?? NO_VALUE);
  return "refused" in reach ? assert.fail(reach.refused) : reach;
}

describe("the reach of metric math", () => {
  const percent = between(0, 100);
  const always = between(1, 5);
  const sparse = between(1, 5, "possible");
  type Row = [
    expression: string,
    reaches: Record<string, Reach>,
    low: number,
    high: number,
    missing: Reach["missing"],
    exact: boolean,
  ];
  const rows: Row[] = [
    [
      "errors - 0.01 * requests",
      { errors: COUNTER, requests: COUNTER },
      -Infinity,
      Infinity,
      "possible",
      true,
    ],
    [
      "desired - serving",
      { desired: between(0, Infinity), serving: between(0, Infinity) },
      -Infinity,
      Infinity,
      "never",
      true,
    ],
    ["m1 / 100", { m1: percent }, 0, 1, "never", true],
    ["100 - m1", { m1: percent }, 0, 100, "never", true],
    ["m1 * -2", { m1: always }, -10, -2, "never", true],
    ["m1 * m2", { m1: always, m2: between(-1, 3) }, -5, 15, "never", true],
    ["m1 - m1", { m1: always }, -4, 4, "never", false],
    ["m1 + m2", { m1: sparse, m2: always }, 1, 10, "possible", false],
    ["m1 + m2", { m1: COUNTER, m2: COUNTER }, 0, Infinity, "possible", true],
    ["m1 + 5", { m1: sparse }, 6, 10, "possible", true],
    ["m1 / m2 * 100", { m1: COUNTER, m2: COUNTER }, 0, Infinity, "possible", false],
    ["m1 / m2", { m1: always, m2: between(2, 4) }, 0.25, 2.5, "never", false],
    ["m1 / m2", { m1: always, m2: only(0) }, Infinity, -Infinity, "always", true],
    ["1 / m1", { m1: between(-1, 1) }, -Infinity, Infinity, "possible", false],
    ["m1 > 90", { m1: percent }, 0, 1, "never", true],
    ["m1 > 100", { m1: percent }, 0, 0, "never", true],
    ["m1 >= 0", { m1: percent }, 1, 1, "never", true],
    ["m1 == 5", { m1: percent }, 0, 1, "never", false],
    ["m1 > 1 AND m2 > 100", { m1: percent, m2: percent }, 0, 0, "never", true],
    ["m1 > 1 OR m2 < 101", { m1: percent, m2: percent }, 1, 1, "never", true],
    ["IF(m1 > 50, 1, 0)", { m1: percent }, 0, 1, "never", false],
    ["IF(m1 > 100, m2)", { m1: percent, m2: always }, Infinity, -Infinity, "always", true],
    ["IF(m1 >= 0, m2)", { m1: percent, m2: sparse }, 0, 5, "never", false],
    ["FILL(m1, 0)", { m1: sparse }, 0, 5, "never", false],
    ["FILL(m1, 0)", { m1: COUNTER }, 0, Infinity, "never", true],
    ["FILL(m1, 7)", { m1: NO_VALUE }, 7, 7, "never", true],
    ["ABS(m1)", { m1: between(-7, -2) }, 2, 7, "never", true],
    ["ABS(m1)", { m1: between(-7, 2) }, 0, 7, "never", false],
    ["CEIL(m1)", { m1: between(0.2, 1.2) }, 1, 2, "never", true],
    ["SUM(METRICS())", { m1: always, m2: always }, 2, 10, "never", true],
    ["AVG(METRICS())", { m1: always, m2: sparse }, 0.5, 5, "never", false],
    ["MAX(METRICS())", { m1: always, m2: between(3, 4) }, 3, 5, "never", true],
    [
      "MAX(METRICS())",
      { m1: between(3, 4, "possible"), m2: between(3, 4, "possible") },
      0,
      4,
      "possible",
      false,
    ],
    ["MIN(METRICS())", { m1: always, m2: between(3, 4, "possible") }, 0, 5, "possible", false],
    ["HOUR(m1)", { m1: NO_VALUE }, 0, 23, "never", false],
    ["m1", { m1: NO_VALUE }, Infinity, -Infinity, "always", true],
  ];
  for (const [expression, reaches, low, high, missing, exact] of rows) {
    const of = Object.values(reaches).map((reach) => `${reach.low}…${reach.high} ${reach.missing}`);
    it(`${expression} of ${of.join(", ")}`, () => {
      assert.deepEqual(reachOf(expression, reaches), { low, high, missing, exact });
    });
  }

  it("follows the lines, and refuses what the evaluator refuses", () => {
    const reaches = { m1: between(0, 10), m2: between(0, 10) };
    assert.deepEqual(reachOf(["m1 / 2", "e1 + m2"], reaches), {
      low: 0,
      high: 15,
      missing: "never",
      exact: true,
    });
    assert.equal(reachOf(["m1 / 2", "e1 + m1"], reaches).exact, false);
    const refused = mathReach(queriesOf(["m1"], "RATE(m1)"), () => COUNTER);
    assert.ok("refused" in refused && refused.refused.startsWith("e1: RATE depends"));
  });
});

const IDS = ["a", "b", "c"];

/** Texts of every operator and function that is evaluated, over the metrics and, in a second line, the first line. */
function expressions(names: readonly string[]): fc.Arbitrary<string> {
  const { series } = fc.letrec<{ series: string; operand: string; array: string; condition: string }>(
    (tie) => {
      const number = fc
        .oneof(fc.integer({ min: -3, max: 9 }), fc.constantFrom(0, 0.5, 0.01, 100, 1e9))
        .map(String);
      const operator = fc.constantFrom("+", "-", "*", "/");
      const compare = fc.constantFrom("<", "<=", ">", ">=", "==", "!=", "AND", "OR");
      const text = (...parts: (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> =>
        fc
          .tuple(...parts.map((part) => (typeof part === "string" ? fc.constant(part) : part)))
          .map((all) => all.join(""));
      const [one, operand, array] = [tie("series"), tie("operand"), tie("array")];
      return {
        operand: fc.oneof(one, number),
        condition: text("(", one, compare, operand, ")"),
        array: fc.oneof(
          { depthSize: "small" },
          fc.constantFrom("METRICS()", 'METRICS("a")'),
          text("[", one, ",", one, "]"),
          text("[", one, "]"),
          text("(", array, operator, operand, ")"),
          text("FILL(", array, ",", operand, ")"),
        ),
        series: fc.oneof(
          { depthSize: "small", withCrossShrink: true },
          fc.constantFrom(...names),
          text("(", one, operator, operand, ")"),
          text("(", operand, operator, one, ")"),
          text("((", one, ")^(", number, "))"),
          text("((", one, ")^(", one, "))"),
          tie("condition"),
          text("(-", one, ")"),
          text(fc.constantFrom("ABS", "CEIL", "FLOOR", "LOG", "LOG10"), "(", one, ")"),
          text(fc.constantFrom("SUM", "AVG", "MIN", "MAX", "STDDEV"), "(", array, ")"),
          text(fc.constantFrom("FIRST", "LAST"), "(", array, ")"),
          text("FILL(", one, ",", operand, ")"),
          text("IF(", one, ",", operand, ")"),
          text("IF(", tie("condition"), ",", operand, ",", operand, ")"),
          text("TIME_SERIES(", number, ")"),
          text(fc.constantFrom("HOUR", "DAY", "EPOCH"), "(", one, ")"),
        ),
      };
    },
  );
  return series;
}

const end = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.integer({ min: -1e6, max: 1e6 }).map((thousandth) => thousandth / 1000),
  fc.constantFrom(0, 1, 1e-3, Infinity, -Infinity),
);
const reachBetween = (end: fc.Arbitrary<number>): fc.Arbitrary<Reach> =>
  fc
    .tuple(end, end, fc.constantFrom("never" as const, "possible" as const, "always" as const))
    .map(([one, other, missing]) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      return missing === "always" || low === Infinity || high === -Infinity
        ? NO_VALUE
        : between(low, high, missing);
    });

const reach = reachBetween(end);
/** With ends that no metric has. */
const anyReach = reachBetween(
  fc.oneof(
    end,
    fc.constantFrom(2 ** 360, -(2 ** 360)),
    fc.double({ min: -(2 ** 360), max: 2 ** 360, noNaN: true }),
  ),
);

/** A value inside a reach: an end, something between, or none where it can be missing. */
function inside({ low, high, missing }: Reach, part: number, miss: boolean): number | undefined {
  if (missing === "always" || (missing === "possible" && miss)) return undefined;
  const [from, to] = [Math.max(low, -(2 ** 360)), Math.min(high, 2 ** 360)];
  if (part === 0) return from;
  if (part === 1) return to;
  const small = Math.round(part * 10) - 5;
  if (part > 0.4 && small >= from && small <= to) return small;
  return Math.min(to, Math.max(from, from + (to - from) * part));
}

describe("the reach of metric math holds every value", () => {
  const parts = fc.array(
    fc.record({
      part: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
      miss: fc.boolean(),
    }),
    { minLength: IDS.length, maxLength: IDS.length },
  );
  const times = fc.integer({ min: 0, max: 2e9 });

  it("of random expressions, random values, in both readings of a missing input", () => {
    let computed = 0;
    fc.assert(
      fc.property(
        expressions(IDS),
        expressions([...IDS, "e1"]),
        fc.array(anyReach, { minLength: 3, maxLength: 3 }),
        fc.array(parts, { minLength: 5, maxLength: 5 }),
        times,
        fc.constantFrom("zero" as const, "noValue" as const),
        (first, second, reaches, samples, at, missingInput) => {
          const queries = queriesOf(IDS, first, second);
          const of = (id: string): Reach => reaches[IDS.indexOf(id)] ?? NO_VALUE;
          const result = mathReach(queries, of);
          if ("refused" in result) {
            // A part that is a scalar, `1/0` or an empty choice of metrics: nothing to hold.
            fc.pre(false);
            return;
          }
          const program = compiled(queries, { missingInput });
          for (const sample of samples) {
            const read = (id: string): number | undefined => {
              const { part, miss } = sample[IDS.indexOf(id)] ?? { part: 0, miss: false };
              return inside(of(id), part, miss);
            };
            const value = program.evaluate(read, at);
            computed++;
            if (!contains(result, value))
              assert.fail(
                `${first} | ${second}: ${value} of ${IDS.map(read).join(", ")} is outside ${JSON.stringify(result)}`,
              );
          }
        },
      ),
      { numRuns: Number(process.env["RUNS"] ?? 3000) },
    );
    assert.ok(computed > 3000);
  });

  it("and where it is exact, both ends are reached", () => {
    let exact = 0;
    fc.assert(
      fc.property(
        expressions(IDS),
        fc.array(reach, { minLength: 3, maxLength: 3 }),
        (expression, reaches) => {
          const of = (id: string): Reach => reaches[IDS.indexOf(id)] ?? NO_VALUE;
          const queries = queriesOf(IDS, expression);
          const result = mathReach(queries, of);
          fc.pre(!("refused" in result) && result.exact && result.missing !== "always");
          if ("refused" in result) return;
          const program = compiled(queries);
          const corners = IDS.reduce<(number | undefined)[][]>(
            (all, id) =>
              all.flatMap((one) =>
                [0, 1].flatMap((part) => [false, true].map((miss) => [...one, inside(of(id), part, miss)])),
              ),
            [[]],
          );
          const values = corners
            .map((corner) => program.evaluate((id) => corner[IDS.indexOf(id)], 0))
            .filter((value) => value !== undefined);
          exact++;
          const [low, high] = [Math.min(...values), Math.max(...values)];
          const isEnd = (value: number, end: number): boolean =>
            Number.isFinite(end)
              ? value === end
              : Math.abs(value) > 2 ** 200 && Math.sign(value) === Math.sign(end);
          assert.ok(
            isEnd(low, result.low) && isEnd(high, result.high),
            `${expression}: ${low}…${high}, not ${JSON.stringify(result)}`,
          );
        },
      ),
      { numRuns: Number(process.env["RUNS"] ?? 1500) },
    );
    assert.ok(exact > 100, `${exact} exact ones`);
  });
});
