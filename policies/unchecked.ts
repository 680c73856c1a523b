import type { Unchecked } from "./rules/rule";
import type { TellUnchecked } from "./adapter";

const SHOWN = 5;

/**
 * Prints one line for a stack when its policies have all run: the engine hides "not applicable" answers. Policies
 * run one after the other without letting go of the thread, so what is told in between waits for the next turn.
 */
export function unchecksPrinter(print: (line: string) => void): TellUnchecked {
  const told = new Map<string, { rule: string; one: Unchecked }[]>();
  return (stack, rule, unchecked) => {
    const before = told.get(stack);
    const items = unchecked.map((one) => ({ rule, one }));
    if (before !== undefined) {
      before.push(...items);
      return;
    }
    told.set(stack, items);
    setTimeout(() => {
      print(summary(stack, told.get(stack) ?? []));
      told.delete(stack);
    }, 0);
  };
}

function summary(stack: string, items: readonly { rule: string; one: Unchecked }[]): string {
  const shown = items.slice(0, SHOWN).map(({ rule, one }) => `${one.reason.replace(/\s+/g, " ")} (${rule})`);
  const more = items.length > SHOWN ? `; and ${items.length - SHOWN} more, which npm run check lists` : "";
  const things = items.length === 1 ? "1 thing" : `${items.length} things`;
  return `alarm-parity: ${things} could not be judged in stack ${stack}: ${shown.join("; ")}${more}`;
}
