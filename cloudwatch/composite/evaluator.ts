import type { AlarmState, Refusal } from "../evaluate/types";
import { parseRule, type Holds, type StateOf } from "./parse";
import { Suppression, type ActionsRun, type SuppressedBy, type Suppressor } from "./suppression";

/** What a composite alarm did in one step. */
export interface CompositeStep {
  readonly state: AlarmState;
  /**
   * The actions that have run since the step before, oldest first: those of a change of state now, or later, when a
   * suppressor lets them. `at` is on the caller's clock, and may lie between the two steps.
   */
  readonly ran: readonly ActionsRun[];
  /** What holds actions back after this step; undefined where nothing does. */
  readonly suppressedBy: SuppressedBy | undefined;
}

/** One composite alarm that is evaluated step by step. Pure: it reads no clock. Starts in INSUFFICIENT_DATA. */
export interface CompositeEvaluator {
  /** The alarms whose states it asks for, as its rule and its suppressor name them. */
  readonly children: readonly string[];
  /** Takes the states of its children at a time in seconds; times grow. */
  advance(at: number, stateOf: StateOf): CompositeStep;
}

/**
 * A composite alarm, ready to be evaluated beside its children. It is ALARM where its rule holds and OK where not;
 * INSUFFICIENT_DATA only until its first step, whose change of state runs actions like any other. Refused, in one
 * sentence, where the rule or the suppressor's periods are none that CloudWatch takes.
 */
export function compositeEvaluator(rule: string, suppressor?: Suppressor): CompositeEvaluator | Refusal {
  const { children, holds } = parseRule(rule);
  if (holds === undefined) return { refused: `alarmRule does not parse: ${rule}` };
  const bad = (["waitPeriod", "extensionPeriod"] as const).find((name) => !isPeriod(suppressor?.[name] ?? 0));
  if (bad !== undefined)
    return { refused: `actionsSuppressor.${bad} is ${suppressor?.[bad]}, and not a whole number of seconds` };
  return new Composite(holds, children, suppressor);
}

/** Whether a rule holds (ALARM) for these states of its children; undefined where it does not parse. */
export function ruleHolds(rule: string, stateOf: StateOf): boolean | undefined {
  return parseRule(rule).holds?.(stateOf);
}

/** The name of an alarm that is named by name or ARN (`arn:P:cloudwatch:R:A:alarm:NAME`). */
export function alarmNameOf(nameOrArn: string): string {
  return /^arn:[^:]+:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/s.exec(nameOrArn)?.[1] ?? nameOrArn;
}

/** CloudWatch user guide, "Composite alarm action suppression": any integer in seconds. */
function isPeriod(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= 0;
}

class Composite implements CompositeEvaluator {
  readonly children: readonly string[];
  /** Without a suppressor no action waits. */
  private readonly suppression: Suppression;

  constructor(
    private readonly holds: Holds,
    children: ReadonlySet<string>,
    private readonly suppressor: Suppressor | undefined,
  ) {
    this.children = [...new Set([...children, ...(suppressor === undefined ? [] : [suppressor.alarm])])];
    this.suppression = new Suppression(suppressor?.waitPeriod ?? 0, suppressor?.extensionPeriod ?? 0);
  }

  advance(at: number, stateOf: StateOf): CompositeStep {
    const state = this.holds(stateOf) ? "ALARM" : "OK";
    const isSuppressing = this.suppressor !== undefined && stateOf(this.suppressor.alarm) === "ALARM";
    const ran = this.suppression.advance(at, state, isSuppressing);
    return { state, ran, suppressedBy: this.suppression.by };
  }
}
