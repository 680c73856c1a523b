import type { Alarm, Metric } from "../alarm";
import { compileMath, type MathProgram } from "../math";
import { NO_SAMPLES, type Samples } from "../samples";
import { isUnknown } from "../unknown";
import { isRefusal } from "./refusal";
import type { Evaluation } from "./evaluation";
import { countOf, samplesNeeded, statisticOf, type StatisticOf } from "./statistic";
import type { EvaluationOptions, ReadLine, Refusal } from "./types";

/** What an alarm's threshold is held against, over a period that slides with the steps. */
export interface Measure {
  /** Takes what was published in the next step. */
  add(read: ReadLine): void;
  /** The data point of the period that ends with the last step; undefined where it is missing. */
  value(periodStart: number): number | undefined;
  /** Whether the alarm is to ignore that point, since a percentile in it has too few samples. */
  hasFewSamples(): boolean;
}

/** The measure of an alarm on one metric, or on metric math. */
export function measureOf(
  alarm: Alarm,
  evaluation: Evaluation,
  options: EvaluationOptions,
): Measure | Refusal {
  const ignoresFew = alarm.evaluateLowSampleCountPercentiles === "ignore";
  if (isUnknown(alarm.evaluateLowSampleCountPercentiles))
    return { refused: "evaluateLowSampleCountPercentiles is known only after deploying" };
  if (alarm.kind === "math") return mathOf(alarm, evaluation, ignoresFew, options);
  if (alarm.metric === undefined) return { refused: "it has no metric" };
  return lineOf("", alarm.metric, evaluation, ignoresFew);
}

function mathOf(
  { queries = [] }: Alarm,
  evaluation: Evaluation,
  ignoresFew: boolean,
  { missingInput }: EvaluationOptions,
): Measure | Refusal {
  if (isUnknown(queries)) return { refused: "metricQueries is known only after deploying" };
  const program = compileMath(queries, { missingInput });
  if (isRefusal(program)) return program;
  const lines: Line[] = [];
  for (const { id, metric } of program.metrics) {
    const line = lineOf(id, metric, evaluation, ignoresFew);
    if (isRefusal(line)) return { refused: `line "${id}": ${line.refused}` };
    lines.push(line);
  }
  return new MathMeasure(lines, program);
}

function lineOf(id: string, metric: Metric, evaluation: Evaluation, ignoresFew: boolean): Line | Refusal {
  const { statistic } = metric;
  if (statistic === undefined) return { refused: "statistic is left out" };
  if (isUnknown(statistic)) return { refused: "statistic is known only after deploying" };
  const of = statisticOf(statistic);
  if (isRefusal(of)) return of;
  return new Line(id, of, evaluation.period / evaluation.step, ignoresFew ? samplesNeeded(statistic) : 0);
}

/** One statistic of one metric. */
class Line implements Measure {
  private readonly steps: Samples[];
  private next = 0;

  constructor(
    readonly id: string,
    private readonly of: StatisticOf,
    length: number,
    private readonly needed: number,
  ) {
    this.steps = new Array<Samples>(length).fill(NO_SAMPLES);
  }

  add(read: ReadLine): void {
    this.steps[this.next] = read(this.id);
    this.next = (this.next + 1) % this.steps.length;
  }

  value(): number | undefined {
    return this.of(this.steps);
  }

  hasFewSamples(): boolean {
    return this.needed > 0 && countOf(this.steps) < this.needed;
  }
}

/** Metric math over statistics of the same period. */
class MathMeasure implements Measure {
  private readonly points = new Map<string, number | undefined>();
  private readonly read = (id: string): number | undefined => this.points.get(id);

  constructor(
    private readonly lines: readonly Line[],
    private readonly program: MathProgram,
  ) {}

  add(read: ReadLine): void {
    for (const line of this.lines) line.add(read);
  }

  value(periodStart: number): number | undefined {
    for (const line of this.lines) this.points.set(line.id, line.value());
    return this.program.evaluate(this.read, periodStart);
  }

  hasFewSamples(): boolean {
    return this.lines.some((line) => line.hasFewSamples());
  }
}
