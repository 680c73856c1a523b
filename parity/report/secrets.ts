import { escapeRegExp } from "../render/escapeRegExp";
import { comparedInputs, type ProjectRenders, type Rendered, type RenderedResource } from "../render/types";
import { parseUrn } from "../render/urn";
import { walk } from "../render/walk";

/** Stands where a secret would. */
export const SECRET = "[secret]";

/** A text of at least this many characters is hidden in every message, a shorter one only in its own resource's. */
const LONG = 8;

/** The resource's inputs with each secret replaced by `[secret]`. */
export function withoutSecrets(resource: RenderedResource): Record<string, unknown> {
  const hidden = new Set(resource.secrets);
  return walk(comparedInputs(resource), (path, value) => (hidden.has(path) ? SECRET : value)) as Record<
    string,
    unknown
  >;
}

/** The input at a dotted path with `[secret]` for what is one, inside or around it; undefined where there is none. */
export function shownSecret(resource: RenderedResource, wanted: string): unknown {
  let found: unknown;
  walk(withoutSecrets(resource), (path, value) => {
    if (path === wanted) found = value;
    else if (value === SECRET && wanted.startsWith(path)) found = SECRET;
    return value;
  });
  return found;
}

/**
 * A pack sees secrets as plain values (only `Remediate` keeps their mark), so what it says is cleaned of them.
 * @returns a function of a message and the URN that it is about, empty for a stack as a whole
 */
export function secretHider(renders: ProjectRenders): (message: string, urn: string) => string {
  const long = new Set<string>();
  const short = new Map<string, Set<string>>();
  const all = renders.stacks.flatMap(({ preview, update }) => [preview, update]);
  for (const { resources } of all.filter((render): render is Rendered => render.ok)) {
    for (const resource of resources) {
      for (const value of secretValues(resource)) {
        if (value.length >= LONG) long.add(value);
        else short.set(keyOf(resource.urn), (short.get(keyOf(resource.urn)) ?? new Set()).add(value));
      }
    }
  }
  return (message, urn) => {
    // The longest first: one secret may hold another.
    const values = [...long, ...(short.get(keyOf(urn)) ?? [])].sort((a, b) => b.length - a.length);
    return values.reduce((text, value) => text.replace(asWhole(value), () => SECRET), message);
  };
}

/** The same resource in every stack: a message on one may show its siblings' values. */
function keyOf(urn: string): string {
  return parseUrn(urn).name;
}

function secretValues({ inputs, secrets }: RenderedResource): string[] {
  const paths = new Set(secrets);
  const values: string[] = [];
  const inside = (_path: string, value: unknown): unknown => {
    if (typeof value === "number" || (typeof value === "string" && value !== "")) values.push(String(value));
    return value;
  };
  if (paths.size > 0) {
    walk(inputs, (path, value) => {
      if (paths.has(path)) walk(value, inside);
      return value;
    });
  }
  return values;
}

/** Only as a whole: the secret 80 is no part of 1800. */
function asWhole(value: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}.])${escapeRegExp(value)}(?!\\.?[\\p{L}\\p{N}])`, "gu");
}
