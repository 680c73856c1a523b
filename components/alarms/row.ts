import { relative, resolve } from "node:path";
import type { ThresholdOperator } from "../../cloudwatch/evaluate/comparison";
import type { MetricName, Namespace, StatisticFor } from "../../cloudwatch/facts/metricTypes";

/** What a row holds beside what it measures. Field names are CloudWatch's own. */
export interface Definition {
  /** In kebab case; the alarm is called `<service>-<stack>-<name>`, the resource `<service>-<name>`. */
  readonly name: string;
  readonly threshold: number;
  readonly comparisonOperator: ThresholdOperator;
  /** Seconds. */
  readonly period: 60 | 300 | 3600;
  /** How many periods are looked at (N) … */
  readonly evaluationPeriods: number;
  /** … and how many of them must breach (M ≤ N). */
  readonly datapointsToAlarm: number;
  readonly treatMissingData: "missing" | "ignore" | "breaching" | "notBreaching";
  /** For percentiles alone: what to do where a period has too few samples for one. */
  readonly evaluateLowSampleCountPercentiles?: "evaluate" | "ignore";
  /**
   * Two or three sentences for whoever reads the mail at 3 am: what it means, the likely cause, what to do first.
   * The limit itself is added to the mail from the numbers above.
   */
  readonly why: string;
  /** The only stacks that get this alarm; `policies/parity.yaml` must grant the exception. Default: every stack. */
  readonly only?: readonly string[];
}

/** One statistic of one metric. `D` are the dimensions whose values the stack's own resources give. */
export interface Series<D extends string> {
  readonly namespace: string;
  readonly metric: string;
  readonly statistic: string;
  readonly dimensions: readonly D[];
  /** Dimensions that have the same value in every stack. */
  readonly fixedDimensions?: Readonly<Record<string, string>>;
}

/** A series whose statistic is one that its metric allows: `Maximum` of BackendConnectionErrors does not compile. */
export interface TypedSeries<
  N extends Namespace,
  M extends MetricName<N>,
  D extends string,
> extends Series<D> {
  readonly namespace: N;
  readonly metric: M;
  readonly statistic: StatisticFor<N, M> & string;
}

interface Placed {
  /** Where the row stands: `components/alarms/classic.ts:12`. */
  readonly at: string;
}

/** An alarm on one metric. */
export type MetricRow<D extends string> = Definition & Series<D> & Placed;

/** An alarm on metric math over metrics of one period; the keys of `metrics` are the expression's names. */
export type MathRow<D extends string> = Definition &
  Placed & { readonly expression: string; readonly metrics: Readonly<Record<string, Series<D>>> };

/** One alarm of the catalogue. */
export type AlarmRow<D extends string> = MetricRow<D> | MathRow<D>;

/** A row on one metric. It remembers the line it was called from. */
export function defineRow<N extends Namespace, M extends MetricName<N>, const D extends string>(
  row: Definition & TypedSeries<N, M, D>,
): MetricRow<D> {
  return { ...row, at: callerOf(defineRow) };
}

/** A row on a metric that we publish ourselves and no table of AWS's knows. It remembers the line it was called from. */
export function defineOwnRow<const D extends string>(
  row: Definition & Series<D> & { readonly namespace: `AlarmParity/${string}` },
): MetricRow<D> {
  return { ...row, at: callerOf(defineOwnRow) };
}

/** A row on metric math. It remembers the line it was called from. */
export function defineMathRow<const D extends string>(
  row: Definition & { readonly expression: string; readonly metrics: Readonly<Record<string, Series<D>>> },
): MathRow<D> {
  return { ...row, at: callerOf(defineMathRow) };
}

/** One metric of a math row. */
export function series<N extends Namespace, M extends MetricName<N>, const D extends string>(
  metric: TypedSeries<N, M, D>,
): Series<D> {
  return metric;
}

const PROJECT_ROOT = resolve(__dirname, "../..");

/** The file (relative to the project) and line that called `callee`. */
function callerOf(callee: (row: never) => unknown): string {
  const trace: { stack?: string } = {};
  Error.captureStackTrace(trace, callee);
  const [, file, line] = /\(?([^\s(]+):(\d+):\d+\)?$/m.exec(trace.stack ?? "") ?? [];
  if (file === undefined || line === undefined) return "components/alarms";
  return `${relative(PROJECT_ROOT, file.replace(/^file:\/\//, ""))}:${line}`;
}
