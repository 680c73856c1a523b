import { compareProject, placeOf } from "../../parity/compare";
import { isListed } from "./resolve";
import type { Rule } from "./rule";
import { about, urnOf } from "./support/exceptions";
import { grantsIgnoring } from "./support/ignored";

/** Exceptions that do not count at all are told by parity-exceptions-valid. */
export const parityExceptionsCurrent: Rule = {
  name: "parity-exceptions-current",
  description: "An exception that covers no difference any more.",
  level: "advisory",
  checkStack: (_stack, context) => {
    const { parity, renders, today, stack } = context;
    if (parity === undefined || parity.exceptions.length === 0 || !isListed(context)) {
      return { findings: [], unchecked: [] };
    }
    if (renders === undefined) {
      const why = context.rendersError ?? "the program was not rendered";
      return {
        findings: [],
        unchecked: [{ reason: `whether the exceptions are still needed was not checked: ${why}` }],
      };
    }
    const idle = compareProject(renders, parity, today).exceptions.filter(
      (state) => !state.covers && state.problem === undefined && !grantsIgnoring(state, context),
    );
    return {
      findings: idle
        .filter(({ judged }) => judged)
        .map(({ exception, urns }) => ({
          urn: urnOf(urns, stack),
          message: `${about(exception)}: its exception (${placeOf(parity, exception)}) covers no difference any more`,
          fix: "remove the exception",
        })),
      unchecked: idle
        .filter(({ judged }) => !judged)
        .map(({ exception }) => ({
          reason: `${about(exception)}: its exception (${placeOf(parity, exception)}) may still be needed by a stack that could not be rendered`,
        })),
    };
  },
};
