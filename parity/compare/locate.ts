import { decode } from "./decode";
import { isRecord } from "../../cloudwatch/record";

/** The values at one path, by stack; undefined where a stack has none. */
export type Values = ReadonlyMap<string, unknown>;

/** One place at which stacks differ, and what each has there. */
export interface Place {
  path: string;
  values: Values;
}

/** Whether two stacks mean the same by two values. */
export type Same = (a: unknown, stack: string, b: unknown, other: string) => boolean;

/**
 * The places within a field at which the stacks differ: down objects and lists of one length, in JSON texts too
 * (`policy.Statement[0].Action`). Of lists of other lengths only the elements, and of a text of several lines (in
 * base64 too) only the lines remain that some stack lacks. Empty where the stacks mean the same.
 */
export function locate({ path, values }: Place, same: Same): Place[] {
  if (allSame(values, same)) return [];
  const opened = mapValues(values, open);
  const places = children(path, opened).flatMap((child) => locate(child, same));
  // Objects can differ with each field alike: a key that holds another stack's name.
  if (places.length > 0) return places;
  return [{ path, values: onlySome(opened, same) ?? values }];
}

/** Whether all stacks mean the same. */
export function allSame(values: Values, same: Same): boolean {
  const all = [...values];
  return all.every(([stack, value], index) =>
    all.slice(index + 1).every(([other, its]) => same(value, stack, its, other)),
  );
}

/** A text that holds data, as that data; base64 as its text. */
function open(value: unknown): unknown {
  const decoded = typeof value === "string" ? decode(value) : undefined;
  if (decoded === undefined) return value;
  return decoded.form === "json" ? decoded.value : open(decoded.text);
}

function children(path: string, values: Values): Place[] {
  const all = [...values.values()];
  if (all.every(isRecord)) {
    const keys = new Set(all.flatMap((record) => Object.keys(record)));
    return [...keys].map((key) => ({
      path: `${path}.${key}`,
      values: mapValues(values, (value) => (isRecord(value) ? value[key] : undefined)),
    }));
  }
  const lengths = new Set(all.map((value) => (Array.isArray(value) ? value.length : -1)));
  const [length = -1] = lengths;
  if (lengths.size > 1 || length < 0) return [];
  return Array.from({ length }, (_, index) => ({
    path: `${path}[${index}]`,
    values: mapValues(values, (value) => (Array.isArray(value) ? (value[index] as unknown) : undefined)),
  }));
}

/** Of lists the elements, of long texts the lines that some stack lacks; undefined for other values. */
function onlySome(values: Values, same: Same): Values | undefined {
  const all = [...values.values()];
  if (all.every(Array.isArray)) return withoutCommon(values as ReadonlyMap<string, unknown[]>, same);
  if (!all.every((value) => typeof value === "string") || !all.some((text) => text.includes("\n")))
    return undefined;
  const lines = mapValues(values as ReadonlyMap<string, string>, (text) => text.split("\n"));
  const some = withoutCommon(lines, same);
  return some && mapValues(some, (rest) => rest.join("\n"));
}

/** Undefined where nothing is left to show: the same parts in another order, or another number of times. */
function withoutCommon<T>(values: ReadonlyMap<string, T[]>, same: Same): Map<string, T[]> | undefined {
  const some = new Map(
    [...values].map(([stack, parts]) => [
      stack,
      parts.filter((part) =>
        [...values].some(([other, its]) => !its.some((one) => same(part, stack, one, other))),
      ),
    ]),
  );
  return [...some.values()].every((parts) => parts.length === 0) ? undefined : some;
}

function mapValues<T, R>(values: ReadonlyMap<string, T>, change: (value: T) => R): Map<string, R> {
  return new Map([...values].map(([stack, value]) => [stack, change(value)]));
}
