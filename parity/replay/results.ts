import type { Nearness } from "./nearness";
import type { Change } from "./timeline";

/** What one alarm of one stack did in one incident. */
export interface AlarmResult {
  /** Logical name. */
  alarm: string;
  /**
   * `fired`: as expected. `silent`: as it must. `excepted`: the stack has not got it, and the parity file says why.
   * `failed`: `expected` and `got` say what was otherwise.
   */
  verdict: "fired" | "silent" | "excepted" | "failed";
  /** Why it is excepted. */
  reason?: string;
  expected?: string;
  got?: string;
  /** Seconds from the trouble's begin to ALARM. */
  toAlarm?: number;
  /** Seconds from the trouble's end to OK; 0 where it was OK before. */
  toOk?: number;
  /** Times that it went to ALARM. */
  times?: number;
  /** What was told, by the names of topics: when it went to ALARM … */
  told?: string[];
  /** … and when it went to OK at last. */
  toldOk?: string[];
  changes?: readonly Change[];
  nearness?: Nearness;
}

/** What the wrong alarm that the team had did in one stack. */
export interface HadResult {
  /** The alarm that it was like. */
  alarm: string;
  /** In what it was otherwise: `statistic Maximum`. */
  otherwise: string;
  why: string;
  did: "silent" | "firing" | "absent";
  /** Seconds after the start, where it fired. */
  firedAt?: number;
  verdict: "as it was" | "failed";
  expected?: string;
}

/** One incident in one stack. */
export interface StackResult {
  stack: string;
  alarms: AlarmResult[];
  had: HadResult[];
}

/** One incident in every stack. */
export interface IncidentResult {
  incident: string;
  what: string;
  /** Whether nothing may fire. */
  quiet: boolean;
  stacks: StackResult[];
  /** Signals that no alarm of any stack sees: `AWS/ELB Latency {…}`. */
  unwatched: string[];
}

/** What all incidents say of one alarm. */
export interface AlarmCoverage {
  alarm: string;
  /** Incidents that must fire it and did, in every stack that has it. */
  firedBy: string[];
  /** The incident in which nothing may fire that came nearest to it; absent where none shows it anything. */
  nearest?: { incident: string; nearness: Nearness };
  /** `fired`; else `brushed` where a quiet incident made a data point breach, `silent` where none did, `unwatched` where no incident shows it anything. */
  verdict: "fired" | "brushed" | "silent" | "unwatched" | "not evaluated";
}

/** What `replay` found; `--json` prints exactly this. */
export interface ReplayReport {
  version: 1;
  stacks: string[];
  incidents: IncidentResult[];
  /** Only where every incident was run. */
  coverage?: AlarmCoverage[];
  /** Alarms that are not evaluated, each with its sentence. */
  notEvaluated: { alarm: string; stacks: string[]; why: string }[];
  /** Who subscribes to each topic that some alarm told, by stack. */
  recipients: { stack: string; topic: string; addresses: string[] }[];
}
