import fc from "fast-check";
import type { Alarm } from "../../../cloudwatch/alarm";
import { THRESHOLD_OPERATORS } from "../../../cloudwatch/evaluate";
import { allMetrics, type MetricFact } from "../../../cloudwatch/facts";
import { sampleBounds, statisticReach, type Step } from "../../../cloudwatch/reach";
import type { SampleGroup, Samples } from "../../../cloudwatch/samples";

/** An alarm on one metric, right in every field, with `fields` over it. */
export function alarmOn(
  namespace: string,
  metricName: string,
  statistic: string,
  fields: Partial<Alarm> = {},
): Alarm {
  return {
    kind: "metric",
    metric: { namespace, metricName, statistic, period: 60, dimensions: {} },
    comparisonOperator: "GreaterThanThreshold",
    evaluationPeriods: 3,
    treatMissingData: "notBreaching",
    ...fields,
  };
}

/** The least and the greatest value that random samples get where the model has no bound. */
const FAR = 5000;

/** Samples of one step that a metric can publish; never none. */
export function samplesOf(fact: MetricFact): fc.Arbitrary<Samples> {
  const { low, high, nonzero, whole } = sampleBounds(fact);
  const [min, max] = [Math.max(low, -FAR), Math.min(high, FAR)];
  const number =
    whole && nonzero
      ? fc.integer({ min: Math.ceil(min), max: Math.floor(max) })
      : fc.oneof(fc.constantFrom(min, max), fc.double({ min, max, noNaN: true }));
  const group: fc.Arbitrary<SampleGroup> = fc.record({
    value: number,
    count: fc.integer({ min: 1, max: 300 }),
  });
  return fc
    .array(group, { minLength: 1, maxLength: 3 })
    .filter((groups) => !nonzero || groups.some(({ value }) => value !== 0));
}

const STATISTICS = [
  ...["SampleCount", "Sum", "Average", "Minimum", "Maximum"],
  ...["p0", "p1", "p50", "p95", "p99.9", "p100", "tm99", "tc90", "ts80", "PR(:300)", "IQM", "wm95"],
];

/** A random alarm on a metric of the table, its threshold near the ends of what can be reached, and steps for it. */
export interface Scene {
  alarm: Alarm;
  fact: MetricFact;
  /** What is published in each step; undefined: nothing. */
  published: readonly (Samples | undefined)[];
  evaluationRange: number;
}

const METRICS = allMetrics();

export const scenes: fc.Arbitrary<Scene> = fc
  .record({ fact: fc.constantFrom(...METRICS), statistic: fc.constantFrom(...STATISTICS) })
  .chain(({ fact, statistic }) => {
    const { low = 0, high = 0 } = statisticReach(statistic, sampleBounds(fact)) ?? {};
    const ends = [low, high, 0, 1]
      .filter(Number.isFinite)
      .flatMap((end) => [end, end - 1, end + 1, end + 0.5]);
    return fc.record({
      fact: fc.constant(fact),
      alarm: fc
        .record({
          threshold: fc.oneof(
            { weight: 4, arbitrary: fc.constantFrom(...ends) },
            fc.double({ min: -1e6, max: 1e6, noNaN: true }),
          ),
          comparisonOperator: fc.constantFrom(...THRESHOLD_OPERATORS),
          evaluationPeriods: fc.integer({ min: 1, max: 5 }),
          m: fc.integer({ min: 1, max: 6 }),
          period: fc.constantFrom(20, 60, 60, 180),
          treatMissingData: fc.constantFrom("missing", "ignore", "breaching", "notBreaching", undefined),
          evaluateLowSampleCountPercentiles: fc.constantFrom("evaluate", "ignore", undefined),
          warmUp: fc.constantFrom(0, 0, 0, 15),
        })
        .map(({ m, period, warmUp, ...fields }): Alarm => {
          const alarm = alarmOn(fact.namespace, fact.metric, statistic, fields);
          return {
            ...alarm,
            datapointsToAlarm: m > fields.evaluationPeriods + 1 ? undefined : m,
            metric: { ...alarm.metric, period },
            ...(warmUp === 0
              ? {}
              : { other: { warmUpConfiguration: { warmUpPeriodDurationInMinutes: warmUp } } }),
          };
        }),
      published: fc.array(fc.option(samplesOf(fact), { nil: undefined, freq: 3 }), {
        minLength: 1,
        maxLength: 40,
      }),
      evaluationRange: fc.integer({ min: 5, max: 10 }),
    });
  });

/** Whether a metric could have published these steps. */
export function isPublishable(fact: MetricFact, stream: readonly Step[]): boolean {
  const { low, high, nonzero } = sampleBounds(fact);
  return stream.every((step) =>
    Object.values(step).every(
      (samples) =>
        samples.every(
          ({ value, count }) => value >= low && value <= high && Number.isInteger(count) && count >= 1,
        ) &&
        (!nonzero || samples.length === 0 || samples.some(({ value }) => value !== 0)),
    ),
  );
}
