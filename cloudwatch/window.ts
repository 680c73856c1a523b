import type { Alarm, AlarmKind } from "./alarm";
import { kindProblems } from "./window/kinds";
import { periodProblems } from "./window/period";
import type { WindowCheck, WindowProblem } from "./window/problem";
import { queryProblems } from "./window/queries";
import { limitProblems, valueProblems } from "./window/values";

export { isPeriod } from "./window/period";
export type { WindowProblem } from "./window/problem";

/** A composite or log alarm, or one of an unknown kind, has no window that is known here. */
const CHECKS: Readonly<Record<AlarmKind, readonly WindowCheck[]>> = {
  metric: [kindProblems, valueProblems, periodProblems],
  math: [kindProblems, valueProblems, periodProblems, queryProblems],
  anomaly: [kindProblems, valueProblems, periodProblems, queryProblems],
  insights: [kindProblems, valueProblems, periodProblems, queryProblems],
  promql: [kindProblems],
  composite: [],
  log: [],
  unknown: [],
};

/**
 * What CloudWatch would refuse about an alarm (PutMetricAlarm), and a unit under which its metric has no data. A value
 * that is not known before deploying is told with `unknown: true`, and the caller decides by the shape; of names, texts
 * and lists of actions, whose length alone is asked, nothing is told.
 */
export function windowProblems(alarm: Alarm): WindowProblem[] {
  return [...CHECKS[alarm.kind].flatMap((check) => check(alarm)), ...limitProblems(alarm)];
}
