import { accountOf } from "./account";
import { covers } from "./alarmFields";
import { isAccountPath } from "./providerFields";
import { problemInFile, problemInStacks, rowsOf } from "./exceptions";
import type { Rendered } from "../render/types";
import { judgeRow, type Judging, type RowExceptions, type RowJudgement } from "./judgeRow";
import type { ParityException, ParityFile } from "./parityFile";
import type { Row } from "./row";
import type { ExceptionState, ParityFinding, ParityRow } from "./types";
import type { Side } from "./value";

/** What comes of comparing rows of any kind. */
export interface Compared {
  rows: ParityRow[];
  findings: ParityFinding[];
  exceptions: ExceptionState[];
}

/** An exception with the rows that it may mean. */
interface Claim {
  state: Omit<ExceptionState, "covers">;
  matches: readonly Row[];
}

/**
 * Judges each row by the parity file, and the file's exceptions by the rows.
 * @param renders the stacks that could be looked into
 * @param today `YYYY-MM-DD`
 */
export function compareRows(
  rows: readonly Row[],
  renders: readonly Rendered[],
  file: ParityFile | undefined,
  today: string,
): Compared {
  const judging = judgingOf(renders, file);
  const stacks = renders.map(({ stack }) => stack);
  const claims = file?.exceptions.map((exception) => claimOf(exception, rows, stacks, file, today)) ?? [];
  const parents = parentRows(rows);
  const judgements = new Map(
    rows.map((row) => {
      const within = parents.get(row)?.items.keys();
      return [row, judgeRow(row, judging, exceptionsOf(row, claims), within && new Set(within))];
    }),
  );
  const all = [...judgements.values()];
  const used = new Set(all.flatMap((judgement) => [...judgement.used]));
  return {
    rows: rows.flatMap((row) => withParentsVerdict(row, parents, judgements) ?? []),
    findings: all.flatMap(({ findings }) => findings),
    exceptions: claims.map(({ state }) => ({ ...state, covers: used.has(state.exception) })),
  };
}

/** The row of each resource's parent. An alarm is asked for by itself, whatever it stands in. */
function parentRows(rows: readonly Row[]): Map<Row, Row> {
  const byUrn = new Map(rows.flatMap((row) => [...row.items.values()].map(({ urn }) => [urn, row] as const)));
  const of = ({ first }: Row): Row | undefined =>
    first.kind === "alarm" ? undefined : byUrn.get(first.parent ?? "");
  return new Map(
    rows.flatMap((row) => [of(row)].flatMap((parent) => (parent ? [[row, parent] as const] : []))),
  );
}

/** What a stack lacks with its parent is judged there, once; the row must not read as the same for it. */
function withParentsVerdict(
  row: Row,
  parents: ReadonlyMap<Row, Row>,
  judgements: ReadonlyMap<Row, RowJudgement>,
): ParityRow | undefined {
  const judged = judgements.get(row)?.row;
  const parent = parents.get(row);
  if (judged?.verdict !== "same" || parent === undefined) return judged;
  const above = withParentsVerdict(parent, parents, judgements);
  const isPartial = above !== undefined && above.verdict !== "same" && above.fields.length === 0;
  return isPartial
    ? { ...judged, verdict: above.verdict, ...(above.reason && { reason: above.reason }) }
    : judged;
}

function judgingOf(renders: readonly Rendered[], file: ParityFile | undefined): Judging {
  const stacks = renders.map(({ stack }) => stack);
  const isListed = (stack: string): boolean => file === undefined || file.stacks.includes(stack);
  return {
    listed: stacks.filter(isListed),
    unlisted: stacks.filter((stack) => !isListed(stack)),
    sides: new Map(renders.map((rendered) => [rendered.stack, sideOf(rendered, file)])),
    file,
    isSize: (type, path) =>
      // Declared accounts may differ, whatever says so.
      ((isAccountPath(path) && Object.keys(file?.accounts ?? {}).length > 0) ||
        file?.sizes.some((size) => size.type === type && size.fields.some((field) => covers(field, path)))) ??
      false,
  };
}

function sideOf(rendered: Rendered, file: ParityFile | undefined): Side {
  const { stack } = rendered;
  const elsewhere = new Map<string, string[]>();
  for (const { name, values } of file?.elsewhere ?? []) {
    const value = values[stack];
    if (value !== undefined) elsewhere.set(value, [...(elsewhere.get(value) ?? []), name]);
  }
  return { stack, account: accountOf(rendered, file), elsewhere };
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
