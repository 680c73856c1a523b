import type { Alarm, AlarmKind } from "../alarm";
import { isUnknown } from "../unknown";
import { BREACHES, isThresholdOperator } from "./comparison";
import { decide, type Point } from "./decide";
import { measureOf, type Measure } from "./measure";
import { isRefusal } from "./refusal";
import { evaluationOf, type Evaluation } from "./evaluation";
import type { AlarmEvaluator, AlarmState, EvaluationOptions, ReadLine, Refusal } from "./types";

const NOT_EVALUATED: Partial<Record<AlarmKind, string>> = {
  anomaly: "an anomaly band is a trained model, so it is not evaluated here",
  insights: "a Metrics Insights query is not evaluated here",
  promql: "a PromQL query is not evaluated here",
  composite: "a composite alarm is evaluated beside its children only",
  log: "a log alarm is not evaluated here",
  unknown: "its kind is not known here",
};

/**
 * An alarm on metrics, ready to be evaluated; or why it cannot be, in one sentence: its kind, a field that is left out
 * or known only after deploying, a statistic or function that is not evaluated.
 */
export function evaluatorOf(alarm: Alarm, options: EvaluationOptions = {}): AlarmEvaluator | Refusal {
  const refused = NOT_EVALUATED[alarm.kind];
  if (refused !== undefined) return { refused };
  const evaluation = evaluationOf(alarm, options);
  if (isRefusal(evaluation)) return evaluation;
  const limit = limitOf(alarm);
  if (isRefusal(limit)) return limit;
  const measure = measureOf(alarm, evaluation, options);
  return isRefusal(measure) ? measure : new Evaluator(evaluation, limit, measure, options.start ?? 0);
}

interface Limit {
  breaches: (value: number, threshold: number) => boolean;
  threshold: number;
}

function limitOf({ threshold, comparisonOperator }: Alarm): Limit | Refusal {
  if (threshold === undefined || comparisonOperator === undefined)
    return { refused: `${threshold === undefined ? "threshold" : "comparisonOperator"} is left out` };
  if (typeof threshold !== "number") return { refused: "threshold is known only after deploying" };
  if (isUnknown(comparisonOperator)) return { refused: "comparisonOperator is known only after deploying" };
  if (!isThresholdOperator(comparisonOperator))
    return { refused: `comparisonOperator ${comparisonOperator} is not evaluated` };
  return { breaches: BREACHES[comparisonOperator], threshold };
}

class Evaluator implements AlarmEvaluator {
  readonly step: number;
  value: number | undefined;
  private state: AlarmState = "INSUFFICIENT_DATA";
  private now: number;
  /** When the warm-up is over. */
  private readonly ready: number;
  /** Seconds between the data points that are kept: those in between are never looked at. */
  private readonly grain: number;
  /** The data points of the evaluation range, a ring; before the first step there was no data. */
  private readonly points: Point[];
  private newest = 0;
  private readonly stride: number;
  private readonly pointAt: (age: number) => Point;

  constructor(
    private readonly evaluation: Evaluation,
    private readonly limit: Limit,
    private readonly measure: Measure,
    start: number,
  ) {
    const { period, step, alignment, evaluationRange } = evaluation;
    this.step = step;
    this.now = start;
    this.ready = start + evaluation.warmUp;
    this.grain = period % alignment === 0 ? alignment : step;
    this.stride = period / this.grain;
    const size = (evaluationRange - 1) * this.stride + 1;
    this.points = new Array<Point>(size).fill("missing");
    this.pointAt = (age) => this.points[(this.newest - age * this.stride + size) % size] ?? "missing";
  }

  advance(read: ReadLine): AlarmState {
    this.measure.add(read);
    this.now += this.step;
    if (!this.isAt(this.grain)) return this.state;
    this.keep();
    if (this.isAt(this.evaluation.alignment) && this.now > this.ready)
      this.state = decide(this.pointAt, this.evaluation, this.state);
    return this.state;
  }

  private isAt(multiple: number): boolean {
    return (this.now + this.evaluation.offset) % multiple === 0;
  }

  private keep(): void {
    this.newest = (this.newest + 1) % this.points.length;
    this.value = this.measure.value(this.now - this.evaluation.period);
    this.points[this.newest] = this.toPoint();
  }

  private toPoint(): Point {
    if (this.value === undefined) return "missing";
    if (this.measure.hasFewSamples()) return "fewSamples";
    return this.limit.breaches(this.value, this.limit.threshold) ? "breaching" : "notBreaching";
  }
}
