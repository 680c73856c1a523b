import { createHash, timingSafeEqual } from "node:crypto";

/** Shorter ones would mask ordinary text. */
const SHORTEST_MASKED = 8;

/** Whether two texts are the same, in a time that says nothing of where they differ, nor of their lengths. */
export function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(digest(given), digest(wanted));
}

/** SHA-256 of a text. */
export function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/**
 * Replaces each of the secrets, in every form in which it can stand in a line of JSON or a URL. Nothing that is logged
 * should hold one; this stands behind it for a message of a library that quotes what it was given.
 */
export function maskerOf(secrets: readonly string[]): (line: string) => string {
  const long = secrets.filter((secret) => secret.length >= SHORTEST_MASKED);
  const forms = long.flatMap((secret) => [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
  ]);
  return (line) => forms.reduce((masked, form) => masked.replaceAll(form, "[secret]"), line);
}
