import type { AlarmState } from "../evaluate/types";

/** The state of an alarm, which a rule names by name or ARN, as it is written there. */
export type StateOf = (alarm: string) => AlarmState;

/** A rule, or a part of it: whether it holds, given its children's states. */
export type Holds = (stateOf: StateOf) => boolean;

/** An `alarmRule` as read. */
export interface ParsedRule {
  /** The alarms that it names, each once. */
  readonly children: ReadonlySet<string>;
  /** Undefined where the rule does not parse. */
  readonly holds: Holds | undefined;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|'[^']*'|[(),]|[^\s(),"']+/g;
/** Space outside quotes: what is quoted is kept. */
const SPACES_BETWEEN = /("(?:[^"\\]|\\.)*"|'[^']*')|\s+/g;
const STATE_NAMES: ReadonlySet<string> = new Set<AlarmState>(["ALARM", "OK", "INSUFFICIENT_DATA"]);

/** Deeper than any rule that CloudWatch takes (500 elements). */
const MAX_DEPTH = 500;

/**
 * Reads a composite alarm's rule: AND, OR, NOT, parentheses, `STATE(name or ARN)`, `AT_LEAST(M or %, [NOT] STATE,
 * (a, b, …))`, TRUE, FALSE. (CloudWatch user guide, "Create a composite alarm".)
 */
export function parseRule(rule: string): ParsedRule {
  const tokens = rule.match(TOKEN) ?? [];
  const reader = new Reader(tokens);
  const holds = reader.read();
  // What no token takes (a quote that is not closed) is no part of any rule.
  const isWhole = tokens.join("").length === rule.replace(SPACES_BETWEEN, "$1").length;
  return { children: reader.children, holds: isWhole ? holds : undefined };
}

class Reader {
  readonly children = new Set<string>();
  private at = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly string[]) {}

  /** The whole rule; undefined where it does not parse. */
  read(): Holds | undefined {
    const holds = this.either();
    return this.at === this.tokens.length ? holds : undefined;
  }

  private either(): Holds | undefined {
    return this.joined(
      "OR",
      () => this.all(),
      (parts) => (stateOf) => parts.some((part) => part(stateOf)),
    );
  }

  private all(): Holds | undefined {
    return this.joined(
      "AND",
      () => this.one(),
      (parts) => (stateOf) => parts.every((part) => part(stateOf)),
    );
  }

  private joined(
    word: string,
    next: () => Holds | undefined,
    join: (parts: readonly Holds[]) => Holds,
  ): Holds | undefined {
    const parts: (Holds | undefined)[] = [next()];
    while (this.take(word)) parts.push(next());
    const whole = parts.filter((part) => part !== undefined);
    return whole.length === parts.length ? join(whole) : undefined;
  }

  private one(): Holds | undefined {
    if (this.depth >= MAX_DEPTH) return undefined;
    this.depth++;
    const holds = this.simple();
    this.depth--;
    return holds;
  }

  private simple(): Holds | undefined {
    if (this.take("NOT")) {
      const inner = this.one();
      return inner && ((stateOf) => !inner(stateOf));
    }
    if (this.take("TRUE")) return () => true;
    if (this.take("FALSE")) return () => false;
    if (this.take("AT_LEAST")) return this.atLeast();
    if (this.take("(")) {
      const inner = this.either();
      return this.take(")") ? inner : undefined;
    }
    const state = this.state();
    const names = state === undefined ? undefined : this.names();
    return names && ((stateOf) => names.every((name) => stateOf(name) === state));
  }

  private atLeast(): Holds | undefined {
    this.take("(");
    const [, count, percent] = /^(\d+)(%?)$/.exec(this.next() ?? "") ?? [];
    this.take(",");
    const not = this.take("NOT");
    const state = this.state();
    this.take(",");
    const names = this.names();
    if (count === undefined || names === undefined || !this.take(")")) return undefined;
    const least = percent === "%" ? (Number(count) / 100) * names.length : Number(count);
    return (stateOf) => names.filter((name) => (stateOf(name) === state) !== not).length >= least;
  }

  private state(): string | undefined {
    const token = this.tokens[this.at];
    if (token === undefined || !STATE_NAMES.has(token)) return undefined;
    this.at++;
    return token;
  }

  private names(): string[] | undefined {
    if (!this.take("(")) return undefined;
    const names: string[] = [];
    for (let token = this.next(); token !== ")"; token = this.next()) {
      if (token === undefined) return undefined;
      if (token !== ",") names.push(unquote(token));
    }
    for (const name of names) this.children.add(name);
    return names;
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at++;
    return true;
  }

  private next(): string | undefined {
    return this.tokens[this.at++];
  }
}

function unquote(token: string): string {
  return /^["']/.test(token) ? token.slice(1, -1).replace(/\\(.)/g, "$1") : token;
}
