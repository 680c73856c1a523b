import assert from "node:assert/strict";
import fc from "fast-check";
import { compileMath } from "../../../cloudwatch/math";
import { UNKNOWN } from "../../../cloudwatch/unknown";
import { compiled, queriesOf, refusal, yields } from "./run";

describe("metric math", () => {
  const values: [expression: string, result: number | undefined][] = [
    ["a + b * c", 14],
    ["(a + b) * c", 20],
    ["a - b - c", -5],
    ["c / b / a", 4 / 3 / 2],
    ["a ^ b", 8],
    ["b * a ^ 2", 12],
    ["a ^ -1", 0.5],
    ["(-a) ^ 2", 4],
    ["-(a ^ 2)", -4],
    ["--a", 2],
    ["a < b == 1", 1],
    ["a > b OR a < b AND b < c", 1],
    ["a+b>=5", 1],
    ["a AND b", 1],
    [".5 * a", 1],
    ["1e1 * a", 20],
    ["  a\n  +\tb ", 5],
    ["(b - 3) / (b - 3) + a", 2],
    ["LOG(a - 2)", undefined],
    ["(a - b) ^ 0.5", undefined],
    ["a ^ 2000", undefined],
    ["SUM([[a, b], [c]])", 9],
  ];
  for (const [expression, result] of values) {
    it(`${expression.trim()} = ${result ?? "no value"}`, () => {
      assert.deepEqual(yields(expression, { a: [2], b: [3], c: [4] }), [result]);
    });
  }

  it("clock functions go by the point's beginning, in UTC, and have a value at all times", () => {
    const at = Date.UTC(2026, 1, 28, 23, 59, 30) / 1000;
    const rows: [string, number][] = [
      ["MINUTE", 59],
      ["HOUR", 23],
      ["DAY", 6],
      ["DATE", 28],
      ["MONTH", 2],
      ["YEAR", 2026],
      ["EPOCH", at],
    ];
    for (const [name, value] of rows) {
      const program = compiled(queriesOf(["m1"], `${name}(m1)`));
      assert.equal(
        program.evaluate(() => undefined, at),
        value,
        name,
      );
    }
    const sunday = compiled(queriesOf(["m1"], "IF(DAY(m1)<6 AND HOUR(m1)>=9, m1)"));
    assert.equal(
      sunday.evaluate(() => 1, Date.UTC(2026, 2, 1, 12) / 1000),
      undefined,
    );
    assert.equal(
      sunday.evaluate(() => 1, Date.UTC(2026, 2, 2, 12) / 1000),
      1,
    );
  });

  it("reads the metrics that the returned line depends on, once each, and no other", () => {
    const queries = queriesOf(["m1", "m2", "m3"], "m1 + m1", "e1 * e1 + m2");
    const program = compiled(queries);
    assert.deepEqual(
      program.metrics.map(({ id }) => id),
      ["m1", "m2"],
    );
    const read: string[] = [];
    const value = program.evaluate((id) => {
      read.push(id);
      return 3;
    }, 0);
    assert.equal(value, 39);
    assert.deepEqual(read, ["m1", "m2"]);
  });

  it("takes a metric for the returned line, and the one line that does not say that it returns none", () => {
    const one = compiled([{ id: "m1", metric: { metricName: "m1" }, returnData: true }]);
    assert.equal(
      one.evaluate(() => 7, 0),
      7,
    );
    const open = compiled([
      { id: "m1", metric: { metricName: "m1" }, returnData: false },
      { id: "e1", expression: "m1 * 2" },
    ]);
    assert.equal(
      open.evaluate(() => 7, 0),
      14,
    );
  });

  it("takes an array of one series for one series, through lines that are arrays", () => {
    const program = compiled(queriesOf(["a1", "b1"], "METRICS() * 2", 'SUM(e1) - SUM(METRICS("b"))'));
    assert.equal(
      program.evaluate((id) => (id === "a1" ? 1 : 10), 0),
      12,
    );
    assert.deepEqual(yields("METRICS() * 2", { m1: [3] }), [6]);
  });

  it("does not mistake what is no number for a value", () => {
    const program = compiled(queriesOf(["m1"], "m1 + 1"));
    for (const value of [NaN, Infinity, undefined])
      assert.equal(
        program.evaluate(() => value, 0),
        undefined,
      );
  });
});

describe("metric math is refused", () => {
  const DEPENDS = "depends on how much data CloudWatch retrieves, which AWS does not say";
  const rows: [expression: string, why: string][] = [
    ["AVG(m1)", `AVG of one series ${DEPENDS}`],
    ["m1 - MIN(m1)", `MIN of one series ${DEPENDS}`],
    ["SUM(METRICS())/SUM(m1)", `SUM of one series ${DEPENDS}`],
    ["DATAPOINT_COUNT(m1)", `DATAPOINT_COUNT ${DEPENDS}`],
    ["RUNNING_SUM([m1,m2])", `RUNNING_SUM ${DEPENDS}`],
    ["REMOVE_EMPTY(METRICS())", `REMOVE_EMPTY ${DEPENDS}`],
    ["RATE(m1)", `RATE ${DEPENDS}`],
    ["DIFF(m1)", `DIFF ${DEPENDS}`],
    ["DIFF_TIME(m1)", `DIFF_TIME ${DEPENDS}`],
    ["FILL(m1, REPEAT)", `FILL(…, REPEAT) ${DEPENDS}`],
    ["FILL(METRICS(), LINEAR)", `FILL(…, LINEAR) ${DEPENDS}`],
    ["FIRST(SORT(METRICS(), AVG, DESC))", `SORT ${DEPENDS}`],
    ["SLICE(METRICS(), 0, 1)", `SLICE takes a part of a sorted array, and sorting ${DEPENDS}`],
    [
      "ANOMALY_DETECTION_BAND(m1, 2)",
      "ANOMALY_DETECTION_BAND is a trained model, so it is not evaluated here",
    ],
    ["SEARCH('{AWS/EC2} x', 'Sum', 60)", "SEARCH is not allowed in an alarm"],
    ["SERVICE_QUOTA(m1)", "SERVICE_QUOTA reads the account's quota, which no signal holds"],
    [
      "INSIGHT_RULE_METRIC('a', 'b')",
      "INSIGHT_RULE_METRIC reads a Contributor Insights rule, which no signal holds",
    ],
    ["SELECT MAX(x) FROM y", "a Metrics Insights query is not evaluated here"],
    ["SUMM([m1])", "metric math has no function SUMM: SUM is meant?"],
    ["sum([m1])", "metric math has no function sum: SUM is meant?"],
    ["PERCENTILE(m1, 95)", "metric math has no function PERCENTILE"],
    ["toString(m1)", "metric math has no function toString"],
    ["m1 + m3", "no line has the id m3: there are m1, m2, e1"],
    ["m1 + e1", "it depends on itself: e1 → e1"],
    ["[m1, m2]", "e1: it returns 2 series, and an alarm watches one"],
    ["METRICS()", "e1: it returns 2 series, and an alarm watches one"],
    ["PERIOD(m1)", "e1: it returns a scalar, and an alarm watches a series: write TIME_SERIES(…)"],
    ["PERIOD(m1 + m2)", "PERIOD takes the id of one metric"],
    ["PERIOD(e1)", "PERIOD takes a metric, and e1 is an expression"],
    ["[m1, m2] + [m1, m2]", "+ takes one array of series, not two"],
    ["MAX([m1, 5])", "an array holds series, and 5 is none: write TIME_SERIES(5)"],
    ["MAX([])", "MAX of an empty array is no series"],
    ["MAX(METRICS('zz'))", 'no metric\'s id contains "zz"'],
    ["METRICS(m1)", "METRICS takes nothing, or one text in quotes"],
    ["ABS(5)", "ABS takes a series, or an array of series"],
    ["IF(m1)", "IF takes 2 to 3 arguments, and has 1"],
    ["IF(METRICS(), 1, 0)", "IF takes no array of series: FIRST, MAX or SUM makes one series of it"],
    ["IF(1, 2, 3)", "IF with a scalar condition takes series for its values"],
    ["FILL(5, m1)", "FILL takes a series to fill"],
    ["FILL(m1, METRICS())", "FILL takes one number or one series to fill with"],
    ["TIME_SERIES(m1)", "TIME_SERIES takes a number"],
    ["HOUR(METRICS())", "HOUR takes one series"],
    ["FIRST(m1)", "FIRST takes an array of series"],
    ["m1 * (1 / 0)", "1 / 0 is no number"],
    ["'m1'", 'the text "m1" is no series'],
    ["-m1 ^ 2", "AWS does not say what `-a ^ b` and `a ^ b ^ c` mean, so write parentheses"],
    ["m1 ^ m2 ^ 2", "AWS does not say what `-a ^ b` and `a ^ b ^ c` mean, so write parentheses"],
    ["", "the expression is empty"],
    ["m1 +", "it does not parse: expected expression after + at column 5"],
    ["m1 m2", 'it does not parse: unexpected "m" at column 4'],
    ["m1 and m2", 'it does not parse: unexpected "a" at column 4'],
    ["(m1 + m2", 'it does not parse: ")" is missing at column 9'],
    ["m1 + m2)", 'it does not parse: unexpected ")" at column 8'],
    ["()", 'it does not parse: unexpected ")" at column 2'],
    ["m1 = 5", 'it does not parse: unexpected "=" at column 4'],
    ["m1 % 5", 'it does not parse: unexpected "%" at column 4'],
    ["!m1", 'it does not parse: unexpected "!" at column 1'],
    ["+m1", 'it does not parse: unexpected "+" at column 1'],
    ["m1; m2", 'it does not parse: unexpected ";" at column 3'],
    ["  , m1", 'it does not parse: unexpected "," at column 3'],
    ["m1, m2", 'it does not parse: unexpected "," at column 3'],
    ["SUM([m1 m2])", 'it does not parse: unexpected "m" at column 9'],
    ["IF(m1 1, 2)", 'it does not parse: unexpected "1" at column 7'],
    ["SUM([m1, ])", 'it does not parse: unexpected "," at column 8'],
    ["AVG(m1,)", "it does not parse: unexpected token ) at column 9"],
    ["(m1)(m2)", 'it does not parse: unexpected "(" at column 5'],
    ["IF(m1 ? m1 : m2, 1)", 'it does not parse: unexpected "?" at column 7'],
    ["m1 > 5 ? 1 : 0", 'it does not parse: unexpected "?" at column 8'],
    ["m1[0]", "metric math has no members and no indexes: FIRST, LAST or an id names one series"],
    ["m1.x", "metric math has no members and no indexes: FIRST, LAST or an id names one series"],
    ["2m1", "it does not parse: variable names cannot start with a number (2m) at column 2"],
    ['SUM(METRICS("m1)', 'it does not parse: unclosed quote after "m1)" at column 17'],
    ["m1 + ".repeat(500) + "m1", "it has 2502 characters, and CloudWatch takes 2048"],
  ];
  for (const [expression, why] of rows) {
    it(expression.slice(0, 60) || "an empty expression", () => {
      const said = refusal(...queriesOf(["m1", "m2"], expression));
      assert.equal(said.startsWith("e1: ") ? said.slice(4) : said, why.replace(/^e1: /, ""));
      assert.ok(said.startsWith("e1: "));
    });
  }

  it("deep nesting is computed or refused, never a crash", () => {
    for (const depth of [500, 1000]) {
      const nested = `${"(".repeat(depth)}m1${")".repeat(depth)}`;
      assert.deepEqual(yields(nested, { m1: [1] }), [1]);
    }
    assert.deepEqual(yields(`${"-".repeat(2000)}m1`, { m1: [1] }), [1]);
  });

  it("whatever is written, with a sentence and never a crash", () => {
    const words = [
      "m1",
      "e1",
      "AVG",
      "IF",
      "FILL",
      "METRICS",
      "(",
      ")",
      "[",
      "]",
      ",",
      "+",
      "-",
      "^",
      "AND",
      "&&",
    ];
    const more = [
      "<=",
      "=",
      "!",
      "?",
      ":",
      ";",
      "'a'",
      '"',
      "5",
      ".5",
      "1e",
      "1.2.3",
      " ",
      "this",
      "true",
      "\\",
      "“",
      "é",
    ];
    const texts = fc
      .array(fc.constantFrom(...words, ...more), { maxLength: 12 })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.oneof(texts, fc.string({ unit: "binary" })), (expression) => {
        const program = compileMath(queriesOf(["m1"], expression));
        if ("refused" in program) assert.match(program.refused, /^e1: ./);
        else program.evaluate(() => 1, 0);
      }),
      { numRuns: Number(process.env["RUNS"] ?? 2000) },
    );
  });

  it("names the line in which it stands, and the whole circle", () => {
    assert.equal(refusal(...queriesOf(["m1"], "RATE(m1)", "e1 * 2")), `e1: RATE ${DEPENDS}`);
    assert.equal(
      refusal(...queriesOf(["m1"], "e2 + m1", "e1 * 2")),
      "e1: it depends on itself: e2 → e1 → e2",
    );
  });

  it("where the lines are not those of an alarm, or not known", () => {
    const m1 = { id: "m1", metric: { metricName: "m1" }, returnData: false };
    assert.equal(refusal(m1), "no line has returnData: true, so the threshold is held against none");
    assert.equal(refusal(), "no line has returnData: true, so the threshold is held against none");
    assert.equal(
      refusal({ ...m1, returnData: true }, { id: "e1", expression: "m1", returnData: true }),
      "lines m1 and e1 return data, and an alarm watches one",
    );
    assert.equal(refusal({ ...m1, returnData: UNKNOWN }), "m1: its returnData is known only after deploying");
    assert.equal(
      refusal({ id: "e1", expression: UNKNOWN }),
      "e1: its expression is known only after deploying",
    );
    assert.equal(
      refusal({ ...m1, id: UNKNOWN, returnData: true }),
      "a line's id is known only after deploying",
    );
    assert.equal(refusal(m1, m1, { id: "e1", expression: "m1" }), "e1: two lines have the id m1");
    assert.equal(refusal({ id: "e1" }), "e1: it is neither an expression nor a metric");
    assert.equal(
      refusal(m1, { id: "e1", expression: "m1 / PERIOD(m1)" }),
      "e1: the period of m1 is not known",
    );
  });
});
