import { parseRule, type Holds } from "./parse";
import type { AlarmState } from "../evaluate/types";

/** A child as an `alarmRule` names it. */
export interface RuleChild {
  /** Name or ARN. */
  alarm: string;
  /** Whether the child going from OK to ALARM can bring the composite into ALARM. */
  raises: boolean;
}

type States = ReadonlyMap<string, AlarmState>;

const ALL_STATES: readonly AlarmState[] = ["ALARM", "OK", "INSUFFICIENT_DATA"];

/** Up to here all states of all children are tried (2^n); over it, these many states of each child's neighbours. */
const MAX_TRIED = 10;
/** Up to here all three states of all children are tried (3^n). */
const MAX_TRIED_OF_THREE = 8;

/** The children of a composite alarm's rule. A rule that does not parse raises for no child. */
export function ruleChildren(rule: string): RuleChild[] {
  const { children, holds } = parseRule(rule);
  return [...children].map((alarm) => ({
    alarm,
    raises: holds !== undefined && canRaise(alarm, holds, children),
  }));
}

/** Whether a rule is one that CloudWatch takes. */
export function parses(rule: string): boolean {
  return parseRule(rule).holds !== undefined;
}

/** Whether a rule is in ALARM whatever its children do. */
export function alwaysHolds(rule: string): boolean {
  return implies("TRUE", rule);
}

/** Whether `then` is in ALARM whenever `rule` is; false too where `rule` never is, or one of the two does not parse. */
export function implies(rule: string, then: string): boolean {
  const [left, right] = [parseRule(rule), parseRule(then)];
  if (left.holds === undefined || right.holds === undefined) return false;
  const cases = assignments([...new Set([...left.children, ...right.children])]);
  const held = cases.filter(given(left.holds));
  return held.length > 0 && held.every(given(right.holds));
}

/**
 * What a rule is whatever states its children are in, INSUFFICIENT_DATA too: true (ALARM), false (OK). Undefined where
 * it depends on them, where it does not parse, and where it names more than eight alarms, which are not all tried.
 */
export function ruleConstant(rule: string): boolean | undefined {
  const { children, holds } = parseRule(rule);
  if (holds === undefined || children.size > MAX_TRIED_OF_THREE) return undefined;
  const results = new Set(allStates([...children]).map(given(holds)));
  return results.size === 1 ? results.has(true) : undefined;
}

function canRaise(alarm: string, holds: Holds, children: ReadonlySet<string>): boolean {
  const others = [...children].filter((child) => child !== alarm);
  return assignments(others).some(
    (states) =>
      given(holds)(new Map(states).set(alarm, "ALARM")) && !given(holds)(new Map(states).set(alarm, "OK")),
  );
}

function given(holds: Holds): (states: States) => boolean {
  return (states) => holds((alarm) => states.get(alarm) ?? "INSUFFICIENT_DATA");
}

/** Each child in each of the three states. */
function allStates(children: readonly string[]): Map<string, AlarmState>[] {
  return children.reduce<Map<string, AlarmState>[]>(
    (cases, child) => cases.flatMap((states) => ALL_STATES.map((state) => new Map(states).set(child, state))),
    [new Map<string, AlarmState>()],
  );
}

/** All states of few children; of many, all alike, and each one apart from the others. */
function assignments(children: readonly string[]): Map<string, AlarmState>[] {
  const of = (isAlarm: (index: number) => boolean): Map<string, AlarmState> =>
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
