import { readFileSync } from "node:fs";
import { z } from "zod";
import { InputError } from "../inputError";
import { nearest } from "../nearest";
import { YamlFile } from "../yamlFile";
import type { Properties } from "../types";

/** A real answer of a look-up. */
export interface LookupAnswer {
  kind: "lookup";
  /** The function's token, e.g. `aws:ec2/getVpc:getVpc`. */
  function: string;
  /** Only for calls whose arguments hold these; absent means any. */
  args: Properties;
  result: Properties;
  /** `file:line`, for messages. */
  place: string;
}

/** Real outputs of a resource, or of another stack (a StackReference). */
export interface OutputsAnswer {
  kind: "outputs";
  /** Its type, a space, and its logical name. */
  resource: string;
  outputs: Properties;
  place: string;
}

export type GivenAnswer = LookupAnswer | OutputsAnswer;

/** The file of `--answers`: what stands in for a cloud where a program needs to know. */
export interface AnswersFile {
  /** Its path, as messages show it. */
  shown: string;
  /** For all stacks. */
  all: readonly GivenAnswer[];
  /** For one stack; these count before those for all. */
  stacks: Readonly<Record<string, readonly GivenAnswer[]>>;
}

const properties = z.record(z.string(), z.unknown());
const sectionSchema = z.strictObject({
  lookups: z
    .array(
      z.strictObject({
        function: z
          .string()
          .regex(/^[^\s:]+:[^\s:]*:[^\s:]+$/, "must be a function's token, such as aws:ec2/getVpc:getVpc"),
        args: properties.optional(),
        result: properties,
      }),
    )
    .nullish(),
  outputs: z.record(z.string(), properties).nullish(),
});
const fileSchema = z.strictObject({
  all: sectionSchema.nullish(),
  stacks: z.record(z.string(), sectionSchema.nullable()).nullish(),
});

type Section = z.infer<typeof sectionSchema>;

/** A type, a space and a name. */
const RESOURCE = /^[^\s:]+:[^\s:]*:[^\s:]+ \S.*$/;

/**
 * Reads an answers file.
 * @param stacks the project's stacks; the file may name no other
 * @throws InputError naming file and line: not readable, not YAML, an unknown key, a wrong type, a stack that there is not
 */
export function loadAnswersFile(path: string, stacks: readonly string[]): AnswersFile {
  const yaml = new YamlFile(readText(path), path);
  const given = yaml.data === null ? {} : yaml.read(fileSchema);
  for (const stack of Object.keys(given.stacks ?? {})) {
    if (stacks.includes(stack)) continue;
    const meant = nearest(stack, stacks);
    const hint = meant === undefined ? `there are ${stacks.join(", ")}` : `did you mean "${meant}"?`;
    throw errorAt(yaml, path, ["stacks"], stack, `there is no stack "${stack}"; ${hint}`);
  }
  return {
    shown: path,
    all: readSection(given.all ?? {}, yaml, path, ["all"]),
    stacks: Object.fromEntries(
      Object.entries(given.stacks ?? {}).map(([stack, section]) => [
        stack,
        readSection(section ?? {}, yaml, path, ["stacks", stack]),
      ]),
    ),
  };
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "error";
    throw new InputError(`${path}: cannot be read (${code}); give the path of a file of answers`);
  }
}

function readSection(section: Section, yaml: YamlFile, path: string, at: readonly string[]): GivenAnswer[] {
  const lookups = (section.lookups ?? []).map((lookup, index): LookupAnswer => ({
    kind: "lookup",
    ...{ function: lookup.function, args: lookup.args ?? {}, result: lookup.result },
    place: `${path}:${yaml.line([...at, "lookups", index])}`,
  }));
  const outputs = Object.entries(section.outputs ?? {}).map(([resource, values]): OutputsAnswer => {
    const keys = [...at, "outputs"];
    if (!RESOURCE.test(resource)) {
      const form = "must be the resource's type, a space, and its logical name";
      throw errorAt(yaml, path, keys, resource, `outputs: "${resource}" ${form}`);
    }
    const line = yaml.lineOfKey(keys, resource) ?? yaml.line(keys);
    return { kind: "outputs", resource, outputs: values, place: `${path}:${line}` };
  });
  return [...lookups, ...outputs];
}

function errorAt(
  yaml: YamlFile,
  path: string,
  at: readonly string[],
  key: string,
  message: string,
): InputError {
  return new InputError(`${path}:${yaml.lineOfKey(at, key) ?? yaml.line(at)}: ${message}`);
}
