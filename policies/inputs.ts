import { Secret } from "@pulumi/policy";
import type { InputEdit } from "./rules/rule";

/** Inputs as `Remediate` has them, less the host's proxies: unknown marks and secrets stand in them as they are. */
export type RawInputs = Record<string, unknown>;

/** The keys that a bridged provider filled in where the program said nothing. */
const FILLED_IN = "__defaults";

/** The inputs behind the host's proxies, which throw on an unknown and hide what is secret. */
export function rawInputs(props: object): RawInputs {
  const entries = Object.keys(props).map((key): [string, unknown] => [
    key,
    Object.getOwnPropertyDescriptor(props, key)?.value,
  ]);
  return Object.fromEntries(entries);
}

/**
 * A copy with the edits made; undefined where one of them would have to reach into a secret. What is copied keeps its
 * secrets and unknown marks.
 */
export function editInputs(inputs: RawInputs, edits: readonly InputEdit[]): RawInputs | undefined {
  let edited: RawInputs | undefined = { ...inputs };
  for (const { path, change } of edits) {
    if (edited === undefined) return undefined;
    const [top, ...rest] = path;
    if ("remove" in change) Reflect.deleteProperty(edited, top);
    else {
      const value = "to" in change ? change.to : copied(edited[change.copyOf], change.elements);
      const inside = replaceIn(edited[top], rest, value);
      edited = inside === undefined ? undefined : asGiven({ ...edited, [top]: inside }, top);
    }
  }
  return edited;
}

function copied(value: unknown, elements?: readonly number[]): unknown {
  if (elements === undefined) return value;
  if (value instanceof Secret) return new Secret(copied(value.value, elements));
  return Array.isArray(value) ? elements.map((index) => value[index] as unknown) : value;
}

function replaceIn(target: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof target !== "object" || target === null || target instanceof Secret) return undefined;
  const inside = replaceIn(Reflect.get(target, key), rest, value);
  if (inside === undefined) return undefined;
  if (Array.isArray(target)) return target.map((one: unknown, index) => (index === key ? inside : one));
  return { ...target, [key]: inside };
}

/** What is set is no longer what the provider filled in. */
function asGiven(inputs: RawInputs, key: string): RawInputs {
  const filledIn = inputs[FILLED_IN];
  if (!Array.isArray(filledIn) || !filledIn.includes(key)) return inputs;
  return { ...inputs, [FILLED_IN]: filledIn.filter((one) => one !== key) };
}
