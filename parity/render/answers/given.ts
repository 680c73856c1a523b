import { isDeepStrictEqual } from "node:util";
import type { Properties } from "../types";
import type { AnswersFile, GivenAnswer } from "./answersFile";

/** A look-up, or another stack's outputs, that a program asked for and that had no real answer. */
export interface Unanswered {
  /** What it is called where an answer shows it: `getVpc(default=true)`, or the reference's name. */
  labels: readonly string[];
  section: "lookups" | "outputs";
  /** The YAML that would answer it, below its section; `property` is what the program needs of it. */
  yaml: (property: string) => string;
}

/** The answers that were given for one stack, and what it asked beside them. */
export class StackAnswers {
  /** What was answered with made-up values. */
  readonly unanswered = new Map<string, Unanswered>();
  private readonly answers: readonly GivenAnswer[];

  /**
   * @param file default none: nothing is answered
   * @param used gets every answer that something asked for
   */
  constructor(
    file?: AnswersFile,
    stack = "",
    private readonly used = new Set<GivenAnswer>(),
  ) {
    this.answers = file === undefined ? [] : [...(file.stacks[stack] ?? []), ...file.all];
  }

  /** The real result of a look-up; undefined where none was given for these arguments. */
  lookup(token: string, args: Properties): Properties | undefined {
    const found = this.answers.find(
      (answer) =>
        answer.kind === "lookup" &&
        answer.function === token &&
        Object.entries(answer.args).every(([key, value]) => isDeepStrictEqual(args[key], value)),
    );
    if (found?.kind !== "lookup") return undefined;
    this.used.add(found);
    return found.result;
  }

  /** The real outputs of a resource, those for this stack over those for all. */
  outputs(type: string, name: string): Properties {
    const found = this.answers.filter(
      (answer) => answer.kind === "outputs" && answer.resource === `${type} ${name}`,
    );
    found.forEach((answer) => this.used.add(answer));
    return Object.assign(
      {},
      ...found.reverse().map((answer) => (answer.kind === "outputs" ? answer.outputs : {})),
    ) as Properties;
  }

  /** Remembers a look-up that was answered with a made-up value. */
  askedLookup(token: string, label: string, args: Properties): void {
    const yaml = (property: string) =>
      [`- function: ${token}`, `  args: ${JSON.stringify(args)}`, `  result: { ${property}: … }`].join("\n");
    this.unanswered.set(`${token} ${JSON.stringify(args)}`, { labels: [label], section: "lookups", yaml });
  }

  /** Remembers a StackReference whose outputs were made up; `stack` is the other stack's full name. */
  askedReference(type: string, name: string, stack: string): void {
    this.unanswered.set(`${type} ${name}`, { ...outputsOf(type, name), labels: [name, stack] });
  }
}

/** A resource's outputs as something that can be answered. */
export function outputsOf(type: string, name: string): Unanswered {
  return {
    labels: [name],
    section: "outputs",
    yaml: (property) => `${type} ${name}: { ${property}: … }`,
  };
}

/**
 * Answers of the file that no stack asked for, each a sentence.
 * @param whole the stacks that were rendered to their end: what the others ask is not known
 */
export function unusedAnswers(
  file: AnswersFile,
  used: ReadonlySet<GivenAnswer>,
  whole: readonly string[],
  stacks: readonly string[],
): string[] {
  const own = Object.entries(file.stacks).flatMap(([stack, answers]) =>
    whole.includes(stack) ? answers : [],
  );
  return [...(whole.length === stacks.length ? file.all : []), ...own]
    .filter((answer) => !used.has(answer))
    .map((answer) => {
      const what = answer.kind === "lookup" ? `the look-up ${answer.function}` : answer.resource;
      return `${answer.place}: nothing asked for the answer of ${what}; take it out, or correct its name or arguments`;
    });
}
