import type { Shape } from "../../parity/render/types";
import { UNKNOWN } from "../../cloudwatch/unknown";

/** Looks up a resource's output: logical name and property → its traceable value. */
export type Outputs = (name: string, property: string) => unknown;

/** A value that is known only after deploying: unknown in a preview, `value` in an update. */
export class Later {
  constructor(
    /** Logical names of the resources that it depends on. */
    readonly of: readonly string[],
    readonly value: (output: Outputs) => unknown,
  ) {}
}

/** `name.property`, as a program writes it. */
export function ref(name: string, property: string): Later {
  return new Later([name], (output) => output(name, property));
}

/** `name.property.apply(() => value)`. */
export function applied(name: string, value: unknown): Later {
  return new Later([name], () => value);
}

/** `pulumi.jsonStringify(value)`: unknown as a whole when anything in it is. */
export function json(value: unknown): unknown {
  const of = dependencies(value);
  if (of.length === 0) return JSON.stringify(value);
  return new Later(of, (output) => JSON.stringify(resolve(value, "update", output)));
}

/** The names that `value` depends on, at any depth. */
export function dependencies(value: unknown): string[] {
  if (value instanceof Later) return [...value.of];
  if (typeof value !== "object" || value === null) return [];
  return [...new Set(Object.values(value).flatMap(dependencies))];
}

/** What the engine is told for `value` in this shape. */
export function resolve(value: unknown, shape: Shape, output: Outputs): unknown {
  if (value instanceof Later) return shape === "preview" ? UNKNOWN : value.value(output);
  if (Array.isArray(value)) return value.map((element) => resolve(element, shape, output));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, resolve(inner, shape, output)]),
  );
}
