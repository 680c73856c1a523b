import { z } from "zod";
import { TREATMENTS } from "../../../cloudwatch/evaluate";
import { readDuration } from "../duration";

const duration = z
  .string()
  .refine((text) => readDuration(text) !== undefined, "is no duration; write it as 90s, 5m, 2h, 2d or 1h30m");

const names = z.array(z.string().min(1)).min(1, "is empty; name at least one, or leave it out");

const daily = z
  .strictObject({
    low: z.number().min(0, "is below 0").describe("Once a day, half a day from the peak."),
    high: z.number().min(0, "is below 0"),
    peak: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is no time of day; write it as "14:00"')
      .optional()
      .describe("UTC; default 14:00."),
    noise: z
      .number()
      .min(0, "is below 0")
      .max(1, "is above 1")
      .optional()
      .describe("Largest share by which a step is off the curve; default 0."),
    weekend: z
      .number()
      .min(0, "is below 0")
      .max(1, "is above 1")
      .optional()
      .describe("Share of the rise that remains on Saturday and Sunday; default 1."),
    samplesOf: z
      .number()
      .optional()
      .describe(
        "A step has as many samples as the curve says, each of this value; default one sample of the curve's value.",
      ),
  })
  .describe(
    "A load that rises and falls with the day, with noise that is the same in every run; lasts as long as the incident.",
  );

const series = z
  .string()
  .describe(
    "Items of one step each: 5, 300@1, 190@0.2,10@3, _, (…); x12, x2h, x* repeat; 5..95x12 is a ramp.",
  );

const signal = z.strictObject({
  metric: z
    .string()
    .regex(
      /^\S+ \S.*$/,
      "must be the namespace, a space, and the metric's name: AWS/ELB BackendConnectionErrors",
    ),
  source: z
    .record(z.string(), z.string())
    .optional()
    .describe("All dimensions of what publishes the metric."),
  series: series.optional(),
  daily: daily.optional(),
  each: z
    .record(
      z.string(),
      z.union([z.record(z.string(), series), names], {
        error: "must be a list of values, or a map of values to their series",
      }),
    )
    .optional()
    .describe(
      "One more dimension with a value for each emitter: its own series, or a list of values that share this signal's.",
    ),
  sets: z
    .array(z.array(z.string()))
    .optional()
    .describe("Sets of dimension names under which the metric is published."),
  unit: z.string().optional(),
  every: duration.optional().describe("Default: the incident's."),
});

const change = z.strictObject({
  statistic: z.string().optional(),
  period: z.int("must be a whole number of seconds").min(10, "is under 10 s").optional(),
  threshold: z.number().optional(),
  comparisonOperator: z.string().optional(),
  evaluationPeriods: z.int("must be a whole number").min(1, "is under 1").optional(),
  datapointsToAlarm: z.int("must be a whole number").min(1, "is under 1").optional(),
  treatMissingData: z.enum(TREATMENTS, `is none of ${TREATMENTS.join(", ")}`).optional(),
  evaluateLowSampleCountPercentiles: z
    .enum(["evaluate", "ignore"], "is neither evaluate nor ignore")
    .optional(),
});

const had = z.strictObject({
  like: z.string().min(1, "is empty; name the alarm that it was like"),
  with: change.optional(),
  only: names.optional().describe("The only stacks that had it."),
  was: z.enum(["silent", "firing"], "is neither silent nor firing").optional().describe("Default: silent."),
  why: z.string().min(1, "is empty; say why it was wrong"),
});

const expectation = z.strictObject({
  alarm: z.string().min(1, "is empty; give the alarm's logical name"),
  alarmWithin: duration.optional().describe("From the trouble's begin."),
  okWithin: duration.optional().describe("From the trouble's end."),
  tells: z
    .union([z.string().min(1), names], { error: "must be a topic's name, or a list of them" })
    .optional(),
});

/** The form of an incident file. `incident.schema.json` is made of it. */
export const incidentSchema = z.strictObject({
  what: z.string().min(1, "is empty; say in a sentence what happened"),
  in: names.optional().describe("The only stacks that it is about; default all."),
  start: z
    .string()
    .optional()
    .describe("Time of the first step, e.g. 2026-03-02T09:00Z; default a Monday midnight."),
  every: duration.optional().describe("How long one item of a series is, 10s to 1h; default 1m."),
  lasts: duration.optional().describe("Default: as long as the longest series."),
  trouble: z
    .strictObject({ from: duration, to: duration })
    .optional()
    .describe("When something is wrong, counted from the start."),
  signals: z.array(signal).min(1, "is empty; an incident needs a signal"),
  had: z.array(had).optional(),
  expect: z.array(expectation).optional(),
  silent: names.optional().describe("Alarms that see the signals and must stay silent; * for any text."),
});

/** An incident file as written. */
export type GivenIncident = z.infer<typeof incidentSchema>;
export type GivenSignal = GivenIncident["signals"][number];
export type GivenDaily = NonNullable<GivenSignal["daily"]>;
