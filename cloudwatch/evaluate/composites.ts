import type { Alarm } from "../alarm";
import { alarmNameOf, compositeEvaluator, type CompositeEvaluator, type Suppressor } from "../composite";
import { blockField } from "../record";
import { hasUnknown, isUnknown } from "../unknown";
import { isRefusal } from "./refusal";
import type { Watched } from "./event";
import type { Refusal } from "./types";

/** A composite that can be simulated. */
export interface CompositePlan {
  readonly watched: Watched;
  /** A new evaluator; one run needs one. */
  readonly evaluator: () => CompositeEvaluator;
  /** The keys of its children, by what the rule or the suppressor calls them. */
  readonly childOf: ReadonlyMap<string, string>;
}

/** The composites of a set, children first, and those that cannot be simulated, each with its sentence. */
export function compositesOf(
  all: readonly Watched[],
  evaluated: readonly Watched[],
): { plans: CompositePlan[]; refused: { key: string; refused: string }[] } {
  const plans: CompositePlan[] = [];
  const ready = new Set(evaluated.map(({ key }) => key));
  let waiting = all.filter(({ alarm }) => alarm.kind === "composite");
  for (let before = -1; before !== waiting.length;) {
    before = waiting.length;
    waiting = waiting.filter((watched) => {
      const plan = planOf(watched, all, ready);
      if (isRefusal(plan)) return true;
      plans.push(plan);
      ready.add(watched.key);
      return false;
    });
  }
  const refused = waiting.flatMap((watched) => {
    const plan = planOf(watched, all, ready);
    return isRefusal(plan) ? [{ key: watched.key, refused: plan.refused }] : [];
  });
  return { plans, refused };
}

function planOf(
  watched: Watched,
  all: readonly Watched[],
  ready: ReadonlySet<string>,
): CompositePlan | Refusal {
  const { alarmRule } = watched.alarm;
  if (alarmRule === undefined) return { refused: "alarmRule is left out" };
  if (hasUnknown(alarmRule)) return { refused: "alarmRule is known only after deploying" };
  const suppressor = suppressorOf(watched.alarm);
  if (isRefusal(suppressor)) return suppressor;
  const make = (): CompositeEvaluator | Refusal => compositeEvaluator(alarmRule, suppressor);
  const first = make();
  if (isRefusal(first)) return first;
  const childOf = new Map<string, string>();
  for (const name of first.children) {
    const child = all.find((one) => isCalled(one, name));
    if (child === undefined) return { refused: `it names the alarm "${name}", which is not among these` };
    if (!ready.has(child.key)) return { refused: `it names the alarm "${name}", which is not evaluated` };
    childOf.set(name, child.key);
  }
  return { watched, evaluator: () => make() as CompositeEvaluator, childOf };
}

/** Whether a composite means this alarm by `name`: its own name, its ARN, or one of `names`. */
export function isCalled({ alarm, names = [] }: Omit<Watched, "key">, name: string): boolean {
  const own = alarm.name === undefined || isUnknown(alarm.name) ? [] : [alarm.name];
  return [...own, ...names].some((one) => one === name || one === alarmNameOf(name));
}

/** The suppressor of a composite, whose periods are 0 where they are left out. */
function suppressorOf({ actionsSuppressor }: Alarm): Suppressor | undefined | Refusal {
  if (hasUnknown(actionsSuppressor)) return { refused: "actionsSuppressor is known only after deploying" };
  const alarm = blockField(actionsSuppressor, "alarm");
  if (typeof alarm !== "string") return undefined;
  const seconds = (name: string): number => {
    const value = blockField(actionsSuppressor, name);
    return typeof value === "number" ? value : 0;
  };
  return { alarm, waitPeriod: seconds("waitPeriod"), extensionPeriod: seconds("extensionPeriod") };
}
