/** Alarm fields for which CloudWatch takes no 0, so that a provider's 0 means left out. (A threshold of 0 is legal.) */
const NO_ZERO: ReadonlySet<string> = new Set([
  "period",
  "evaluationPeriods",
  "datapointsToAlarm",
  "evaluationInterval",
  "warmUpPeriodDurationInMinutes",
]);

/** Whether 0 is no legal value of this alarm field, so that it means left out. */
export function leftOutZero(field: string): boolean {
  return NO_ZERO.has(field);
}

/**
 * `value` without what means left out, at any depth: `""`, `[]`, null, undefined, and 0 in a field where 0 is not legal
 * (see {@link leftOutZero}); undefined where nothing is left. An empty object stays: `{allow: {}}` is not `{}`.
 */
export function normalise(value: unknown): unknown {
  if (value === "" || value === null) return undefined;
  if (Array.isArray(value)) {
    const items = value.map(normalise).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  if (typeof value === "object") return normaliseFields(value);
  return value;
}

/** {@link normalise} of an object's fields; the object itself always stays. */
export function normaliseFields(value: object): Record<string, unknown> {
  const entries = Object.entries(value)
    .map(([key, field]): [string, unknown] => [
      key,
      field === 0 && leftOutZero(key) ? undefined : normalise(field),
    ])
    .filter(([, field]) => field !== undefined);
  return Object.fromEntries(entries);
}
