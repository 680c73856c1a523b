/** A child as an `alarmRule` names it. */
export interface RuleChild {
  /** Name or ARN. */
  alarm: string;
  /** Whether the child's own ALARM brings the composite nearer to ALARM: `ALARM(x)` or `NOT OK(x)`. */
  raises: boolean;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|'[^']*'|[(),]|[^\s(),"']+/g;
const STATES = new Set(["ALARM", "OK", "INSUFFICIENT_DATA"]);

/**
 * The children of a composite alarm's rule. Grammar: AND, OR, NOT, parentheses, `STATE(name or ARN)`,
 * `AT_LEAST(M or %, [NOT] STATE, (a, b, …))`, TRUE, FALSE. (CloudWatch user guide, "Create a composite alarm".)
 * What does not parse gives the children found before it.
 */
export function ruleChildren(rule: string): RuleChild[] {
  return new Reader(rule.match(TOKEN) ?? []).read();
}

class Reader {
  private at = 0;
  private readonly children: RuleChild[] = [];

  constructor(private readonly tokens: readonly string[]) {}

  read(): RuleChild[] {
    this.expression(false);
    return this.children;
  }

  /** Reads until the closing parenthesis of the group that it is in, or the end. */
  private expression(negated: boolean): void {
    let not = false;
    for (;;) {
      const token = this.next();
      if (token === undefined || token === ")") return;
      if (token === "NOT") {
        not = !not;
        continue;
      }
      if (token === "(") this.expression(negated !== not);
      else if (token === "AT_LEAST") this.atLeast(negated !== not);
      else if (STATES.has(token) && this.tokens[this.at] === "(") this.state(token, negated !== not);
      not = false;
    }
  }

  private state(state: string, negated: boolean): void {
    this.next();
    this.names(state, negated);
  }

  private atLeast(negated: boolean): void {
    this.next();
    let state = "ALARM";
    let not = negated;
    for (let token = this.next(); token !== undefined && token !== "("; token = this.next()) {
      if (token === "NOT") not = !not;
      if (STATES.has(token)) state = token;
    }
    this.names(state, not);
    this.next();
  }

  private names(state: string, negated: boolean): void {
    for (let token = this.next(); token !== undefined && token !== ")"; token = this.next()) {
      if (token === ",") continue;
      const raises = state === "ALARM" ? !negated : state === "OK" && negated;
      this.children.push({ alarm: unquote(token), raises });
    }
  }

  private next(): string | undefined {
    return this.tokens[this.at++];
  }
}

function unquote(token: string): string {
  return /^["']/.test(token) ? token.slice(1, -1).replace(/\\(.)/g, "$1") : token;
}
