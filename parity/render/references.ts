import { parseUrn } from "./urn";
import type { Rendered } from "./types";

const MADE_UP = /arn:aws[\w-]*:[^\s"'\\]+|\b19\d{8}\b/g;

/** Shows `${name.property}` in place of each made-up ARN or number in `text`. */
export function showReferences(text: string, rendered: Rendered): string {
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
