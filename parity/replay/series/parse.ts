import { readDuration, showDuration } from "../duration";
import {
  isRamp,
  ramp,
  repeat,
  sequence,
  steady,
  type Series,
  type Span,
  type SpannedSamples,
} from "./series";

/** A year of minutes is 525,600. */
const MOST_STEPS = 600_000;
const DEEPEST = 10;
const LONGEST_TEXT = 20_000;
/** More samples than any service publishes in a step. */
const MOST_SAMPLES = 1_000_000_000;

const NUMBER = /-?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?/y;
const REPEAT = /x(\*|[^\s()]*)/y;

/** What is wrong with a series, and where in its text. */
export class SeriesError extends Error {
  /** @param offset characters before the place */
  constructor(
    readonly offset: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * The series that `text` writes: items apart by spaces, each of them one step long. `5` is one sample of 5, `300@1`
 * 300 samples of 1, `190@0.2,10@3` a mixture, `_` nothing; `(…)` a group. `x12` repeats 12 times, `x2h` for two hours,
 * `x*` to the end; `5..95x12` goes from 5 to 95 in 12 steps.
 * @param every seconds that one item is long
 * @throws SeriesError for what does not parse, is empty, or has more than 600,000 steps
 */
export function parseSeries(text: string, every: number): Series {
  if (text.length > LONGEST_TEXT)
    throw new SeriesError(
      0,
      `the series has ${text.length} characters, and at most ${LONGEST_TEXT} are read; use groups and repeats`,
    );
  return new Parser(text, every).whole();
}

class Parser {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly every: number,
  ) {}

  whole(): Series {
    const series = this.items(0);
    if (this.at < this.text.length) this.fail(`there is no "(" to this ")"`);
    return series;
  }

  /** Items up to the end, or to the ")" of the group that is open. */
  private items(depth: number): Series {
    const start = this.at;
    const parts: Series[] = [];
    let length = 0;
    while (this.goesOn()) {
      if (length === Infinity) this.fail("nothing can come after x*, which goes on to the end");
      const from = this.at;
      const part = this.item(depth);
      if (part.length === Infinity && depth > 0)
        this.fail("x* goes on to the end, so it cannot stand in a group", from);
      parts.push(part);
      length += part.length;
      this.limit(length, from);
    }
    if (parts.length === 0) this.fail(depth === 0 ? "the series is empty" : "the group is empty", start);
    return sequence(parts);
  }

  private item(depth: number): Series {
    const from = this.at;
    if (this.sees("(")) return this.group(depth, from);
    const groups = this.takes("_") ? [] : this.mixture();
    const times = this.repeatOf(1, from);
    if (!groups.some(({ count, value }) => isRamp(count) || isRamp(value))) return steady(groups, times);
    if (times === Infinity)
      this.fail("a ramp needs its length: write x and a number or a duration for x*", from);
    if (times < 2)
      this.fail("a ramp takes 2 steps or more: write x and how many after it, e.g. 5..95x12", from);
    return ramp(groups, times);
  }

  private group(depth: number, from: number): Series {
    if (depth >= DEEPEST) this.fail(`groups stand ${DEEPEST} deep at most`);
    this.at++;
    const inside = this.items(depth + 1);
    if (!this.takes(")")) this.fail(`the group has no ")"`, from);
    const times = this.repeatOf(inside.length, from);
    return times === 1 ? inside : repeat(inside, times);
  }

  /** `190@0.2,10@3` */
  private mixture(): SpannedSamples[] {
    const groups = [this.samples()];
    while (this.takes(",")) groups.push(this.samples());
    this.endOfItem();
    return groups;
  }

  private samples(): SpannedSamples {
    const from = this.at;
    const first = this.span();
    if (!this.takes("@")) return { count: { from: 1, to: 1 }, value: first };
    for (const count of [first.from, first.to]) {
      if (!Number.isInteger(count) || count < 0 || count > MOST_SAMPLES)
        this.fail(
          `${count} is no number of samples: before @ stands a whole number from 0 to ${MOST_SAMPLES}`,
          from,
        );
    }
    return { count: first, value: this.span() };
  }

  private span(): Span {
    const from = this.number();
    if (!this.text.startsWith("..", this.at)) return { from, to: from };
    this.at += 2;
    return { from, to: this.number() };
  }

  private number(): number {
    NUMBER.lastIndex = this.at;
    const [found] = NUMBER.exec(this.text) ?? [];
    const value = Number(found);
    if (found === undefined) {
      if (this.sees("x")) this.fail("a repeat follows its item without a space: 5x12");
      this.fail(`${this.quoteHere()} is no value: write a number, n@value, _ or (`);
    }
    if (!Number.isFinite(value)) this.fail(`${found} is too large`);
    this.at += found.length;
    return value;
  }

  private endOfItem(): void {
    const next = this.text[this.at];
    if (next === undefined || /[\s)x]/.test(next)) return;
    if (next === "+" || next === "-")
      this.fail("promtool's a+bxn is not read here: write FROM..TOxN, which are N items and not N + 1");
    this.fail(
      `${JSON.stringify(next)} does not belong here: items are apart by spaces, repeats are written x12 or x2h`,
    );
  }

  /** How many times an item of `length` steps comes; 1 where nothing is said. */
  private repeatOf(length: number, from: number): number {
    REPEAT.lastIndex = this.at;
    const found = REPEAT.exec(this.text);
    if (found === null) {
      this.endOfItem();
      return 1;
    }
    const [all, amount = ""] = found;
    const start = this.at;
    this.at += all.length;
    if (this.sees("(")) this.endOfItem();
    if (amount === "*") return Infinity;
    const times = this.times(amount, length, start);
    this.limit(times * length, from);
    return times;
  }

  private times(amount: string, length: number, start: number): number {
    if (/^\d+$/.test(amount)) {
      const times = Number(amount);
      if (times < 1) this.fail(`x${amount}: an item comes once or more; leave it out`, start);
      return times;
    }
    const seconds = readDuration(amount);
    if (seconds === undefined || seconds === 0)
      this.fail(`x${amount} is no repeat: write a whole number (x12), a duration (x2h), or x*`, start);
    const times = seconds / (length * this.every);
    if (!Number.isInteger(times)) {
      const one = showDuration(length * this.every);
      this.fail(`x${amount}: what is repeated is ${one} long, and ${amount} is no multiple of that`, start);
    }
    return times;
  }

  private limit(steps: number, from: number): void {
    if (steps === Infinity || steps <= MOST_STEPS) return;
    this.fail(
      `the series has ${steps} steps here, and ${MOST_STEPS} is the most (a year of minutes is 525600); write a larger every, or a smaller repeat`,
      from,
    );
  }

  /** Whether another item comes, after the spaces before it. */
  private goesOn(): boolean {
    while (/\s/.test(this.text[this.at] ?? "")) this.at++;
    return this.at < this.text.length && !this.sees(")");
  }

  private sees(char: string): boolean {
    return this.text[this.at] === char;
  }

  private takes(char: string): boolean {
    if (!this.sees(char)) return false;
    this.at++;
    return true;
  }

  private quoteHere(): string {
    const word = /^\S+/.exec(this.text.slice(this.at))?.[0];
    return word === undefined ? "the end" : JSON.stringify(word.slice(0, 20));
  }

  private fail(message: string, offset = this.at): never {
    throw new SeriesError(offset, message);
  }
}
