import type { Metric } from "../alarm";
import type { CompositeEvaluator } from "../composite";
import type { Samples } from "../samples";
import { Announcer } from "./announce";
import { linesOf } from "./lines";
import type { AlarmEvent, SimulationOptions, Source, Watched } from "./event";
import type { AlarmEvaluator, AlarmState } from "./types";

/** One alarm of a simulation. */
export interface Runner {
  /** Seconds between its evaluations. */
  readonly step: number;
  readonly state: AlarmState;
  /** Takes the alarm to `at`, seconds after the begin. */
  advance(at: number): AlarmEvent | undefined;
}

/** An alarm on metrics. */
export class MetricRunner implements Runner {
  readonly step: number;
  state: AlarmState = "INSUFFICIENT_DATA";
  private readonly lines: ReadonlyMap<string, Metric>;
  private readonly announcer: Announcer;

  constructor(
    private readonly watched: Watched,
    private readonly evaluator: AlarmEvaluator,
    private readonly source: Source,
    private readonly options: SimulationOptions,
  ) {
    this.step = evaluator.step;
    this.lines = linesOf(watched.alarm);
    this.announcer = new Announcer(watched, options);
  }

  advance(at: number): AlarmEvent | undefined {
    const from = this.state;
    const to = this.evaluator.advance((line) => this.read(line, at));
    this.state = to;
    this.options.observe?.(this.watched.key, at, to, this.evaluator.value);
    return this.announcer.announce({ at, from, to, isOwed: from !== to });
  }

  private read(line: string, at: number): Samples {
    const metric = this.lines.get(line);
    return metric === undefined ? [] : this.source(metric, at - this.step, this.step);
  }
}

/** A composite alarm, beside its children. */
export class CompositeRunner implements Runner {
  state: AlarmState = "INSUFFICIENT_DATA";
  private readonly announcer: Announcer;

  constructor(
    private readonly watched: Watched,
    private readonly evaluator: CompositeEvaluator,
    readonly step: number,
    private readonly stateOf: (child: string) => AlarmState,
    private readonly options: SimulationOptions,
  ) {
    this.announcer = new Announcer(watched, options);
  }

  advance(at: number): AlarmEvent | undefined {
    const from = this.state;
    const { state: to, ran, suppressedBy } = this.evaluator.advance(at, this.stateOf);
    this.state = to;
    this.options.observe?.(this.watched.key, at, to, undefined);
    const heldBy = suppressedBy === undefined ? undefined : (`suppressed: ${suppressedBy}` as const);
    return this.announcer.announce({ at, from, to, isOwed: ran.some(({ state }) => state === to), heldBy });
  }
}
