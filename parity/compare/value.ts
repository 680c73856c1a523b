import { isRecord } from "../../cloudwatch/record";
import { decode } from "./decode";
import { sameUpToStack } from "./stackName";

/** The stack that a value comes from, and what that stack calls the things that others own. */
export interface Side {
  stack: string;
  /** Its account's id; "" where nothing says it. */
  account: string;
  /** Literal value → its names under `elsewhere` in parity.yaml. */
  elsewhere: ReadonlyMap<string, readonly string[]>;
}

/** A stack of which nothing is declared. */
export function bareSide(stack: string): Side {
  return { stack, account: "", elsewhere: new Map() };
}

/** How a field's texts are compared. */
export interface Comparing {
  /** No stack's name may differ: a metric or a statistic is CloudWatch's word, whatever a stack is called. */
  exact?: boolean;
  /** A list is a set: neither order nor repetition counts. */
  set?: boolean;
}

/** Whether two stacks mean the same value: up to each one's own name, in decoded JSON and base64 too. */
export function sameValue(a: unknown, ofA: Side, b: unknown, ofB: Side, how: Comparing = {}): boolean {
  if (typeof a === "string" && typeof b === "string") return sameText(a, ofA, b, ofB, how);
  if (Array.isArray(a) && Array.isArray(b)) return sameList(a, ofA, b, ofB, how);
  if (isRecord(a) && isRecord(b)) return sameRecord(a, ofA, b, ofB, how);
  return Object.is(a, b);
}

function sameText(a: string, ofA: Side, b: string, ofB: Side, how: Comparing): boolean {
  if (a === b) return true;
  if (how.exact === true) return false;
  if (sameUpToStack(a, ofA.stack, b, ofB.stack, [ofA.account, ofB.account])) return true;
  const names = ofB.elsewhere.get(b) ?? [];
  if (ofA.elsewhere.get(a)?.some((name) => names.includes(name)) === true) return true;

  const left = decode(a);
  const right = decode(b);
  if (left?.form === "json" && right?.form === "json") return sameValue(left.value, ofA, right.value, ofB);
  return left?.form === "base64" && right?.form === "base64" && sameText(left.text, ofA, right.text, ofB, {});
}

function sameList(a: unknown[], ofA: Side, b: unknown[], ofB: Side, how: Comparing): boolean {
  if (how.set !== true) {
    return a.length === b.length && a.every((item, index) => sameValue(item, ofA, b[index], ofB, how));
  }
  return (
    a.every((item) => b.some((other) => sameValue(item, ofA, other, ofB))) &&
    b.every((item) => a.some((other) => sameValue(other, ofA, item, ofB)))
  );
}

/** Keys may hold the stack's name too (`tags`, decoded JSON): each needs one partner of its own. */
function sameRecord(
  a: Record<string, unknown>,
  ofA: Side,
  b: Record<string, unknown>,
  ofB: Side,
  how: Comparing,
): boolean {
  const left = Object.keys(a);
  if (left.length !== Object.keys(b).length) return false;
  const free = new Set(Object.keys(b));
  return left.every((key) => {
    const partner = free.has(key)
      ? key
      : [...free].find((other) => sameUpToStack(key, ofA.stack, other, ofB.stack));
    if (partner === undefined) return false;
    free.delete(partner);
    return sameValue(a[key], ofA, b[partner], ofB, how);
  });
}
