import { withOwnName } from "../compare/stackName";
import type { Violation } from "./types";

/** One finding, with all the stacks that have it. */
export interface GroupedViolation extends Violation {
  stacks: string[];
}

type Texts = Pick<Violation, "resource" | "message" | "fix">;

interface Group {
  first: Violation;
  /** The first's texts with its stack's name shown as `<stack>`. */
  neutral: Texts;
  /** Whether all members read the same as they are. */
  literal: boolean;
  stacks: string[];
}

/**
 * The same finding in several stacks as one, mandatory ones first. Texts are the same when they read the same, or
 * would if every stack had one name; then that name is shown as `<stack>`.
 */
export function groupViolations(violations: readonly Violation[]): GroupedViolation[] {
  const groups: Group[] = [];
  for (const violation of violations) {
    const neutral = neutralTexts(violation);
    const group = groups.find((one) => belongs(violation, neutral, one));
    if (group === undefined) {
      groups.push({ first: violation, neutral, literal: true, stacks: [violation.stack] });
      continue;
    }
    group.stacks.push(violation.stack);
    group.literal &&= sameTexts(group.first, violation);
  }
  return groups
    .map(({ first, neutral, literal, stacks }) => ({ ...first, ...(literal ? {} : neutral), stacks }))
    .sort((a, b) => Number(a.level === "advisory") - Number(b.level === "advisory"));
}

function belongs(
  violation: Violation,
  neutral: Texts,
  { first, neutral: groupNeutral, stacks }: Group,
): boolean {
  const isSameKind =
    violation.policy === first.policy &&
    violation.level === first.level &&
    violation.shape === first.shape &&
    violation.source?.file === first.source?.file &&
    violation.source?.line === first.source?.line;
  if (!isSameKind || stacks.includes(violation.stack)) return false;
  return sameTexts(first, violation) || sameTexts(groupNeutral, neutral);
}

function neutralTexts({ resource, message, fix, stack }: Violation): Texts {
  return {
    resource: withOwnName(resource, stack),
    message: withOwnName(message, stack),
    fix: fix === undefined ? undefined : withOwnName(fix, stack),
  };
}

function sameTexts(a: Texts, b: Texts): boolean {
  return a.resource === b.resource && a.message === b.message && a.fix === b.fix;
}

/** The items by key, keys in the order in which they first come. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
