/** A stack's own name, or account, may stand where another stack has its own: everything else must be the same. */

const TOKEN = /[\p{L}\p{N}]+|[^\p{L}\p{N}]/gu;

/** Shown where a stack's own name stands. */
export const OWN_NAME = "<stack>";

/**
 * A run of letters and digits is one token, every other character is one of its own. So `ci` is no token of
 * `GroupDesiredCapacity`, `prod` is one of `api-prod-cpu`, and the stack `prod-eu` is three tokens in a row.
 * Letter case counts: `Ci` is not the stack `ci`.
 */
export function tokens(text: string): string[] {
  return text.match(TOKEN) ?? [];
}

/**
 * Whether `a` (of the stack `ofA`) and `b` (of `ofB`) are the same up to each one's own stack name. Nothing is
 * replaced: at each place both hold the same token, or each holds its own stack's whole name. So `/dev/xvda` is the
 * same in the stacks `dev` and `ci`, and `bucket-dev` and `bucket-ci` are too.
 * @param accounts the stacks' account ids, which stand for each other like their names; "" where not declared
 */
export function sameUpToStack(
  a: string,
  ofA: string,
  b: string,
  ofB: string,
  accounts: readonly [string, string] = ["", ""],
): boolean {
  if (a === b) return true;
  if (ofA === ofB) return false;
  const left = tokens(a);
  const right = tokens(b);
  const ownLeft = tokens(ofA);
  const ownRight = tokens(ofB);
  const surplus = left.length - right.length;
  const surplusOfOne = ownLeft.length - ownRight.length;
  if (surplusOfOne === 0 ? surplus !== 0 : surplus % surplusOfOne !== 0 || surplus / surplusOfOne < 0)
    return false;

  // The places reached so far, as pairs (i, j); own names of several tokens can leave more than one way open.
  const seen = new Set<number>();
  const open: [number, number][] = [[0, 0]];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const [i, j] = place;
    if (i === left.length && j === right.length) return true;
    const key = i * (right.length + 1) + j;
    if (seen.has(key)) continue;
    seen.add(key);
    if (startsWith(left, i, ownLeft) && startsWith(right, j, ownRight)) {
      open.push([i + ownLeft.length, j + ownRight.length]);
    }
    if (i < left.length && (left[i] === right[j] || areAccounts(left[i], right[j], accounts)))
      open.push([i + 1, j + 1]);
  }
  return false;
}

function areAccounts(a = "", b = "", [ofA, ofB]: readonly [string, string]): boolean {
  return a !== "" && b !== "" && a === ofA && b === ofB;
}

/** `text` as it would read in another stack; for showing only, never for comparing. */
export function withOwnName(text: string, stack: string, shown: string = OWN_NAME): string {
  const all = tokens(text);
  const own = tokens(stack);
  let result = "";
  for (let i = 0; i < all.length;) {
    const here = startsWith(all, i, own);
    result += here ? shown : (all[i] ?? "");
    i += here ? own.length : 1;
  }
  return result;
}

function startsWith(all: readonly string[], at: number, own: readonly string[]): boolean {
  return own.length > 0 && own.every((token, index) => all[at + index] === token);
}
