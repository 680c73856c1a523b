/** `count` equal samples of one metric. A whole number of samples, at least 1; `value` is finite. */
export interface SampleGroup {
  readonly value: number;
  readonly count: number;
}

/** All samples that one metric published within one step of time, in no order. Empty: nothing was published. */
export type Samples = readonly SampleGroup[];

/** Nothing published. */
export const NO_SAMPLES: Samples = [];
