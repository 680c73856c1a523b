import type { Metric, MetricQuery } from "../alarm";
import type { Refusal } from "../evaluate/types";
import { hasUnknown, isUnknown } from "../unknown";
import { parseExpression } from "./parse";
import { MathRefusal, refuse } from "./refusal";
import { resolve, type Lines } from "./resolve";
import { isArray, type MathValue, type Series } from "./series";

/** A metric that the returned line depends on. */
export interface MathMetric {
  readonly id: string;
  readonly metric: Metric;
}

/** One value at a time: a metric's, by its id, or what a series makes of the slots before it. */
export type Slot = { readonly metric: string } | { readonly series: Series };

/** The lines that the returned one depends on, in the order in which they are computed. */
export interface MathPlan {
  readonly metrics: readonly MathMetric[];
  readonly slots: readonly Slot[];
  /** The slot of the line that the threshold is held against. */
  readonly returned: number;
}

/** Reads, orders and checks the lines of an alarm; or says in one sentence, with the line's id, why it cannot. */
export function planMath(queries: readonly MetricQuery[]): MathPlan | Refusal {
  try {
    return new Planner(queries).plan();
  } catch (error) {
    if (!(error instanceof MathRefusal)) throw error;
    return { refused: error.line === undefined ? error.message : `${error.line}: ${error.message}` };
  }
}

class Planner implements Lines {
  private readonly metricsUsed: MathMetric[] = [];
  private readonly slots: Slot[] = [];
  private readonly done = new Map<string, MathValue>();
  /** The lines that are being resolved, outermost first. */
  private readonly open: string[] = [];

  constructor(private readonly queries: readonly MetricQuery[]) {}

  plan(): MathPlan {
    const id = returnedId(this.queries);
    const value = this.line(id);
    const series = isArray(value) && value.length === 1 ? value[0] : value;
    if (series === undefined || isArray(series))
      return refuse(
        `${id}: it returns ${isArray(value) ? value.length : 0} series, and an alarm watches one`,
      );
    if (typeof series === "number")
      return refuse(`${id}: it returns a scalar, and an alarm watches a series: write TIME_SERIES(…)`);
    const returned = series.op === "slot" ? series.slot : this.slots.push({ series }) - 1;
    return { metrics: this.metricsUsed, slots: this.slots, returned };
  }

  line(id: string): MathValue {
    const known = this.done.get(id);
    if (known !== undefined) return known;
    if (this.open.includes(id)) return refuse(`it depends on itself: ${[...this.open, id].join(" → ")}`);
    const query = this.query(id);
    this.open.push(id);
    const value = this.resolved(id, query);
    this.open.pop();
    this.done.set(id, value);
    return value;
  }

  metrics(part: string): readonly Series[] {
    const ids = this.queries.filter(({ metric }) => metric !== undefined).map((query) => knownId(query));
    return ids.filter((id) => id.includes(part)).map((id) => this.line(id) as Series);
  }

  period(id: string): number {
    const { expression, metric, period: own } = this.query(id);
    if (expression !== undefined) return refuse(`PERIOD takes a metric, and ${id} is an expression`);
    const period = metric?.period ?? own;
    return typeof period === "number" ? period : refuse(`the period of ${id} is not known`);
  }

  private query(id: string): MetricQuery {
    const [query, another] = this.queries.filter((line) => line.id === id);
    if (another !== undefined) return refuse(`two lines have the id ${id}`);
    if (query !== undefined) return query;
    return refuse(`no line has the id ${id}: there are ${this.queries.map(knownId).join(", ")}`);
  }

  private resolved(id: string, query: MetricQuery): MathValue {
    try {
      return query.expression === undefined ? this.metric(id, query) : this.expression(query.expression);
    } catch (error) {
      if (error instanceof MathRefusal) error.line ??= id;
      throw error;
    }
  }

  private metric(id: string, { metric }: MetricQuery): MathValue {
    if (metric === undefined) return refuse("it is neither an expression nor a metric");
    this.metricsUsed.push({ id, metric });
    return this.slot({ metric: id });
  }

  private expression(text: string): MathValue {
    if (hasUnknown(text)) return refuse("its expression is known only after deploying");
    if (/^\s*SELECT\s/i.test(text)) return refuse("a Metrics Insights query is not evaluated here");
    const value = resolve(parseExpression(text), this);
    if (isArray(value)) return value.map((one) => this.shared(one));
    return typeof value === "number" ? value : this.shared(value);
  }

  /** What others may name is computed once. */
  private shared(series: Series): Series {
    return series.op === "slot" ? series : this.slot({ series });
  }

  private slot(slot: Slot): Series {
    return { op: "slot", slot: this.slots.push(slot) - 1 };
  }
}

/** Where no line says `true`, a line that says nothing returns data (MetricDataQuery, `ReturnData`: default true). */
function returnedId(queries: readonly MetricQuery[]): string {
  const open = queries.find(({ returnData }) => isUnknown(returnData));
  if (open !== undefined) return refuse(`${open.id}: its returnData is known only after deploying`);
  const written = queries.filter(({ returnData }) => returnData === true);
  const returned = written.length > 0 ? written : queries.filter((line) => line.returnData === undefined);
  const [first, another] = returned;
  if (first === undefined)
    return refuse("no line has returnData: true, so the threshold is held against none");
  if (another === undefined) return knownId(first);
  return refuse(`lines ${returned.map(knownId).join(" and ")} return data, and an alarm watches one`);
}

function knownId({ id }: MetricQuery): string {
  return isUnknown(id) ? refuse("a line's id is known only after deploying") : id;
}
