import { showReferences } from "../references";
import type { Rendered, RenderedResource } from "../types";
import { outputsOf, type StackAnswers, type Unanswered } from "./given";

/** How the SDK says that a StackReference has not what the program requires of it. */
const REQUIRED = /Required output '([^']+)' does not exist on stack '([^']+)'/;

/** How the monitor says that it knows nothing of a look-up. */
const NOT_INSTALLED = /the look-up (\S+) cannot be answered offline/;

/** A made-up value where an error shows it: `${name.property}`. */
const MADE_UP = /\$\{([^{}]+)\.([A-Za-z_]\w*)[^{}]*\}/;

/** What a program says that expected another value than it got. */
const EXPECTED_ANOTHER =
  /\b(TypeError|SyntaxError|is not a function|is not iterable|Unexpected token|not valid JSON)\b/;

/** More than this many only hide which it was. */
const MAX_SHOWN = 3;

/** What one run of a program was answered. */
export interface Answered {
  stack: string;
  given: StackAnswers;
  references: Rendered["references"];
  resources: Iterable<Pick<RenderedResource, "type" | "name">>;
}

/**
 * Which real answer a failed program lacks, and the YAML that gives it; undefined where its error says nothing of one.
 * @param error the program's own words
 */
export function missingAnswer(error: string, answered: Answered): string | undefined {
  const { stack, given } = answered;
  const text = showReferences(error, answered);
  const unanswered = [...given.unanswered.values()];
  const [, output, other = ""] = REQUIRED.exec(text) ?? [];
  if (output !== undefined) {
    const references = unanswered.filter(({ section }) => section === "outputs");
    const reference = references.find(({ labels }) => labels.includes(other)) ?? references[0];
    return reference === undefined ? undefined : howToAnswer(stack, reference, output);
  }
  const [, token] = NOT_INSTALLED.exec(text) ?? [];
  const lookup = unanswered.find(({ labels }) => labels.includes(token ?? ""));
  if (lookup !== undefined) return howToAnswer(stack, lookup, "…");
  const [, label = "", property = ""] = MADE_UP.exec(text) ?? [];
  if (label !== "") {
    const name = label.replace(/\.outputs$/, "");
    const asked = unanswered.find(({ labels }) => labels.includes(name));
    const resource =
      asked === undefined ? [...answered.resources].find((one) => one.name === name) : undefined;
    const found = asked ?? (resource === undefined ? undefined : outputsOf(resource.type, resource.name));
    if (found !== undefined) return howToAnswer(stack, found, property);
  }
  const [first] = unanswered;
  if (first === undefined || !EXPECTED_ANOTHER.test(text)) return undefined;
  const names = unanswered.slice(0, MAX_SHOWN).map(({ labels: [shown = ""] }) => shown);
  const more = unanswered.length > MAX_SHOWN ? ", …" : "";
  return `perhaps it cannot work with a made-up answer (${names.join(", ")}${more}); ${howToAnswer(stack, first, "…")}`;
}

/** One clause and the YAML to add. */
export function howToAnswer(stack: string, { section, yaml }: Unanswered, property: string): string {
  const lines = yaml(property)
    .split("\n")
    .map((line) => `      ${line}`);
  return [
    "give the real answer with --answers FILE, which holds",
    ...["stacks:", `  ${stack}:`, `    ${section}:`, ...lines],
  ].join("\n");
}
