import type { Alarm } from "../../../cloudwatch/alarm";
import type { InputError } from "../../render/inputError";
import type { Series } from "../series/series";

/** An incident file as read and validated; its format is documented in incidents/README.md and is a contract. */
export interface Incident {
  /** The file's name without `.yaml`. */
  readonly name: string;
  /** One or two sentences: what happened. */
  readonly what: string;
  /** The only stacks that it is about. @default all */
  readonly in?: readonly string[];
  /** Seconds since 1970 at which the series begin; a multiple of 60. */
  readonly start: number;
  /** Seconds that all series last. */
  readonly length: number;
  /** Seconds after the start between which something is wrong; absent where nothing is. */
  readonly trouble?: { readonly from: number; readonly to: number };
  readonly emitters: readonly Emitter[];
  readonly had: readonly Had[];
  readonly expect: readonly Expectation[];
  /** Names of alarms, `*` for any text, that see the signals and must stay silent. */
  readonly silent: readonly string[];
  /** An error in the line of the value at `path` of the file. */
  readonly error: (path: readonly PropertyKey[], message: string) => InputError;
}

/** One thing that publishes one metric: a load balancer in a zone, an instance. */
export interface Emitter {
  /** Index of its signal in the file. */
  readonly signal: number;
  readonly namespace: string;
  readonly metric: string;
  /** All dimensions of what publishes; `<stack>` in a value stands for the stack's name. */
  readonly source: Readonly<Record<string, string>>;
  /** Sets of dimension names that the metric is published under. @default what is known of the metric */
  readonly sets?: readonly (readonly string[])[];
  /** @default what AWS's pages say; None where they do not */
  readonly unit?: string;
  /** Seconds that one step of the series is long. */
  readonly every: number;
  readonly series: Series;
}

/** The wrong alarm that the team had. */
export interface Had {
  /** Name of the alarm of today that it was like. */
  readonly like: string;
  /** Fields in which it was otherwise. */
  readonly with: AlarmChange;
  /** The only stacks that had it. @default all */
  readonly only?: readonly string[];
  /** What it did. */
  readonly was: "silent" | "firing";
  readonly why: string;
}

/** Fields of an alarm that a wrong one had otherwise. */
export type AlarmChange = Pick<
  Alarm,
  | "threshold"
  | "comparisonOperator"
  | "evaluationPeriods"
  | "datapointsToAlarm"
  | "treatMissingData"
  | "evaluateLowSampleCountPercentiles"
> & { statistic?: string; period?: number };

/** What must happen. */
export interface Expectation {
  readonly alarm: string;
  /** Seconds from the trouble's begin within which it is in ALARM. @default at any time after it */
  readonly alarmWithin?: number;
  /** Seconds from the trouble's end within which it is OK, and stays so. @default not asked */
  readonly okWithin?: number;
  /** Topics (logical names, or ARNs) that its ALARM and its OK must go to. @default not asked */
  readonly tells?: readonly string[];
}
