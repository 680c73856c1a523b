import type { Properties } from "../render/types";
import { parseUrn } from "../render/urn";
import { walk } from "../render/walk";

/** A name that a provider makes of the logical one: seven or eight random characters (Pulumi docs, "Auto-naming"). */
const AUTO_SUFFIX = /^-(?:[0-9a-f]{7,8}|(?=.*\d)[0-9a-zA-Z]{7,8})$/;
const NAMES = /^(bucket|identifier)$|name$/i;

/**
 * Arguments without names that the provider made up: they differ between stacks by nature. Where the provider lists
 * what it filled in, that says so; this is for those that do not.
 */
export function withoutAutoName(urn: string, given: Properties): Properties {
  const { name, stack } = parseUrn(urn);
  return Object.fromEntries(
    Object.entries(given).filter(
      ([key, value]) =>
        !(
          NAMES.test(key) &&
          typeof value === "string" &&
          value.startsWith(name) &&
          value !== `${name}-${stack}` &&
          AUTO_SUFFIX.test(value.slice(name.length))
        ),
    ),
  );
}

/** Every text in a value, at any depth, replaced by what `map` makes of it. */
export function mapTexts(value: unknown, map: (text: string) => string): unknown {
  return walk(value, (_path, one) => (typeof one === "string" ? map(one) : one));
}
