import {
  compareProject,
  placeOf,
  problemInFile,
  shownPath,
  type ExceptionProblem,
  type ParityException,
  type ParityFile,
} from "../../parity/compare";
import { isListed } from "./resolve";
import type { Finding, Rule, RuleContext, Verdict } from "./rule";
import { about, urnOf } from "./support/exceptions";

/** An exception that does not count grants nothing, so its difference is a violation of alarm-parity as well. */
export const parityExceptionsValid: Rule = {
  name: "parity-exceptions-valid",
  description:
    "An exception without a reason, expired, or for an alarm, resource, field or stack that does not exist.",
  level: "mandatory",
  checkStack: (_stack, context) => {
    const { parity, parityError } = context;
    if (parityError !== undefined) {
      return {
        findings: [{ message: parityError, fix: "mend that line of the parity file" }],
        unchecked: [],
      };
    }
    if (parity === undefined || !concerns(context)) return { findings: [], unchecked: [] };
    return judge(parity, context);
  },
};

/** The file binds the stacks that it lists; one that lists none of this project's stacks must still be told. */
function concerns(context: RuleContext): boolean {
  const { parity, renders } = context;
  return isListed(context) || renders?.stacks.some(({ stack }) => parity?.stacks.includes(stack)) === false;
}

function judge(parity: ParityFile, context: RuleContext): Verdict {
  const { renders, today, stack } = context;
  if (renders === undefined) {
    const findings = parity.exceptions.flatMap((exception) => {
      const problem = problemInFile(exception, parity, today);
      return problem === undefined ? [] : [finding(parity, exception, problem)];
    });
    const why = context.rendersError ?? "the program was not rendered";
    const reason = `whether the exceptions' alarms, resources and fields exist was not checked: ${why}`;
    return { findings, unchecked: parity.exceptions.length === 0 ? [] : [{ reason }] };
  }
  const { exceptions } = compareProject(renders, parity, today);
  return {
    findings: [
      ...missingStacks(parity, context),
      ...exceptions.flatMap(({ exception, problem, urns }) =>
        problem === undefined ? [] : [finding(parity, exception, problem, urnOf(urns, stack))],
      ),
    ],
    unchecked: exceptions
      .filter(
        ({ judged, problem, urns }) => !judged && problem === undefined && Object.keys(urns).length === 0,
      )
      .map(({ exception }) => ({
        reason: `${about(exception)}: its exception (${placeOf(parity, exception)}) may be for something in a stack that could not be rendered`,
      })),
  };
}

function missingStacks(parity: ParityFile, { renders }: RuleContext): Finding[] {
  // Which stacks to give files of is the reader's choice.
  if (renders?.from !== undefined) return [];
  const present = new Set(renders?.stacks.map(({ stack }) => stack));
  return parity.stacks
    .filter((stack) => !present.has(stack))
    .map((stack) => ({
      message: `${shownPath(parity.path)}: stacks: there is no stack "${stack}" in this project (${[...present].join(", ")})`,
      fix: `add Pulumi.${stack}.yaml, or take ${stack} out`,
    }));
}

function finding(
  parity: ParityFile,
  exception: ParityException,
  problem: ExceptionProblem,
  urn?: string,
): Finding {
  return {
    urn,
    message: `${about(exception)}: its exception (${placeOf(parity, exception)}) does not count: ${problem.why}`,
    fix: problem.fix,
  };
}
