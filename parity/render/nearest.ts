import { closest, distance } from "fastest-levenshtein";

/** The word that was probably meant: one that begins like `word`, or is a few letters off; undefined where none is. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const begun =
    word.length < 3 ? undefined : known.find((one) => one.startsWith(word) || word.startsWith(one));
  const near = closest(word, known);
  const isNear = distance(word, near) <= Math.max(2, Math.floor(word.length / 3));
  return isNear ? near : begun;
}
