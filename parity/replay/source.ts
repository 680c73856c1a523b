import { basename, extname, join } from "node:path";
import { readDescribedAlarms } from "../../cloudwatch/read";
import { isRecord } from "../../cloudwatch/record";
import { compareStacks, type ParityFile } from "../compare";
import { readJson } from "../files";
import { findProjectDir } from "../render";
import { InputError } from "../render/inputError";
import type { NotRendered, Rendered } from "../render/types";
import { openSource, type SourceOptions } from "../source";
import { exceptedAlarms, replayStacks, type Excepted, type ReplayStack } from "./stacks";

/** Where the alarms come from. */
export type ReplaySourceOptions = Omit<SourceOptions, "files"> & {
  /** Files in place of the program: answers of DescribeAlarms, or stack exports, one a stack. */
  alarms?: readonly string[];
  /** Seconds for each run of the program. */
  timeoutSeconds: number;
};

/** Stacks with their alarms, ready for incidents. */
export interface ReplaySource {
  stacks: ReplayStack[];
  excepted: ReadonlyMap<string, Excepted>;
  /** Stacks that could not be rendered. */
  failed: NotRendered[];
  /** Names of the stacks that are wanted. */
  wanted: readonly string[];
  /** What a reader must know. */
  notes: { stack: string; note: string }[];
}

/** Renders the program's stacks, or reads the files. @throws InputError for what is wrong with them */
export async function openReplaySource(options: ReplaySourceOptions): Promise<ReplaySource> {
  const { alarms, timeoutSeconds, ...rest } = options;
  const answers = (alarms ?? []).map((file) => ({ file, data: readJson(file, "alarms") }));
  const described = answers.map(({ file, data }) => describedStack(file, data));
  if (described.some((stack) => stack !== undefined)) return fromAnswers(described, answers, options.stacks);
  const files = alarms === undefined ? undefined : { kind: "state" as const, paths: alarms };
  const source = openSource({ ...rest, files });
  const { stacks } = await source.renders(timeoutSeconds);
  const updates = stacks.map(({ update }) => update);
  const rendered = ofRenders(
    updates.filter((render) => render.ok),
    source.parity,
  );
  return {
    ...rendered,
    failed: updates.filter((render) => !render.ok),
    wanted: source.wanted,
    notes: [
      ...source.notes,
      ...rendered.stacks.flatMap(({ name, notes }) => notes.map((note) => ({ stack: name, note }))),
    ],
  };
}

/** Rendered stacks as incidents meet them, and what the parity file excepts of their alarms. */
export function ofRenders(
  stacks: readonly Rendered[],
  parity: ParityFile | undefined,
): Pick<ReplaySource, "stacks" | "excepted"> {
  return { stacks: replayStacks(stacks), excepted: exceptedAlarms(compareStacks(stacks, parity).rows) };
}

/** Where a program's incidents lie. @throws InputError where there is no program */
export function incidentsOf(program = "."): string {
  const dir = findProjectDir(program);
  if (dir === undefined)
    throw new InputError(
      `${program}: there is no Pulumi.yaml, so no incidents folder either; give --incidents DIR`,
    );
  return join(dir, "incidents");
}

interface Answer {
  file: string;
  data: unknown;
}

function fromAnswers(
  described: readonly (ReplayStack | undefined)[],
  answers: readonly Answer[],
  wanted: readonly string[] | undefined,
): ReplaySource {
  const other = answers.find((_, index) => described[index] === undefined);
  if (other !== undefined)
    throw new InputError(
      `--alarms ${other.file}: it is no answer of DescribeAlarms, as the other files are; give files of one kind`,
    );
  const stacks = described.filter((stack) => stack !== undefined);
  const names = stacks.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined)
    throw new InputError(`--alarms: two files are called ${twice}; their names tell the stacks apart`);
  const unknown = wanted?.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new InputError(`--stack ${unknown}: no file is of this name; there are ${names.join(", ")}`);
  const cut = answers.filter(({ data }) => isRecord(data) && typeof data["NextToken"] === "string");
  return {
    stacks,
    excepted: new Map(),
    failed: [],
    wanted: wanted ?? names,
    notes: cut.map(({ file }) => ({
      stack: nameOf(file),
      note: `${file} is the first page only (it has a NextToken), so alarms are left out`,
    })),
  };
}

/** The stack that an answer of DescribeAlarms is; it is called as its file. Undefined for another file. */
function describedStack(file: string, data: unknown): ReplayStack | undefined {
  const alarms = readDescribedAlarms(data);
  if (alarms === undefined) return undefined;
  if (alarms.length === 0) throw new InputError(`--alarms ${file}: it holds no alarm; leave it out`);
  return {
    name: nameOf(file),
    alarms: new Map(alarms.map((alarm, index) => [alarm.name ?? `alarm ${index + 1}`, alarm])),
    agentSets: new Map(),
    mutes: [],
    notes: [],
  };
}

function nameOf(file: string): string {
  return basename(file, extname(file));
}
