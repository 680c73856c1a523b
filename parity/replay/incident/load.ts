import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { InputError } from "../../render/inputError";
import { YamlFile } from "../../render/yamlFile";
import { readDuration, showDuration } from "../duration";
import { emittersOf, lengthOf, readEvery } from "./emitters";
import { incidentSchema, type GivenIncident } from "./schema";
import type { Expectation, Had, Incident } from "./types";

/** 2026-03-02, a Monday, at midnight: the same in every run. */
const DEFAULT_START = Date.UTC(2026, 2, 2) / 1000;
const MINUTE = 60;

/**
 * Every incident of a folder, by name.
 * @throws InputError naming the folder where it has none, or file and line of the first thing that is wrong
 */
export function loadIncidents(dir: string): Incident[] {
  const files = filesIn(dir)
    .filter((file) => /\.ya?ml$/.test(file))
    .sort();
  if (files.length === 0)
    throw new InputError(
      `${dir}: there is no incident: write one as NAME.yaml (incidents/README.md says how)`,
    );
  const incidents = files.map((file) =>
    readIncident(readText(join(dir, file)), file, join(basename(dir), file)),
  );
  const names = incidents.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined)
    throw new InputError(`${dir}: ${twice} is there as .yaml and as .yml; take one away`);
  return incidents;
}

function filesIn(dir: string): string[] {
  try {
    return readdirSync(dir).filter((file) => statSync(join(dir, file)).isFile());
  } catch (error) {
    const { code = "error" } = error as NodeJS.ErrnoException;
    throw new InputError(`${dir}: cannot be read (${code}); give the folder of the incident files`);
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new InputError(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code ?? "error"})`);
  }
}

/**
 * The incident in `text`.
 * @param file its name, which names the incident
 * @param shown its name in messages
 * @throws InputError naming file and line (of a series the column too) of what is wrong
 */
export function readIncident(text: string, file: string, shown: string): Incident {
  const yaml = new YamlFile(text, shown);
  const given = yaml.read(incidentSchema);
  const name = file.replace(/\.ya?ml$/, "");
  const start = readStart(given.start, yaml);
  const every = readEvery(given.every, ["every"], yaml) ?? MINUTE;
  const frame = { yaml, name, start, every };
  const emitters = given.signals.flatMap((signal, index) => emittersOf(signal, index, frame));
  const lasts = given.lasts === undefined ? undefined : readDuration(given.lasts);
  const length = lengthOf(emitters, lasts, yaml);
  const trouble = readTrouble(given.trouble, length, yaml);
  return {
    name,
    what: given.what.trim(),
    in: given.in,
    start,
    length,
    trouble,
    emitters,
    had: (given.had ?? []).map((had): Had => ({
      ...had,
      with: had.with ?? {},
      was: had.was ?? "silent",
      why: had.why.trim(),
    })),
    expect: (given.expect ?? []).map((one, index) => readExpectation(one, index, { yaml, length, trouble })),
    silent: given.silent ?? [],
    error: (path, message) => yaml.error(path, message),
  };
}

function readStart(text: string | undefined, yaml: YamlFile): number {
  if (text === undefined) return DEFAULT_START;
  const seconds = Date.parse(text) / 1000;
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:00)?Z$/.test(text) && seconds >= 0 && seconds % MINUTE === 0)
    return seconds;
  throw yaml.error(
    ["start"],
    `start: ${text} is no time in UTC, to the minute; write it as 2026-03-02T09:00Z`,
  );
}

function readTrouble(given: GivenIncident["trouble"], length: number, yaml: YamlFile): Incident["trouble"] {
  if (given === undefined) return undefined;
  const from = readDuration(given.from) ?? 0;
  const to = readDuration(given.to) ?? 0;
  if (to <= from)
    throw yaml.error(
      ["trouble", "to"],
      `trouble: it ends at ${given.to}, and begins at ${given.from}; both count from the start`,
    );
  if (to > length)
    throw yaml.error(
      ["trouble", "to"],
      `trouble: it ends at ${given.to}, after the series' end (${showDuration(length)}); make the series longer`,
    );
  return { from, to };
}

interface Span {
  yaml: YamlFile;
  length: number;
  trouble: Incident["trouble"];
}

/** An expectation that nobody could see come true would always fail. */
function readExpectation(
  given: NonNullable<GivenIncident["expect"]>[number],
  index: number,
  { yaml, length, trouble }: Span,
): Expectation {
  const path = ["expect", index];
  if (trouble === undefined)
    throw yaml.error(
      path,
      `expect[${index}]: trouble is missing; times count from it, e.g. trouble: { from: 10m, to: 2h }`,
    );
  const alarmWithin = given.alarmWithin === undefined ? undefined : readDuration(given.alarmWithin);
  const okWithin = given.okWithin === undefined ? undefined : readDuration(given.okWithin);
  const late = [
    { field: "alarmWithin", from: trouble.from, within: alarmWithin },
    { field: "okWithin", from: trouble.to, within: okWithin },
  ].find(({ from, within = 0 }) => from + within > length);
  if (late !== undefined) {
    const latest = showDuration(late.from + (late.within ?? 0));
    throw yaml.error(
      [...path, late.field],
      `expect[${index}].${late.field}: that is at ${latest}, after the series' end (${showDuration(length)}); make the series longer`,
    );
  }
  const tells = typeof given.tells === "string" ? [given.tells] : given.tells;
  return { ...given, alarmWithin, okWithin, tells };
}
