import { NO_SAMPLES } from "../../../cloudwatch/samples";
import type { Series } from "./series";

const DAY = 86_400;
const WEEK = 7 * DAY;
/** 1970 began on a Thursday. */
const MONDAY = 4 * DAY;
/** Days of a week that are no weekend. */
const WORKDAYS = 5;

/** A load that rises and falls with the day. */
export interface Daily {
  /** Once a day, half a day from the peak. */
  readonly low: number;
  readonly high: number;
  /** Seconds after midnight. */
  readonly peak: number;
  /** Largest share by which a step is off the curve, 0 to 1. */
  readonly noise: number;
  /** Share of the rise above `low` that remains on Saturday and Sunday, 0 to 1. */
  readonly weekend: number;
  /** Where given, a step has as many samples as the curve says, each of this value; else one sample of the curve's value. */
  readonly samplesOf?: number;
}

/**
 * A cosine from `low` to `high` over the day, with noise that is the same in every run.
 * @param start seconds since 1970 of the first step
 * @param every seconds that one step is long
 * @param seed what tells this series from the incident's others
 */
export function dailySeries(daily: Daily, start: number, every: number, seed: string): Series {
  const { low, high, peak, noise, weekend, samplesOf } = daily;
  const hash = hashOf(seed);
  const at = (step: number): number => {
    const time = start + step * every;
    const isWorkday = (((time - MONDAY) % WEEK) + WEEK) % WEEK < WORKDAYS * DAY;
    const height = (1 + Math.cos((2 * Math.PI * (time - peak)) / DAY)) / 2;
    const curve = low + (high - low) * height * (isWorkday ? 1 : weekend);
    return curve * (1 + noise * (2 * random(hash, step) - 1));
  };
  return {
    length: Infinity,
    at: (step) => {
      if (samplesOf === undefined) return [{ value: at(step), count: 1 }];
      const count = Math.round(at(step));
      return count <= 0 ? NO_SAMPLES : [{ value: samplesOf, count }];
    },
  };
}

/** 0 to 1 for each step, always the same one (splitmix32, a public mixing of bits). */
function random(seed: number, step: number): number {
  let mixed = (seed + Math.imul(step + 1, 0x9e3779b9)) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
