import { alwaysHolds, ruleChildren, ruleConstant } from "../composite";

/** How far the states of its alarms decide about a composite. */
export type RuleReach = "always" | "never" | "depends" | "not proved";

/** Over so many alarms not all of their states are tried. */
const MOST_TRIED = 8;

/**
 * Whether a composite's rule is in ALARM whatever states its alarms are in, INSUFFICIENT_DATA too, or in none. A rule of
 * many alarms depends on them where two states of these are found that it tells apart; else nothing is proved.
 */
export function ruleReach(rule: string): RuleReach {
  const constant = ruleConstant(rule);
  if (constant !== undefined) return constant ? "always" : "never";
  if (ruleChildren(rule).length <= MOST_TRIED) return "depends";
  const isTold = !alwaysHolds(rule) && !alwaysHolds(`NOT (${rule})`);
  return isTold ? "depends" : "not proved";
}
