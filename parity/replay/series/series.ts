import { NO_SAMPLES, type SampleGroup, type Samples } from "../../../cloudwatch/samples";

/** What one emitter publishes, step by step. Its memory does not grow with its length. */
export interface Series {
  /** Steps; infinite where it goes on to the incident's end. */
  readonly length: number;
  /** What is published in a step, 0 ≤ step < length. */
  at(step: number): Samples;
}

/** From one number to another over the steps of a ramp; both the same where it is none. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** `count` samples of `value` in a step. */
export interface SpannedSamples {
  readonly count: Span;
  readonly value: Span;
}

/** Whether a number changes over the steps. */
export function isRamp({ from, to }: Span): boolean {
  return from !== to;
}

/** The same in each of `length` steps. */
export function steady(groups: readonly SpannedSamples[], length: number): Series {
  const samples = samplesAt(groups, 0);
  return { length, at: () => samples };
}

/** From the first step's numbers to the last one's; counts are rounded. `length` is at least 2. */
export function ramp(groups: readonly SpannedSamples[], length: number): Series {
  return { length, at: (step) => samplesAt(groups, step / (length - 1)) };
}

/** One after the other. */
export function sequence(parts: readonly Series[]): Series {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const starts: number[] = [];
  let length = 0;
  for (const part of parts) {
    starts.push(length);
    length += part.length;
  }
  return {
    length,
    at: (step) => {
      let low = 0;
      for (let high = starts.length - 1; low < high;) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= step) low = middle;
        else high = middle - 1;
      }
      return parts[low]?.at(step - (starts[low] ?? 0)) ?? NO_SAMPLES;
    },
  };
}

/** The same part again and again. */
export function repeat(part: Series, times: number): Series {
  return { length: part.length * times, at: (step) => part.at(step % part.length) };
}

function samplesAt(groups: readonly SpannedSamples[], share: number): Samples {
  const samples: SampleGroup[] = [];
  for (const { count, value } of groups) {
    const rounded = Math.round(between(count, share));
    if (rounded > 0) samples.push({ value: between(value, share), count: rounded });
  }
  return samples.length === 0 ? NO_SAMPLES : samples;
}

function between({ from, to }: Span, share: number): number {
  return share === 1 ? to : from + (to - from) * share;
}
