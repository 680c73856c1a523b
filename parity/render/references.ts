import { parseUrn } from "./urn";
import type { Rendered } from "./types";
import { walk } from "./walk";

const MADE_UP = /arn:aws[\w-]*:[^\s"'\\]+|\b19\d{8}\b/g;

/** Shows `${name.property}` in place of each made-up ARN or number in `text`. */
export function showReferences(text: string, rendered: Pick<Rendered, "references">): string {
  return text.replace(MADE_UP, (found) => {
    // An ARN may go on behind the answer: `${arn}:*` or `${arn}/prefix`.
    for (let end = found.length; end > 0; end--) {
      const reference = rendered.references[found.slice(0, end)];
      if (reference !== undefined) {
        return `\${${parseUrn(reference.urn).name}.${reference.property}}${found.slice(end)}`;
      }
    }
    return found;
  });
}

/** The same at any depth of a value; a made-up number becomes the text of its reference. */
export function showReferencesIn(value: unknown, rendered: Rendered): unknown {
  return walk(value, (_path, one) => {
    if (typeof one !== "string" && typeof one !== "number") return one;
    const shown = showReferences(String(one), rendered);
    return shown === String(one) ? one : shown;
  });
}
