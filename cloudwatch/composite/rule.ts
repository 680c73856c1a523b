/** A child as an `alarmRule` names it. */
export interface RuleChild {
  /** Name or ARN. */
  alarm: string;
  /** Whether the child going from OK to ALARM can bring the composite into ALARM. */
  raises: boolean;
}

type State = "ALARM" | "OK";
type States = ReadonlyMap<string, State>;

/** A part of a rule: whether it holds, given its children's states. */
type Holds = (states: States) => boolean;

const TOKEN = /"(?:[^"\\]|\\.)*"|'[^']*'|[(),]|[^\s(),"']+/g;
/** Space outside quotes: what is quoted is kept. */
const SPACES_BETWEEN = /("(?:[^"\\]|\\.)*"|'[^']*')|\s+/g;
const STATE_NAMES = new Set(["ALARM", "OK", "INSUFFICIENT_DATA"]);

/** Deeper than any rule that CloudWatch takes (500 elements). */
const MAX_DEPTH = 500;

/** Up to here all states of all children are tried (2^n); over it, these many states of each child's neighbours. */
const MAX_TRIED = 10;

/**
 * The children of a composite alarm's rule. Grammar: AND, OR, NOT, parentheses, `STATE(name or ARN)`,
 * `AT_LEAST(M or %, [NOT] STATE, (a, b, …))`, TRUE, FALSE. (CloudWatch user guide, "Create a composite alarm".)
 * A rule that does not parse raises for no child.
 */
export function ruleChildren(rule: string): RuleChild[] {
  const { children, holds } = read(rule);
  return [...children].map((alarm) => ({
    alarm,
    raises: holds !== undefined && canRaise(alarm, holds, children),
  }));
}

/** Whether a rule is one that CloudWatch takes. */
export function parses(rule: string): boolean {
  return read(rule).holds !== undefined;
}

/** Whether a rule is in ALARM whatever its children do. */
export function alwaysHolds(rule: string): boolean {
  return implies("TRUE", rule);
}

/** Whether `then` is in ALARM whenever `rule` is; false too where `rule` never is, or one of the two does not parse. */
export function implies(rule: string, then: string): boolean {
  const [left, right] = [read(rule), read(then)];
  if (left.holds === undefined || right.holds === undefined) return false;
  const cases = assignments([...new Set([...left.children, ...right.children])]).filter(left.holds);
  return cases.length > 0 && cases.every(right.holds);
}

function read(rule: string): { children: ReadonlySet<string>; holds?: Holds } {
  const tokens = rule.match(TOKEN) ?? [];
  const reader = new Reader(tokens);
  const holds = reader.read();
  // What no token takes (a quote that is not closed) is no part of any rule.
  const isWhole = tokens.join("").length === rule.replace(SPACES_BETWEEN, "$1").length;
  return { children: reader.children, holds: isWhole ? holds : undefined };
}

function canRaise(alarm: string, holds: Holds, children: ReadonlySet<string>): boolean {
  const others = [...children].filter((child) => child !== alarm);
  return assignments(others).some(
    (states) => holds(new Map(states).set(alarm, "ALARM")) && !holds(new Map(states).set(alarm, "OK")),
  );
}

/** All states of few children; of many, all alike, and each one apart from the others. */
function assignments(children: readonly string[]): Map<string, State>[] {
  const of = (isAlarm: (index: number) => boolean): Map<string, State> =>
    new Map(children.map((child, index) => [child, isAlarm(index) ? "ALARM" : "OK"]));
  if (children.length <= MAX_TRIED) {
    return Array.from({ length: 2 ** children.length }, (_, bits) =>
      of((index) => ((bits >> index) & 1) === 1),
    );
  }
  const prefixes = Array.from({ length: children.length + 1 }, (_, size) => of((index) => index < size));
  const single = children.flatMap((_, at) => [of((index) => index === at), of((index) => index !== at)]);
  return [...prefixes, ...single];
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
      (parts) => (states) => parts.some((part) => part(states)),
    );
  }

  private all(): Holds | undefined {
    return this.joined(
      "AND",
      () => this.one(),
      (parts) => (states) => parts.every((part) => part(states)),
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
      return inner && ((states) => !inner(states));
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
    return names && ((states) => names.every((name) => states.get(name) === state));
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
    return (states) => names.filter((name) => (states.get(name) === state) !== not).length >= least;
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
