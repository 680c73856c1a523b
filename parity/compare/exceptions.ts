import { holdsTemplate, isAlarmType } from "../../cloudwatch/read";
import { covers, knownFields, rootOf } from "./alarmFields";
import { parentChain } from "./identity";
import { escapeRegExp } from "../render/escapeRegExp";
import { nearest } from "../render/nearest";
import { shownPath, UNLISTED, type ParityException, type ParityFile } from "./parityFile";
import type { Row } from "./row";
import { withOwnName } from "./stackName";
import type { ExceptionProblem } from "./types";
import { list } from "./words";

/** `policies/parity.yaml:14` */
export function placeOf(file: ParityFile, exception: ParityException): string {
  return `${shownPath(file.path)}:${exception.line}`;
}

/** What is wrong with an exception, whatever the stacks hold: no reason, expired, a stack that is not listed. */
export function problemInFile(
  exception: ParityException,
  file: ParityFile,
  today: string,
): ExceptionProblem | undefined {
  if (exception.reason === "") {
    return { why: "it has no reason", fix: "give it a reason: why may this differ?" };
  }
  if (exception.expires !== undefined && exception.expires < today) {
    return {
      why: `it expired on ${exception.expires}`,
      fix: "remove the difference and the exception, or decide again and give it a later date",
    };
  }
  for (const stack of exception.only ?? exception.in ?? []) {
    if (file.stacks.includes(stack) || (stack === UNLISTED && exception.only === undefined)) continue;
    const meant = nearest(stack, file.stacks);
    return {
      why: `it names stack "${stack}", which is not among the file's stacks (${file.stacks.join(", ")})`,
      fix: meant === undefined ? `take ${stack} out` : `write ${meant}, or take ${stack} out`,
    };
  }
  const type = exception.name.split(" ")[0] ?? "";
  if (exception.kind === "resource" && isAlarmType(type) && !holdsTemplate(type)) {
    return { why: "it is about an alarm", fix: `write alarm: ${exception.name.slice(type.length + 1)}` };
  }
  return undefined;
}

/** The rows that an exception may mean; several where its name is not enough, or a resource's holds a `*`. */
export function rowsOf(exception: ParityException, rows: readonly Row[]): Row[] {
  return rows.filter(({ items }) =>
    [...items.values()].some(({ kind, type, identity, stack }) => {
      if (kind !== exception.kind) return false;
      if (exception.parent !== undefined && exception.parent !== parentChain(identity.typeChain))
        return false;
      const prefix = kind === "alarm" ? "" : `${type} `;
      return [identity.name, withOwnName(identity.name, stack)].some((name) =>
        isNamed(exception, prefix + name),
      );
    }),
  );
}

/** A `*` stands for any text in a resource's name; an alarm is named whole, since each needs a reason of its own. */
function isNamed(exception: ParityException, name: string): boolean {
  if (!isPattern(exception)) return exception.name === name;
  return new RegExp(`^${exception.name.split("*").map(escapeRegExp).join("[^]*")}$`).test(name);
}

function isPattern({ kind, name }: ParityException): boolean {
  return kind === "resource" && name.includes("*");
}

/** What is wrong with an exception in view of the rows it may mean. */
export function problemInStacks(
  exception: ParityException,
  matches: readonly Row[],
  rows: readonly Row[],
  stacksWithout: readonly string[],
): ExceptionProblem | undefined {
  const [row, ...more] = matches;
  if (row === undefined) {
    // It may exist in a stack that could not be looked into.
    return stacksWithout.length > 0 ? undefined : notThere(exception, rows);
  }
  if (more.length > 0 && !isPattern(exception)) {
    const chains = [...new Set(matches.map(({ first }) => parentChain(first.identity.typeChain)))];
    const fix =
      chains.length < matches.length
        ? "give each of them a name of its own"
        : `add parent: ${list(
            chains.map((chain) => (chain === "" ? '"" (no parent)' : chain)),
            "or",
          )}`;
    return { why: `its name matches ${matches.length} ${exception.kind}s: ${list(matches.map(whole))}`, fix };
  }
  const { field } = exception;
  if (field === undefined) return undefined;
  const problems = matches.map((match) => noSuchField(exception, field, match));
  return problems.includes(undefined) ? undefined : problems[0];
}

function notThere(exception: ParityException, rows: readonly Row[]): ExceptionProblem {
  const names = rows
    .filter(({ first }) => first.kind === exception.kind)
    .map(({ first }) => first.identity.name);
  const own = exception.kind === "alarm" ? exception.name : exception.name.replace(/^\S+ /, "");
  const byAlarmName = rows.find(({ items }) =>
    [...items.values()].some(
      ({ alarm, stack }) => alarm !== undefined && [alarm, withOwnName(alarm, stack)].includes(own),
    ),
  );
  if (byAlarmName !== undefined && !names.includes(own)) {
    const logical = byAlarmName.first.identity.name;
    return {
      why: `"${own}" is an alarm's name in CloudWatch, not its logical name`,
      fix: `write ${logical}`,
    };
  }
  const meant = names.includes(own) ? undefined : nearest(own, names);
  const under = exception.parent === undefined ? "" : ` under parent "${exception.parent}"`;
  return {
    why: `no stack has such ${exception.kind === "alarm" ? "an alarm" : "a resource"}${under}`,
    fix: meant === undefined ? "remove it" : `write ${meant}, or remove it`,
  };
}

function noSuchField(
  exception: ParityException,
  field: string,
  { items }: Row,
): ExceptionProblem | undefined {
  const present = [...items.values()].flatMap(({ fields }) => [...fields.keys()]);
  if (present.some((path) => covers(field, path))) return undefined;
  const known = exception.kind === "alarm" ? knownFields(present) : [...new Set(present.map(rootOf))];
  if (known.includes(field)) return undefined;
  const meant = nearest(field, field.includes(".") ? present : known);
  return {
    why: `there is no field "${field}"`,
    fix:
      meant === undefined
        ? `name a field that it has: ${[...new Set(present.map(rootOf))].join(", ")}`
        : `write field: ${meant}`,
  };
}

function whole({ first, name }: Row): string {
  const chain = parentChain(first.identity.typeChain);
  return chain === "" ? name : `${name} (in ${chain})`;
}
