export { firingsOf, type Firing, type Firings } from "./firing";
export { wrongAlarm } from "./had";
export { uncovered } from "./coverage";
export { showDuration } from "./duration";
export { loadIncidents, readIncident } from "./incident/load";
export type { Incident } from "./incident/types";
export { showLimit, showValue } from "./judge";
export { replay, type ReplayOptions } from "./replay";
export type {
  AlarmCoverage,
  AlarmResult,
  HadResult,
  IncidentResult,
  ReplayReport,
  StackResult,
} from "./results";
export { observeAlarm, type Subject } from "./run";
export {
  incidentsOf,
  ofRenders,
  openReplaySource,
  type ReplaySource,
  type ReplaySourceOptions,
} from "./source";
export { exceptedAlarms, replayStacks, type Excepted, type ReplayStack } from "./stacks";
export type { Timeline } from "./timeline";
