import type { Metric } from "../../cloudwatch/alarm";
import type { Source } from "../../cloudwatch/evaluate";
import { NO_SAMPLES, type Samples } from "../../cloudwatch/samples";
import type { Emitter } from "./incident/types";

/**
 * What alarms read in an incident. Before its start each series is as in its first step, since the alarms have been
 * there for long. A step's samples are published at its beginning.
 * @param emitters what each metric reads
 * @param before seconds from the simulation's begin to the incident's start
 */
export function feed(emitters: ReadonlyMap<Metric, readonly Emitter[]>, before: number): Source {
  return (metric, at, length) => {
    const publishing = emitters.get(metric);
    if (publishing === undefined) return NO_SAMPLES;
    const from = at - before;
    let samples = NO_SAMPLES;
    for (const emitter of publishing) samples = join(samples, published(emitter, from, from + length));
    return samples;
  };
}

function published({ series, every }: Emitter, from: number, to: number): Samples {
  let samples = NO_SAMPLES;
  for (let step = Math.ceil(from / every); step * every < to; step++) {
    if (step < series.length) samples = join(samples, series.at(Math.max(step, 0)));
  }
  return samples;
}

function join(a: Samples, b: Samples): Samples {
  if (a.length === 0) return b;
  return b.length === 0 ? a : [...a, ...b];
}
