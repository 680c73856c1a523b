/** Alarm mute rules: how their schedules are written, and when they are active. */
export { isMuted, muteRuleOf, type MuteRule } from "./rule";
export { durationMinutes, longestGapMinutes, readExpression } from "./schedule";
