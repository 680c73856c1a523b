import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { isAlarmType } from "../../cloudwatch/read";
import { InputError } from "../render/inputError";
import { nearest } from "../render/nearest";
import { YamlFile } from "../render/yamlFile";
import { PARITY_FILES, shownPath, type ParityException, type ParityFile } from "./parityFile";

const names = z.array(z.string()).min(1, "names no stack; name at least one");

const exceptionSchema = z.strictObject({
  alarm: z.string().min(1, "is empty; give the alarm's logical name").optional(),
  resource: z
    .string()
    .regex(/^\S+ \S.*$/, "must be the resource's type, a space, and its logical name")
    .optional(),
  parent: z.string().optional(),
  only: names.optional(),
  field: z.string().min(1, "is empty; name the field that may differ").optional(),
  in: names.optional(),
  reason: z.string().nullish(),
  expires: z.string().refine(isDate, "is no date; write it as YYYY-MM-DD").optional(),
});

const fileSchema = z.strictObject({
  stacks: names,
  sizes: z
    .array(z.strictObject({ type: z.string(), fields: z.array(z.string()).min(1, "names no field") }))
    .nullish(),
  elsewhere: z
    .array(z.strictObject({ name: z.string(), values: z.record(z.string(), z.string()) }))
    .nullish(),
  accounts: z
    .record(z.string(), z.string().regex(/^\d{12}$/, "is no AWS account; it has twelve digits"))
    .nullish(),
  exceptions: z.array(exceptionSchema).nullish(),
});

type GivenException = z.infer<typeof exceptionSchema>;

/** The parity file of the project in `projectDir`: `policies/parity.yaml`, else `parity.yaml`. */
export function findParityFile(projectDir: string): string | undefined {
  return PARITY_FILES.map((file) => join(projectDir, file)).find((path) => existsSync(path));
}

/**
 * Reads a parity file. What is wrong with its form stops here; what is wrong with what it says (no reason, expired,
 * an alarm that does not exist) is found by `compareStacks`, since that takes the stacks.
 * @throws InputError naming file and line: not YAML, an unknown key, a wrong type, a date that is none, an exception
 * that is neither `only` nor `field` with `in`, a duplicate, a field of an alarm among the sizes.
 */
export function loadParityFile(path: string): ParityFile {
  const yaml = new YamlFile(readText(path), shownPath(path));
  const given = yaml.read(fileSchema);
  const file: ParityFile = {
    path: resolve(path),
    stacks: given.stacks,
    sizes: given.sizes ?? [],
    elsewhere: given.elsewhere ?? [],
    accounts: given.accounts ?? {},
    exceptions: (given.exceptions ?? []).map((exception, index) => readException(exception, index, yaml)),
  };
  refuseDuplicates(file, yaml);
  refuseAlarmSizes(file, yaml);
  refuseMistypedStacks(file, yaml);
  return file;
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "error";
    throw new InputError(`${path}: cannot be read (${code}); give the path of a parity.yaml`);
  }
}

function readException(given: GivenException, index: number, yaml: YamlFile): ParityException {
  const at = ["exceptions", index];
  const { alarm, resource, reason, ...rest } = given;
  if ((alarm === undefined) === (resource === undefined)) {
    throw yaml.error(at, `exceptions[${index}]: give either "alarm" or "resource"`);
  }
  if ((given.only === undefined) === (given.field === undefined && given.in === undefined)) {
    throw yaml.error(at, `exceptions[${index}]: give either "only", or "field" and "in"`);
  }
  if ((given.field === undefined) !== (given.in === undefined)) {
    const missing = given.field === undefined ? "field" : "in";
    throw yaml.error(at, `exceptions[${index}]: "${missing}" is missing; "field" and "in" go together`);
  }
  return {
    kind: alarm === undefined ? "resource" : "alarm",
    name: alarm ?? resource ?? "",
    ...rest,
    reason: reason?.trim() ?? "",
    line: yaml.line(at),
  };
}

function refuseDuplicates(file: ParityFile, yaml: YamlFile): void {
  const lists: [string, string, string[]][] = [
    ["stacks", "stack", file.stacks],
    ["sizes", "type", file.sizes.map(({ type }) => type)],
    ["elsewhere", "name", file.elsewhere.map(({ name }) => name)],
  ];
  for (const [list, what, values] of lists) {
    const again = values.findIndex((value, index) => values.indexOf(value) < index);
    if (again >= 0)
      throw yaml.error([list, again], `${list}: ${what} "${values[again] ?? ""}" is there twice`);
  }
  file.exceptions.forEach((exception, index) => {
    const first = file.exceptions.slice(0, index).find((other) => sameClaim(other, exception));
    if (first === undefined) return;
    throw yaml.error(
      ["exceptions", index],
      `exceptions[${index}]: ${exception.kind} "${exception.name}" has this exception in line ${first.line} already; make it one`,
    );
  });
}

function sameClaim(a: ParityException, b: ParityException): boolean {
  if (a.kind !== b.kind || a.name !== b.name || a.parent !== b.parent || a.field !== b.field) return false;
  return a.in === undefined || a.in.some((stack) => b.in?.includes(stack) === true);
}

function refuseAlarmSizes(file: ParityFile, yaml: YamlFile): void {
  const index = file.sizes.findIndex(({ type }) => isAlarmType(type));
  if (index < 0) return;
  throw yaml.error(
    ["sizes", index],
    `sizes: ${file.sizes[index]?.type ?? ""} is an alarm or holds some, and a field of an alarm is never a size; compare with the size's own metric, or write an exception with its reason`,
  );
}

/** Other stacks may be named here too, so only a near miss of one that is listed and not named is surely wrong. */
function refuseMistypedStacks(file: ParityFile, yaml: YamlFile): void {
  const maps: [(string | number)[], Record<string, string>][] = [
    [["accounts"], file.accounts],
    ...file.elsewhere.map(({ values }, index): [(string | number)[], Record<string, string>] => [
      ["elsewhere", index, "values"],
      values,
    ]),
  ];
  for (const [path, map] of maps) {
    const left = file.stacks.filter((stack) => map[stack] === undefined);
    for (const stack of Object.keys(map).filter((name) => !file.stacks.includes(name))) {
      const near = nearest(stack, left);
      if (near === undefined) continue;
      throw yaml.error(
        [...path, stack],
        `${path.join(".")}: unknown stack "${stack}"; did you mean "${near}"?`,
      );
    }
  }
}

function isDate(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
  );
}
