import assert from "node:assert/strict";
import fc from "fast-check";
import { parseSeries, SeriesError } from "../../parity/replay/series/parse";
import { dailySeries, type Daily } from "../../parity/replay/series/daily";

const MINUTE = 60;

/** The steps of a series as text: `3@1,1@0 _ 1@5`. */
function steps(text: string, every = MINUTE, most = 12): string {
  const series = parseSeries(text, every);
  return Array.from({ length: Math.min(series.length, most) }, (_, step) => {
    const samples = series.at(step).map(({ count, value }) => `${count}@${value}`);
    return samples.length === 0 ? "_" : samples.join(",");
  }).join(" ");
}

function wrong(text: string): { offset: number; message: string } {
  try {
    parseSeries(text, MINUTE);
  } catch (error) {
    assert.ok(error instanceof SeriesError, String(error));
    return { offset: error.offset, message: error.message };
  }
  return assert.fail(`${text} parses`);
}

describe("the notation of series", () => {
  const read: [text: string, steps: string, length: number][] = [
    ["5", "1@5", 1],
    ["5 -1.5 1e3", "1@5 1@-1.5 1@1000", 3],
    ["_x2 7", "_ _ 1@7", 3],
    ["7x3", "1@7 1@7 1@7", 3],
    ["300@1x2m", "300@1 300@1", 2],
    ["190@0.2,10@3", "190@0.2,10@3", 1],
    ["0@1 0", "_ 1@0", 2],
    ["5..95x4", "1@5 1@35 1@65 1@95", 4],
    ["2@5..7x3", "2@5 2@6 2@7", 3],
    ["0..300@1x4", "_ 100@1 200@1 300@1", 4],
    ["(0 1 0)x6m 2", "1@0 1@1 1@0 1@0 1@1 1@0 1@2", 7],
    ["((1 _)x2 3)x2", "1@1 _ 1@1 _ 1@3 1@1 _ 1@1 _ 1@3", 10],
    ["1 2x*", "1@1 1@2 1@2 1@2 1@2 1@2 1@2 1@2 1@2 1@2 1@2 1@2", Infinity],
    ["(1 2)x*", "1@1 1@2 1@1 1@2 1@1 1@2 1@1 1@2 1@1 1@2 1@1 1@2", Infinity],
    [" 1\n 2 ", "1@1 1@2", 2],
  ];
  for (const [text, expected, length] of read)
    it(`reads ${JSON.stringify(text)}`, () => {
      assert.equal(steps(text), expected);
      assert.equal(parseSeries(text, MINUTE).length, length);
    });

  it("takes durations in steps of its own length", () => {
    assert.equal(parseSeries("1x1h _x2d", 300).length, 12 + 576);
    assert.equal(parseSeries("1x90s", 10).length, 9);
  });

  const refused: [text: string, offset: number, says: RegExp][] = [
    ["", 0, /is empty/],
    ["  ", 0, /is empty/],
    ["()", 1, /group is empty/],
    ["1 (2 3", 2, /has no "\)"/],
    ["1)", 1, /no "\(" to this/],
    ["1x-1", 1, /x-1 is no repeat/],
    ["1x0", 1, /once or more/],
    ["1xfoo", 1, /is no repeat/],
    ["1x0m", 1, /is no repeat/],
    ["1 x5", 2, /without a space: 5x12/],
    ["(1 2)x3m", 5, /2m long, and 3m is no multiple/],
    ["1x90s", 1, /1m long, and 1m30s is no multiple|1m long, and 90s is no multiple/],
    ["1x1000000", 0, /1000000 steps here, and 600000 is the most/],
    ["((((1x99)x99)x99)x99)x99", 2, /970299 steps/],
    ["1+1x10", 1, /promtool/],
    ["1-1x10", 1, /promtool/],
    ["5..6", 0, /2 steps or more/],
    ["5..6x*", 0, /needs its length/],
    ["1x* 2", 4, /nothing can come after/],
    ["(1x*)x2", 1, /cannot stand in a group/],
    ["1.5@2", 0, /no number of samples/],
    ["-1@2", 0, /no number of samples/],
    ["9999999999@2", 0, /no number of samples/],
    ["nan", 0, /"nan" is no value/],
    ["1e999", 0, /too large/],
    ["1,,2", 2, /is no value/],
    ["1;2", 1, /does not belong here/],
    ["_,1", 1, /does not belong here/],
    ["(1)(2)", 3, /does not belong here/],
    ["1x2x3", 1, /is no repeat/],
    [`${"(".repeat(11)}1${")".repeat(11)}`, 10, /10 deep/],
    ["1 ".repeat(20_000), 0, /40000 characters/],
  ];
  for (const [text, offset, says] of refused)
    it(`refuses ${JSON.stringify(text.slice(0, 30))}`, () => {
      const error = wrong(text);
      assert.match(error.message, says);
      assert.equal(error.offset, offset);
    });

  it("never fails but with a place, whatever is written", () => {
    const char = fc.constantFrom(...Array.from("0123456789.x*_@,()ehmsd -+ \n"));
    fc.assert(
      fc.property(fc.string({ unit: char, maxLength: 30 }), (text) => {
        try {
          const series = parseSeries(text, MINUTE);
          assert.ok(series.length >= 1);
          for (let step = 0; step < Math.min(series.length, 50); step++)
            for (const { value, count } of series.at(step))
              assert.ok(Number.isFinite(value) && Number.isInteger(count) && count > 0);
        } catch (error) {
          if (!(error instanceof SeriesError)) throw error;
          assert.ok(error.offset >= 0 && error.offset <= text.length, `${text}: ${error.offset}`);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it("has the length and the steps of its parts", () => {
    const part = fc.record({ value: fc.integer({ min: -9, max: 9 }), times: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 5 }),
        (parts, again) => {
          const text = `(${parts.map(({ value, times }) => `${value}x${times}`).join(" ")})x${again}`;
          const once = parts.flatMap(({ value, times }) => Array<number>(times).fill(value));
          const series = parseSeries(text, MINUTE);
          const values = Array.from({ length: series.length }, (_, step) => series.at(step)[0]?.value);
          assert.deepEqual(values, Array<number[]>(again).fill(once).flat());
        },
      ),
    );
  });

  it("reads a year of minutes step by step without keeping it", () => {
    const series = parseSeries("(5x1439 200@1)x365d", MINUTE);
    const before = process.memoryUsage().heapUsed;
    let samples = 0;
    for (let step = 0; step < series.length; step++) samples += series.at(step)[0]?.count ?? 0;
    assert.equal(samples, 365 * (1439 + 200));
    assert.ok(process.memoryUsage().heapUsed - before < 30e6);
  });
});

describe("a daily load", () => {
  const load: Daily = { low: 20, high: 60, peak: 14 * 3600, noise: 0, weekend: 1 };
  const monday = Date.UTC(2026, 2, 2) / 1000;
  const at = (daily: Daily, hour: number): number | undefined =>
    dailySeries(daily, monday, 3600, "seed").at(hour)[0]?.value;

  it("is lowest half a day from its peak", () => {
    assert.equal(at(load, 14), 60);
    assert.equal(at(load, 2), 20);
    assert.ok(Math.abs((at(load, 8) ?? NaN) - 40) < 1e-6);
  });

  it("rises less at the weekend", () => {
    const quiet = { ...load, weekend: 0.5 };
    assert.equal(at(quiet, 14), 60);
    assert.equal(at(quiet, 5 * 24 + 14), 40);
    assert.equal(at(quiet, 6 * 24 + 14), 40);
    assert.equal(at(quiet, 7 * 24 + 14), 60);
  });

  it("has noise within its share, always the same, of each emitter its own", () => {
    const noisy = { ...load, low: 100, high: 100, noise: 0.1 };
    const values = (seed: string): number[] =>
      Array.from(
        { length: 2000 },
        (_, step) => dailySeries(noisy, monday, 60, seed).at(step)[0]?.value ?? NaN,
      );
    const [one, again, other] = [values("i-1"), values("i-1"), values("i-2")];
    assert.deepEqual(one, again);
    assert.notDeepEqual(one, other);
    assert.ok(one.every((value) => value >= 90 && value <= 110));
    const mean = one.reduce((sum, value) => sum + value, 0) / one.length;
    assert.ok(Math.abs(mean - 100) < 1, String(mean));
  });

  it("counts samples where it is told their value", () => {
    const requests = dailySeries({ ...load, low: 0, samplesOf: 1 }, monday, 3600, "seed");
    assert.deepEqual(requests.at(14), [{ value: 1, count: 60 }]);
    assert.deepEqual(requests.at(2), []);
  });
});
