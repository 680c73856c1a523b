import type { ParityFile } from "../../parity/compare";
import type { ProjectRenders, Render, StackRenders } from "../../parity/render/types";
import type { Finding, Rule, RuleContext, Unchecked } from "../../policies/rules/rule";
import { viewOfRender } from "../../policies/rules/view";
import { compliant, STACKS, type Edit } from "../support/compliant";
import { contextWith } from "./runRule";

/** What a stack rule is run on: the compliant stacks, each with its own edit. */
export interface Case {
  /** By stack. */
  edits?: Record<string, Edit | undefined>;
  parity?: ParityFile;
  /** The stack that is judged; default production. */
  stack?: string;
  /** All stacks; default ci, staging and production. */
  stacks?: readonly string[];
  /** Makes something else of the renders. */
  renders?: (renders: ProjectRenders) => void;
  context?: Partial<RuleContext>;
}

/** Runs a rule on both shapes of a stack, as `check` does; each shape must say the same. */
export function judgeStack(rule: Rule, given: Case = {}): { findings: Finding[]; unchecked: Unchecked[] } {
  const { edits = {}, stacks = STACKS, stack = "production", parity } = given;
  const renders: ProjectRenders = {
    project: "alarm-parity",
    dir: "/project",
    stacks: stacks.map((name): StackRenders => ({
      stack: name,
      preview: compliant("preview", name, edits[name]),
      update: compliant("update", name, edits[name]),
    })),
  };
  given.renders?.(renders);
  const own = renders.stacks.find((one) => one.stack === stack);
  const context = contextWith({
    stack,
    renders,
    ...(parity === undefined ? {} : { parity }),
    ...given.context,
  });
  const said = [own?.preview, own?.update]
    .filter((render) => render?.ok === true)
    .map((render) => {
      return rule.checkStack?.(viewOfRender(render), context) ?? { findings: [], unchecked: [] };
    });
  const [first = rule.checkStack!(viewOfRender(compliant("update", stack)), context), second = first] = said;
  if (JSON.stringify(first) !== JSON.stringify(second)) {
    throw new Error(
      `the shapes disagree: ${JSON.stringify(first, null, 1)} ${JSON.stringify(second, null, 1)}`,
    );
  }
  return first;
}

export function messages({ findings }: { findings: Finding[] }): string[] {
  return findings.map(({ message }) => message);
}

export function reasons({ unchecked }: { unchecked: Unchecked[] }): string[] {
  return unchecked.map(({ reason }) => reason);
}

/** A render that failed. */
export function failed(stack: string, error: string): Render {
  return { ok: false, stack, shape: "update", error };
}
