/** Whether `value` is an object with fields: no list, no null. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * A field of a nested block of arguments; undefined where there is no such block. The engine gives a block as an object,
 * older providers as a list of one.
 */
export function blockField(block: unknown, name: string): unknown {
  const [one] = Array.isArray(block) ? (block as unknown[]) : [block];
  return isRecord(one) ? one[name] : undefined;
}
