import { Secret } from "@pulumi/policy";
import { UNKNOWN } from "../cloudwatch/unknown";

/**
 * The marks that a policy host has for a value that is not known yet, one for each type
 * (`@pulumi/policy/proxy`, which declares no types).
 */
export const UNKNOWN_MARKS: ReadonlySet<unknown> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // boolean
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
  UNKNOWN, // string
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // array
  "030794c1-ac77-496b-92df-f27374a8bd58", // asset
  "e48ece36-62e2-4504-bad9-02848725956a", // archive
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // object
]);

/**
 * Plain copy of what a policy is given, secrets too. The host's proxy throws on reading an unknown, and the SDK then
 * reports the policy as advisory; descriptors go round the proxy.
 */
export function unwrap(value: unknown): unknown {
  if (UNKNOWN_MARKS.has(value)) return UNKNOWN;
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Secret) return unwrap(value.value);
  if (Array.isArray(value)) {
    const elements: object = value;
    return Object.keys(value).map((index) => unwrap(Object.getOwnPropertyDescriptor(elements, index)?.value));
  }
  return unwrapProps(value);
}

/** The properties of a resource, safe to read at any depth. */
export function unwrapProps(props: object): Record<string, unknown> {
  const copies = Object.keys(props).map((key): [string, unknown] => [
    key,
    unwrap(Object.getOwnPropertyDescriptor(props, key)?.value),
  ]);
  return Object.fromEntries(copies);
}
