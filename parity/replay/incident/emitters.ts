import type { YamlFile } from "../../render/yamlFile";
import { readDuration, showDuration } from "../duration";
import { dailySeries, type Daily } from "../series/daily";
import { parseSeries, SeriesError } from "../series/parse";
import type { Series } from "../series/series";
import type { GivenDaily, GivenSignal } from "./schema";
import type { Emitter } from "./types";

const HOUR = 3600;
const TWO_IN_THE_AFTERNOON = 14 * HOUR;

/** What all signals of a file share. */
export interface Frame {
  yaml: YamlFile;
  name: string;
  start: number;
  /** Seconds. */
  every: number;
}

/** The emitters of one signal, one each where it has `each`. @throws InputError naming file, line and column */
export function emittersOf(signal: GivenSignal, index: number, frame: Frame): Emitter[] {
  const { yaml } = frame;
  const path = ["signals", index];
  const every = readEvery(signal.every, [...path, "every"], yaml) ?? frame.every;
  const [namespace, metric] = splitMetric(signal.metric);
  const base = { signal: index, namespace, metric, sets: signal.sets, unit: signal.unit, every };
  const source = signal.source ?? {};
  const own = { ...frame, every };
  const each = Object.entries(signal.each ?? {});
  const [only] = each;
  if (only === undefined) {
    return [{ ...base, source, series: ownSeries(signal, path, own, "") }];
  }
  const [dimension, values] = only;
  const at = [...path, "each", dimension];
  if (each.length > 1) throw yaml.error(at, `signals[${index}].each: give one dimension, e.g. InstanceId`);
  if (dimension in source)
    throw yaml.error(at, `signals[${index}].each: ${dimension} stands in source too; take it out there`);
  const emitters: [string, Series][] = Array.isArray(values)
    ? values.map((value) => [value, ownSeries(signal, path, own, value)])
    : Object.entries(values).map(([value, text]) => [value, readSeries(text, [...at, value], own)]);
  if (emitters.length === 0)
    throw yaml.error(at, `signals[${index}].each: ${dimension} has no value; give one each emitter`);
  if (!Array.isArray(values) && (signal.series ?? signal.daily) !== undefined)
    throw yaml.error(
      path,
      `signals[${index}]: each gives the series; take series and daily out, or write each as a list`,
    );
  return emitters.map(([value, series]) => ({ ...base, source: { ...source, [dimension]: value }, series }));
}

/** Seconds of a step. @throws InputError where it is no multiple of 10 s up to an hour */
export function readEvery(
  text: string | undefined,
  path: readonly PropertyKey[],
  yaml: YamlFile,
): number | undefined {
  if (text === undefined) return undefined;
  const seconds = readDuration(text) ?? 0;
  if (seconds >= 10 && seconds <= HOUR && seconds % 10 === 0) return seconds;
  throw yaml.error(path, `every: ${text} is no step: write a multiple of 10s, from 10s to 1h`);
}

function splitMetric(metric: string): [string, string] {
  const space = metric.indexOf(" ");
  return [metric.slice(0, space), metric.slice(space + 1)];
}

function ownSeries(signal: GivenSignal, path: PropertyKey[], frame: Frame, emitter: string): Series {
  const { series, daily, metric } = signal;
  const [, index] = path;
  if (series !== undefined && daily === undefined) return readSeries(series, [...path, "series"], frame);
  if (daily !== undefined && series === undefined)
    return dailySeries(
      readDaily(daily),
      frame.start,
      frame.every,
      `${frame.name} ${metric} ${String(index)} ${emitter}`,
    );
  throw frame.yaml.error(
    path,
    `signals[${String(index)}]: give either series or daily, or a series for each emitter`,
  );
}

function readDaily({ peak, noise = 0, weekend = 1, ...rest }: GivenDaily): Daily {
  const [hours = 0, minutes = 0] = peak?.split(":").map(Number) ?? [];
  const seconds = peak === undefined ? TWO_IN_THE_AFTERNOON : hours * HOUR + minutes * 60;
  return { ...rest, peak: seconds, noise, weekend };
}

function readSeries(text: string, path: PropertyKey[], { yaml, every }: Frame): Series {
  try {
    return parseSeries(text, every);
  } catch (error) {
    if (!(error instanceof SeriesError)) throw error;
    throw yaml.errorInText(
      path,
      error.offset,
      `${path.at(-1) === "series" ? "series" : `series of ${String(path.at(-1))}`}: ${error.message}`,
    );
  }
}

/** The length that all series have. @throws InputError where one is shorter than the incident, or none says how long */
export function lengthOf(emitters: readonly Emitter[], lasts: number | undefined, yaml: YamlFile): number {
  const seconds = ({ series, every }: Emitter): number => series.length * every;
  const finite = emitters.map(seconds).filter((length) => length !== Infinity);
  const length = lasts ?? Math.max(0, ...finite);
  if (length === 0)
    throw yaml.error(
      ["signals"],
      "lasts is missing: no series has an end of its own, so say how long they go on, e.g. lasts: 7d",
    );
  for (const emitter of emitters) {
    const own = seconds(emitter);
    if (own === Infinity || own === length) continue;
    const { metric, signal } = emitter;
    throw yaml.error(
      ["signals", signal],
      `signals[${signal}]: the series of ${metric} lasts ${showDuration(own)}, and the incident ${showDuration(length)}; make them alike, or let its last item go on with x*`,
    );
  }
  return length;
}
