import { readAlarms } from "../../cloudwatch/read";
import type { ParityFile } from "../../parity/compare/parityFile";
import type { RenderedResource } from "../../parity/render/types";
import type { ResourceView, Rule, RuleContext } from "../../policies/rules/rule";
import { viewOfRender } from "../../policies/rules/view";
import { compliantRenders, PROJECT, type Edit } from "../support/compliant";

/** How a compliant stack with one edit is judged. */
export interface Judging {
  edit?: Edit;
  /** @default "update" */
  shape?: "preview" | "update";
  /** @default "production" */
  stack?: string;
  /** Whether the pack has renders. @default true */
  renders?: boolean;
  parity?: Partial<ParityFile>;
  config?: Record<string, unknown>;
}

/** What a rule said, with the fixes apart. */
export interface Judged {
  findings: string[];
  fixes: (string | undefined)[];
  /** Logical names of the offenders. */
  of: string[];
  unchecked: string[];
}

/** Both checks of `rule` on one stack of the compliant project, as an engine runs them. */
export function judgeEdit(rule: Rule, judging: Judging = {}): Judged {
  const { edit, shape = "update", stack = "production", config = {} } = judging;
  const renders = compliantRenders(edit, [stack]);
  const render = renders.stacks.find((one) => one.stack === stack)?.[shape];
  if (render?.ok !== true) throw new Error(`no render of ${stack}`);
  const context: RuleContext = {
    stack,
    project: PROJECT,
    today: "2026-11-24",
    config,
    ...(judging.renders === false ? { rendersError: "no Pulumi.yaml" } : { renders }),
    ...(judging.parity && { parity: parityFile(judging.parity) }),
  };
  const own = render.resources.filter(({ external }) => !external);
  const verdicts = own.flatMap((resource) => rule.checkResource?.(viewOf(resource), context) ?? []);
  const inStack = rule.checkStack?.(viewOfRender(render), context);
  if (inStack !== undefined) verdicts.push(inStack);
  const findings = verdicts.flatMap((verdict) => verdict.findings);
  return {
    findings: findings.map(({ message }) => message),
    fixes: findings.map(({ fix }) => fix),
    of: findings.map(({ urn = "" }) => urn.split("::").at(-1) ?? ""),
    unchecked: verdicts.flatMap(({ unchecked }) => unchecked.map(({ reason }) => reason)),
  };
}

/** A parity file with `more` over an empty one. */
export function parityFile(more: Partial<ParityFile> = {}): ParityFile {
  return {
    path: "/project/policies/parity.yaml",
    stacks: ["ci", "staging", "production"],
    sizes: [],
    elsewhere: [],
    accounts: {},
    exceptions: [],
    ...more,
  };
}

function viewOf({ urn, type, name, inputs }: RenderedResource): ResourceView {
  return { urn, type, name, props: inputs, alarms: readAlarms(type, inputs), ignoreChanges: [] };
}
