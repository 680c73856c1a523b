import type { Alarm } from "../../cloudwatch/alarm";
import { BREACHES, isThresholdOperator, linesOf, type ThresholdOperator } from "../../cloudwatch/evaluate";

/** How near an alarm came to firing. */
export interface Nearness {
  /** The value that came nearest to the threshold, or went furthest beyond it; undefined where there was no data. */
  readonly value?: number;
  readonly threshold: number;
  /** CloudWatch's comparison operator. */
  readonly comparison: string;
  /** Most breaching data points among the last N at one time … */
  readonly breaching: number;
  /** … of the M that it takes. */
  readonly needed: number;
}

const MINUTE = 60;
const HIGH = /^GreaterThan/;

/** Watches the data points of one alarm. Undefined for an alarm that has no threshold to be near to. */
export function nearnessOf(alarm: Alarm): NearnessMeter | undefined {
  const { threshold, comparisonOperator, evaluationPeriods, datapointsToAlarm = evaluationPeriods } = alarm;
  const [first] = linesOf(alarm).values();
  const period = first?.period;
  if (typeof threshold !== "number" || typeof comparisonOperator !== "string") return undefined;
  if (
    typeof evaluationPeriods !== "number" ||
    typeof datapointsToAlarm !== "number" ||
    typeof period !== "number"
  )
    return undefined;
  if (!isThresholdOperator(comparisonOperator)) return undefined;
  const stride = period < MINUTE ? period / 10 : period / MINUTE;
  const missing = alarm.treatMissingData === "breaching";
  return new NearnessMeter(
    { threshold, comparison: comparisonOperator, needed: datapointsToAlarm },
    { breaches: BREACHES[comparisonOperator], missing, stride, points: evaluationPeriods },
  );
}

interface Window {
  breaches: (typeof BREACHES)[ThresholdOperator];
  /** Whether a missing point breaches. */
  missing: boolean;
  /** Steps from one data point to the next. */
  stride: number;
  points: number;
}

/** Its memory is that of one evaluation window. */
export class NearnessMeter {
  private nearest: number | undefined;
  private most = 0;
  private readonly ring: Uint8Array;
  private now = 0;

  constructor(
    private readonly limit: Pick<Nearness, "threshold" | "comparison" | "needed">,
    private readonly window: Window,
  ) {
    this.ring = new Uint8Array((window.points - 1) * window.stride + 1);
  }

  /** Takes the data point of the next step. `counts` is false before the incident's start. */
  add(value: number | undefined, counts: boolean): void {
    const { breaches, missing } = this.window;
    const breaching = value === undefined ? missing : breaches(value, this.limit.threshold);
    this.now = (this.now + 1) % this.ring.length;
    this.ring[this.now] = breaching ? 1 : 0;
    if (!counts) return;
    if (value !== undefined && this.isNearer(value)) this.nearest = value;
    if (breaching) this.most = Math.max(this.most, this.breachingNow());
  }

  result(): Nearness {
    return { ...this.limit, value: this.nearest, breaching: this.most };
  }

  private isNearer(value: number): boolean {
    if (this.nearest === undefined) return true;
    return HIGH.test(this.limit.comparison) ? value > this.nearest : value < this.nearest;
  }

  private breachingNow(): number {
    const { stride, points } = this.window;
    let count = 0;
    for (let age = 0; age < points; age++)
      count += this.ring[(this.now - age * stride + this.ring.length) % this.ring.length] ?? 0;
    return count;
  }
}
