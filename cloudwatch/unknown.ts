/**
 * The engine's mark for a value that is known only after deploying. One string serves every type,
 * booleans and lists too (Pulumi's `plugin.UnknownStringValue`).
 */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The type of {@link UNKNOWN}, for fields that may hold it instead of a value. */
export type Unknown = typeof UNKNOWN;

/** A field's value, or the mark that it is known only after deploying. */
export type Value<T> = T | Unknown;

/** Whether `value` itself is the unknown mark (its elements are not looked at). */
export function isUnknown(value: unknown): value is Unknown {
  return value === UNKNOWN;
}

/** Whether the unknown mark is `value`, or sits anywhere inside it, inside strings too. */
export function hasUnknown(value: unknown): boolean {
  if (typeof value === "string") return value.includes(UNKNOWN);
  if (Array.isArray(value)) return value.some(hasUnknown);
  if (typeof value === "object" && value !== null) return Object.values(value).some(hasUnknown);
  return false;
}
