import type { Colors } from "picocolors/types";
import { withOwnName } from "../compare/stackName";
import { parseUrn } from "../render/urn";
import { groupBy } from "./group";
import { wrap } from "./text";
import type { UncheckedItem } from "./types";

/** As many reasons a policy, and as many names a reason, as a terminal shows; JSON has them all. */
const SHOWN = 3;

/** What could not be judged: under each policy its reasons, each with the stacks and resources that it is about. */
export function showUnchecked(unchecked: readonly UncheckedItem[], colors: Colors, width: number): string {
  const byPolicy = groupBy(unchecked, ({ policy }) => policy);
  return [...byPolicy]
    .flatMap(([policy, items]) => {
      const reasons = [...groupBy(items, ({ reason, stack }) => withOwnName(reason, stack))];
      const shown = reasons
        .slice(0, SHOWN)
        .map(([reason, about]) => `    ${wrap(oneReason(reason, about), width, 4)}`);
      const left = reasons.length - shown.length;
      return [`  ${policy}`, ...shown, ...(left > 0 ? [`    and ${left} more (all are in --json)`] : [])];
    })
    .map((line) => colors.dim(line))
    .join("\n");
}

function oneReason(reason: string, about: readonly UncheckedItem[]): string {
  const stacks = [...new Set(about.map(({ stack }) => stack))];
  const names = [
    ...new Set(
      about.filter(({ urn }) => urn !== "").map(({ urn, stack }) => withOwnName(parseUrn(urn).name, stack)),
    ),
  ];
  const left = names.length - SHOWN;
  const shown = names.slice(0, SHOWN).join(", ") + (left > 0 ? ` and ${left} more` : "");
  return `${reason} [${stacks.join(", ")}${shown === "" ? "" : `: ${shown}`}]`;
}
