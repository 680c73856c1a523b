import { covers } from "./alarmFields";
import { isAccountPath } from "./providerFields";
import { problemInFile, problemInStacks, rowsOf } from "./exceptions";
import type { Item } from "./item";
import { judgeRow, type Judging, type RowExceptions } from "./judgeRow";
import type { ParityException, ParityFile } from "./parityFile";
import type { Row } from "./row";
import type { ExceptionState, ParityFinding, ParityRow } from "./types";
import type { Side } from "./value";

/** What comes of comparing rows of any kind. */
export interface Compared {
  rows: ParityRow[];
  findings: { kind: Item["kind"]; finding: ParityFinding }[];
  exceptions: ExceptionState[];
}

/** An exception with the rows that it may mean. */
interface Claim {
  state: Omit<ExceptionState, "covers">;
  matches: readonly Row[];
}

/**
 * Judges each row by the parity file, and the file's exceptions by the rows.
 * @param stacks the stacks that could be looked into
 * @param today `YYYY-MM-DD`
 */
export function compareRows(
  rows: readonly Row[],
  stacks: readonly string[],
  file: ParityFile | undefined,
  today: string,
): Compared {
  const judging = judgingOf(stacks, file);
  const claims = file?.exceptions.map((exception) => claimOf(exception, rows, stacks, file, today)) ?? [];
  const judgements = rows.map((row) => judgeRow(row, judging, exceptionsOf(row, claims)));
  const used = new Set(judgements.flatMap((judgement) => [...judgement.used]));
  return {
    rows: judgements.map(({ row }) => row),
    findings: judgements.flatMap(({ row: { kind }, findings }) =>
      findings.map((finding) => ({ kind, finding })),
    ),
    exceptions: claims.map(({ state }) => ({ ...state, covers: used.has(state.exception) })),
  };
}

function judgingOf(stacks: readonly string[], file: ParityFile | undefined): Judging {
  const isListed = (stack: string): boolean => file === undefined || file.stacks.includes(stack);
  return {
    listed: stacks.filter(isListed),
    unlisted: stacks.filter((stack) => !isListed(stack)),
    sides: new Map(stacks.map((stack) => [stack, sideOf(stack, file)])),
    file,
    isSize: (type, path) =>
      // Declared accounts may differ, whatever says so.
      ((isAccountPath(path) && Object.keys(file?.accounts ?? {}).length > 0) ||
        file?.sizes.some((size) => size.type === type && size.fields.some((field) => covers(field, path)))) ??
      false,
  };
}

function sideOf(stack: string, file: ParityFile | undefined): Side {
  const elsewhere = new Map<string, string[]>();
  for (const { name, values } of file?.elsewhere ?? []) {
    const value = values[stack];
    if (value !== undefined) elsewhere.set(value, [...(elsewhere.get(value) ?? []), name]);
  }
  return { stack, elsewhere };
}

function claimOf(
  exception: ParityException,
  rows: readonly Row[],
  stacks: readonly string[],
  file: ParityFile,
  today: string,
): Claim {
  const matches = rowsOf(exception, rows);
  const absent = file.stacks.filter((stack) => !stacks.includes(stack));
  const problem = problemInFile(exception, file, today) ?? problemInStacks(exception, matches, rows, absent);
  const items = [...(matches[0]?.items.values() ?? [])];
  const urns = Object.fromEntries(items.map(({ stack, urn }) => [stack, urn]));
  return { matches, state: { exception, problem, urns, judged: absent.length === 0 } };
}

function exceptionsOf(row: Row, claims: readonly Claim[]): RowExceptions {
  const own = claims.filter(({ matches }) => matches.includes(row)).map(({ state }) => state);
  return {
    valid: own.filter(({ problem }) => problem === undefined).map(({ exception }) => exception),
    void: own.flatMap(({ exception, problem }) => (problem === undefined ? [] : [{ exception, problem }])),
  };
}
