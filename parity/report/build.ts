import { readAlarms } from "../../cloudwatch/read";
import type { ParityRow } from "../compare/types";
import { showReferencesIn } from "../render/references";
import type { ProjectRenders, Rendered } from "../render/types";
import { withoutSecrets } from "./secrets";
import type { Report, UncheckedItem, Violation } from "./types";

/**
 * The report on the stacks that were judged.
 * @param stacks those asked for, all rendered
 * @param rows the alarms of all stacks side by side
 */
export function buildReport(
  renders: ProjectRenders,
  stacks: readonly string[],
  judgement: { violations: Violation[]; unchecked: UncheckedItem[] },
  rows: ParityRow[],
): Report {
  return {
    version: 1,
    stacks: renders.stacks
      .filter(({ stack }) => stacks.includes(stack))
      .flatMap(({ update }) => (update.ok ? [describeStack(update)] : [])),
    violations: judgement.violations,
    unchecked: judgement.unchecked,
    parity: rows,
  };
}

function describeStack(rendered: Rendered): Report["stacks"][number] {
  const own = rendered.resources.filter(({ external }) => !external);
  return {
    name: rendered.stack,
    resources: own.length,
    alarms: own.flatMap((resource) => {
      const inputs = showReferencesIn(withoutSecrets(resource), rendered) as Record<string, unknown>;
      const source = resource.row ?? resource.source;
      return readAlarms(resource.type, inputs).map((alarm) => ({ ...alarm, urn: resource.urn, source }));
    }),
  };
}
