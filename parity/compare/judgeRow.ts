import { covers } from "./alarmFields";
import { placeOf } from "./exceptions";
import { parentChain, showIdentity, urnIn } from "./identity";
import type { Item } from "./item";
import { shownPath, UNLISTED, type ParityException, type ParityFile } from "./parityFile";
import { differences, type Difference, type Row } from "./row";
import { withOwnName } from "./stackName";
import type { ExceptionProblem, ParityFinding, ParityRow } from "./types";
import type { Side } from "./value";
import { groupStacks, list, showItem, showValue } from "./words";

/** By whom a row is judged, and with which exceptions. */
export interface Judging {
  /** The stacks that are held to each other. */
  listed: readonly string[];
  /** The stacks that are held to the listed ones. */
  unlisted: readonly string[];
  sides: ReadonlyMap<string, Side>;
  file?: ParityFile;
  /** Whether any stack may set this field its own. */
  isSize: (type: string, path: string) => boolean;
}

/** The exceptions about one row: those that count, and those that do not. */
export interface RowExceptions {
  valid: readonly ParityException[];
  void: readonly { exception: ParityException; problem: ExceptionProblem }[];
}

/** What is to be said of one row. */
export interface RowJudgement {
  row: ParityRow;
  findings: ParityFinding[];
  /** The exceptions that cover a difference of it. */
  used: ReadonlySet<ParityException>;
}

/**
 * Judges one alarm or resource: is it in every listed stack, and the same there?
 * @param within the stacks that have its parent, where it is a resource with one: the others lack it with its parent
 */
export function judgeRow(
  row: Row,
  judging: Judging,
  exceptions: RowExceptions,
  within?: ReadonlySet<string>,
): RowJudgement {
  const judge = new RowJudge(row, judging, exceptions, within);
  judge.presence();
  for (const difference of differences(row, judging.sides)) judge.field(difference);
  return judge.result();
}

class RowJudge {
  private readonly findings: ParityFinding[] = [];
  private readonly used = new Set<ParityException>();
  /** Exceptions about stacks that the file does not list: they hold though no such stack is looked at. */
  private readonly standing = new Set<ParityException>();
  private readonly fields: ParityRow["fields"] = [];
  /** Listed stacks that have it. */
  private readonly holders: string[];
  private readonly unlistedHolders: string[];
  private readonly shown: string;

  constructor(
    private readonly of: Row,
    private readonly judging: Judging,
    private readonly exceptions: RowExceptions,
    private readonly within: ReadonlySet<string> | undefined,
  ) {
    this.holders = judging.listed.filter((stack) => of.items.has(stack));
    this.unlistedHolders = judging.unlisted.filter((stack) => of.items.has(stack));
    this.shown = showItem(of.first, of.name);
    for (const exception of exceptions.valid) {
      if (this.isAboutUnlisted(exception)) this.standing.add(exception);
    }
  }

  presence(): void {
    const listed = this.expected(this.judging.listed);
    const unlisted = this.expected(this.judging.unlisted);
    const lackers = listed.filter((stack) => !this.holders.includes(stack));
    const exception = this.exceptions.valid.find(({ only }) => only !== undefined);
    if (exception !== undefined) this.exactly(exception, lackers);
    else if (this.holders.length > 0 && lackers.length > 0) this.uneven(lackers);
    if (listed.length === 0) return;
    if (this.holders.length === 0) {
      const message = `${this.shown} is in ${list(this.unlistedHolders)} and in none of the listed stacks (${listed.join(", ")})`;
      this.tell(this.unlistedHolders, message, "build it in every stack, or in none");
    } else if (lackers.length === 0) {
      const without = unlisted.filter((stack) => !this.unlistedHolders.includes(stack));
      if (exception !== undefined && this.standing.has(exception)) {
        if (without.length > 0) this.used.add(exception);
        return;
      }
      const message = `${this.shown} is not in ${list(without)}, and every listed stack has it (${listed.join(", ")})`;
      this.tell(without, message, "build it there too");
    }
  }

  /** `only:` with every listed stack says that the others need not have it; `in: [unlisted]` that they may differ. */
  private isAboutUnlisted({ only, in: stacks }: ParityException): boolean {
    const isOfAll = only !== undefined && this.judging.listed.every((stack) => only.includes(stack));
    return isOfAll || stacks?.includes(UNLISTED) === true;
  }

  /** Of `stacks` those in which it is to be looked for. */
  private expected(stacks: readonly string[]): readonly string[] {
    const { within } = this;
    return within === undefined ? stacks : stacks.filter((stack) => within.has(stack));
  }

  field(difference: Difference): void {
    const { path } = difference;
    if (this.judging.isSize(this.of.first.type, path)) return;
    const excepting = this.exceptions.valid.filter(({ field }) => field !== undefined && covers(field, path));
    const free = new Set(excepting.flatMap((exception) => exception.in ?? []));
    const held = this.holders.filter((stack) => !free.has(stack));
    const differs = (stacks: readonly string[]) => groupStacks(stacks, difference.same).length > 1;

    for (const exception of excepting) {
      const own = this.holders.filter((stack) => exception.in?.includes(stack) === true);
      const isUsed = own.some((stack) => this.holders.some((other) => !difference.same(stack, other)));
      if (isUsed) this.used.add(exception);
    }
    const uneven = differs(held);
    if (uneven) this.unevenField(difference, held);
    const astray = this.unlistedHolders.filter(
      (stack) => this.holders.length > 0 && this.holders.every((other) => !difference.same(stack, other)),
    );
    const granted = excepting.find((exception) => exception.in?.includes(UNLISTED) === true);
    if (granted !== undefined && astray.length > 0) this.used.add(granted);
    const isAstray = granted === undefined && astray.length > 0;
    if (isAstray) {
      const message = `${this.shown}: ${this.values(difference, [...astray, ...this.holders])}`;
      this.tell(astray, message, `give it the listed stacks' value in ${list(astray)}`);
    }
    if (!uneven && astray.length === 0 && !differs(this.holders)) return;
    const values = [...difference.values].map(([stack, value]) => [stack, this.value(stack, path, value)]);
    this.fields.push({
      field: path,
      values: Object.fromEntries(values) as Record<string, unknown>,
      excepted: !uneven && !isAstray,
    });
  }

  result(): RowJudgement {
    const { items, first, name } = this.of;
    const used = [...this.used];
    const expires = used.flatMap((exception) => exception.expires ?? []).sort()[0];
    const row: ParityRow = {
      kind: first.kind,
      name,
      identity: showIdentity({ ...first.identity, name: this.logicalName() }),
      verdict: this.findings.length > 0 ? "differs" : used.length > 0 ? "excepted" : "same",
      stacks: [...items.keys()],
      fields: this.fields,
      ...(first.alarm === undefined ? {} : { alarm: withOwnName(first.alarm, first.stack) }),
      ...(used.length === 0 ? {} : { reason: used.map(({ reason }) => reason).join("; ") }),
      ...(expires === undefined ? {} : { expires }),
      ...(first.source === undefined ? {} : { source: first.source }),
    };
    return { row, findings: this.findings, used: new Set([...used, ...this.standing]) };
  }

  /** `only:` must say exactly which listed stacks have it. */
  private exactly(exception: ParityException, lackers: readonly string[]): void {
    const { file } = this.judging;
    const only = exception.only ?? [];
    const where = file === undefined ? "its exception" : placeOf(file, exception);
    if (lackers.some((stack) => !only.includes(stack))) this.used.add(exception);
    const extra = this.holders.filter((stack) => !only.includes(stack));
    const missing = lackers.filter((stack) => only.includes(stack));
    if (extra.length > 0) {
      const message = `${this.shown} is in ${list(extra)}, and ${where} grants it to ${list(only)} alone`;
      this.tell(extra, message, `build it in ${list(only)} alone, or change the exception's only:`);
    }
    if (missing.length > 0) {
      const message = `${this.shown} is not in ${list(missing)}, and ${where} says that ${list(only)} have it`;
      this.tell(missing, message, `build it there, or take ${list(missing)} out of the exception's only:`);
    }
  }

  private uneven(lackers: readonly string[]): void {
    const dead = this.exceptions.void.find(({ exception }) => exception.only !== undefined);
    this.tell(
      this.judging.listed,
      `${this.shown} is in ${list(this.holders)} and not in ${list(lackers)}${this.dead(dead)}`,
      this.fix("build it in every stack", `only: [${this.holders.join(", ")}]`, dead),
    );
  }

  private unevenField(difference: Difference, held: readonly string[]): void {
    const { path, same } = difference;
    const dead = this.exceptions.void.find(
      ({ exception: { field } }) => field !== undefined && covers(field, path),
    );
    const groups = groupStacks(held, same);
    const largest = groups.reduce((most, group) => (group.length > most.length ? group : most));
    const others = groups.filter((group) => group !== largest).flat();
    this.tell(
      held,
      `${this.shown}: ${this.values(difference, held)}${this.dead(dead)}`,
      this.fix("give it the same value in every stack", `field: ${path}, in: [${others.join(", ")}]`, dead),
    );
  }

  private values({ path, values, same }: Difference, stacks: readonly string[]): string {
    const groups = groupStacks(stacks, same).map((group) => {
      const [stack = ""] = group;
      const hidden = this.of.items.get(stack)?.hides(path) ?? false;
      const texts = new Set(group.map((one) => showValue(values.get(one), hidden)));
      const text = showValue(values.get(stack), hidden);
      return `${texts.size === 1 ? text : withOwnName(text, stack)} in ${list(group)}`;
    });
    return `${path} is ${list(groups)}`;
  }

  private value(stack: string, path: string, value: unknown): unknown {
    if (value === undefined) return null;
    return this.of.items.get(stack)?.hides(path) === true ? "[secret]" : value;
  }

  private dead(dead: RowExceptions["void"][number] | undefined): string {
    if (dead === undefined || this.judging.file === undefined) return "";
    return `; its exception (${placeOf(this.judging.file, dead.exception)}) does not count`;
  }

  private fix(same: string, claim: string, dead: RowExceptions["void"][number] | undefined): string {
    // What is wrong with it is told once, by parity-exceptions-valid.
    if (dead !== undefined) return `${same}, or mend the exception`;
    const { kind, type, identity } = this.of.first;
    const name = kind === "alarm" ? this.logicalName() : `${type} ${this.logicalName()}`;
    const parent = this.of.name === this.logicalName() ? "" : `, parent: ${parentChain(identity.typeChain)}`;
    const file = shownPath(this.judging.file?.path);
    return `${same}, or add under exceptions: in ${file}: - {${kind}: ${name}${parent}, ${claim}, reason: why it may differ}`;
  }

  /** The logical name in all stacks; `<stack>` where it holds each one's own name. */
  private logicalName(): string {
    const { items, first } = this.of;
    const isOne = [...items.values()].every(({ identity }) => identity.name === first.identity.name);
    return isOne ? first.identity.name : withOwnName(first.identity.name, first.stack);
  }

  private tell(stacks: readonly string[], message: string, fix: string): void {
    for (const stack of stacks) {
      const own: Item | undefined = this.of.items.get(stack);
      const source = (own ?? this.of.first).source;
      this.findings.push({
        kind: this.of.first.kind,
        stack,
        urn: own?.urn ?? urnIn(stack, this.of.first.urn),
        message,
        fix,
        ...(source === undefined ? {} : { source }),
      });
    }
  }
}
