import type { Alarm } from "../../cloudwatch/alarm";
import { compositeEvaluator } from "../../cloudwatch/composite";
import { isCalled, isRefusal } from "../../cloudwatch/evaluate";
import { isUnknown } from "../../cloudwatch/unknown";
import type { Run } from "./simulate";
import type { ReplayStack } from "./stacks";

/** What a composite may call an alarm with this logical name: outputs of its resource. */
export function referencesTo(name: string): string[] {
  return ["arn", "id", "name", "alarmName"].map((property) => `\${${name}.${property}}`);
}

/**
 * A stack's alarms, ready to be run together for its composites: composites read their children's states. A child that
 * sees no signal is taken to be OK.
 * @param seen the run of each alarm that sees a signal, by logical name
 */
export function runsForComposites(stack: ReplayStack, seen: ReadonlyMap<string, Run>): Run[] {
  return [...stack.alarms].map(([name, alarm]) => {
    const run = seen.get(name);
    const quiet: Alarm = { ...alarm, treatMissingData: "notBreaching" };
    const base = { stack, key: name, names: referencesTo(name) };
    return run === undefined
      ? { ...base, alarm: alarm.kind === "composite" ? alarm : quiet, emitters: new Map() }
      : { ...base, alarm: run.alarm, emitters: run.emitters };
  });
}

/** Whether any child of a composite, however deep, is among `seen`. */
export function dependsOn(
  seen: ReadonlySet<string>,
  alarm: Alarm,
  stack: ReplayStack,
  above: readonly Alarm[] = [],
): boolean {
  if (alarm.kind !== "composite" || above.includes(alarm)) return false;
  return childrenOf(alarm).some((called) =>
    [...stack.alarms].some(
      ([name, child]) =>
        isCalled({ alarm: child, names: referencesTo(name) }, called) &&
        (seen.has(name) || dependsOn(seen, child, stack, [...above, alarm])),
    ),
  );
}

function childrenOf({ alarmRule }: Alarm): readonly string[] {
  if (alarmRule === undefined || isUnknown(alarmRule)) return [];
  const evaluator = compositeEvaluator(alarmRule);
  return isRefusal(evaluator) ? [] : evaluator.children;
}
