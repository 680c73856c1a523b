/** Composite alarms: the rule that their children's states decide by, and when their actions run. */
export {
  alarmNameOf,
  compositeEvaluator,
  ruleHolds,
  type CompositeEvaluator,
  type CompositeStep,
} from "./evaluator";
export { type StateOf } from "./parse";
export { alwaysHolds, implies, parses, ruleChildren, ruleConstant, type RuleChild } from "./rule";
export { type ActionsRun, type SuppressedBy, type Suppressor } from "./suppression";
