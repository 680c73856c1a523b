import { isRefusal } from "../../cloudwatch/evaluate";
import { muteRuleOf, type MuteRule } from "../../cloudwatch/mute";
import { isMuteType, readMutes } from "../../cloudwatch/read";
import type { Value } from "../../cloudwatch/unknown";
import { showReferencesIn } from "../render/references";
import { comparedInputs, type Rendered } from "../render/types";
import type { ReplayStack } from "./stacks";

/** The mute rules of a stack, and the sentence for each that cannot be read. */
export function mutesOf(rendered: Rendered): { mutes: MuteRule[]; unread: string[] } {
  const given = rendered.resources.flatMap((resource) => {
    const props = showReferencesIn(comparedInputs(resource), rendered) as Record<string, unknown>;
    const own = isMuteType(resource.type) ? [{ name: resource.name, props }] : [];
    const inside = readMutes(resource.type, props).map((mute) => ({
      name: `${resource.name}/${mute.logicalId}`,
      props: mute.props,
    }));
    return [...own, ...inside];
  });
  const read = given.map(({ name, props }) => ({ name, rule: muteRuleOf(props) }));
  return {
    mutes: read.flatMap(({ rule }) => (isRefusal(rule) ? [] : [rule])),
    unread: read.flatMap(({ name, rule }) =>
      isRefusal(rule) ? [`mute rule ${name} is left out of the replay: ${rule.refused}`] : [],
    ),
  };
}

/** Whether an alarm, by any of its names, is muted at a time in seconds since 1970. */
export function isMutedIn(
  stack: ReplayStack | undefined,
  names: readonly (Value<string> | undefined)[],
  at: number,
): boolean {
  return mutesOn(stack, names).some(({ isActive }) => isActive(at));
}

/** The mute rules of a stack that name an alarm by one of its names. */
export function mutesOn(
  stack: ReplayStack | undefined,
  names: readonly (Value<string> | undefined)[],
): readonly MuteRule[] {
  const mutes = stack?.mutes ?? [];
  return mutes.length === 0
    ? mutes
    : mutes.filter(({ alarmNames }) => alarmNames.some((name) => names.includes(name)));
}
