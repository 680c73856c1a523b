import type { Alarm, Metric, MetricQuery } from "../alarm";
import { statisticOf, type Refusal } from "../evaluate";
import { isRefusal } from "../evaluate/refusal";
import type { FactTable } from "../facts";
import { compileMath, mathReach } from "../math";
import { NO_SAMPLES, type Samples } from "../samples";
import { isUnknown } from "../unknown";
import { ANY_VALUE } from "./interval";
import { isModelled, lineReach, lineSamples, lineValue } from "./line";
import type { Step } from "./stream";
import type { Subject } from "./subject";
import type { LineReach } from "./verdict";

/** Over so many combinations of what its metrics publish, only the furthest of each are tried. */
const MOST_STEPS = 4000;

/** An expression on several metrics, each of which publishes what it likes. */
export function mathSubject({ queries = [] }: Alarm, facts?: FactTable): Subject | Refusal {
  if (isUnknown(queries)) return { refused: "metricQueries is known only after deploying" };
  const program = compileMath(queries);
  if (isRefusal(program)) return program;
  const lines: LineReach[] = [];
  const watchers = new Map<string, LineReach[]>();
  for (const { id, metric } of program.metrics) {
    const line = lineReach(id, metric, facts);
    if (line === undefined)
      return { refused: `line "${id}": namespace, metricName or statistic is left out or not known` };
    lines.push(line);
    watchers.set(identity(metric), [...(watchers.get(identity(metric)) ?? []), line]);
  }
  const reach = mathReach(queries, (id) => lines.find((line) => line.id === id)?.reach ?? ANY_VALUE);
  if (isRefusal(reach)) return reach;
  const [unevaluated] = lines.map(({ statistic }) => statisticOf(statistic)).filter(isRefusal);
  return {
    ...{ lines, reach, expression: returnedExpression(queries), notEvaluated: unevaluated?.refused },
    atZero: program.evaluate(() => 0, 0),
    steps: (_aim, threshold) => (lines.every(isModelled) ? combined([...watchers.values()], threshold) : []),
    valueOf: (step) =>
      program.evaluate((id) => {
        const line = lines.find((one) => one.id === id);
        return line && lineValue(line, step[id]);
      }, 0),
  };
}

function identity({ namespace, metricName, dimensions = {} }: Metric): string {
  const entries = isUnknown(dimensions) ? dimensions : Object.entries(dimensions).sort();
  return JSON.stringify([namespace, metricName, entries]);
}

function returnedExpression(queries: readonly MetricQuery[]): string | undefined {
  const returned =
    queries.find(({ returnData }) => returnData === true) ??
    queries.find(({ returnData }) => returnData === undefined);
  const expression = returned?.expression;
  return expression === undefined || isUnknown(expression) ? undefined : expression;
}

/** Lines that watch one metric, which publishes the same samples for all of them. */
type Watchers = readonly LineReach[];

/** What the metrics may publish together; where each of them has data first, since readings differ on what is missing. */
function combined(metrics: readonly Watchers[], threshold: number): Step[] {
  const many = metrics.map((lines) => [...lines.flatMap((line) => choices(line, threshold)), NO_SAMPLES]);
  const size = many.reduce((product, { length }) => product * length, 1);
  const all = size <= MOST_STEPS ? many : many.map((own) => [own[0] ?? NO_SAMPLES, own.at(-2) ?? NO_SAMPLES]);
  const steps = product(all).map((chosen): Step => {
    const entries = metrics.flatMap((lines, at) => lines.map(({ id }) => [id, chosen[at] ?? NO_SAMPLES]));
    return Object.fromEntries(entries) as Step;
  });
  const silent = (step: Step): number => Object.values(step).filter(({ length }) => length === 0).length;
  return steps.sort((one, other) => silent(one) - silent(other));
}

/** The furthest up, some of what lies between, and the furthest down; each value once. */
function choices(line: LineReach, threshold: number): Samples[] {
  const scale = Math.abs(threshold) + 1;
  const up = [1e6 * scale, 1e3 * scale, scale, 1].flatMap((beyond) => lineSamples(line, "high", beyond));
  const down = [0, -scale].flatMap((beyond) => lineSamples(line, "low", beyond));
  const all = [...up, ...between(line), ...down];
  const values = all.map((samples) => lineValue(line, samples));
  return all.filter((_, at) => values.indexOf(values[at]) === at);
}

/** Where a sample has both ends, the quarters between them. */
function between({ statistic, reach: { low, high } }: LineReach): Samples[] {
  if (!Number.isFinite(low) || !Number.isFinite(high) || statistic === "SampleCount") return [];
  return [0.25, 0.5, 0.75].map((share) => [{ value: low + share * (high - low), count: 1 }]);
}

function product<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>(
    (done, list) => done.flatMap((one) => list.map((choice) => [...one, choice])),
    [[]],
  );
}
