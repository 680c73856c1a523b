import type { Colors } from "picocolors/types";
import { withOwnName } from "../compare/stackName";
import { groupViolations, type GroupedViolation } from "./group";
import { wrap } from "./text";
import type { Report } from "./types";

/** Each violation as a block: policy and stacks; alarm and place; why; fix. */
export function showViolations(report: Report, colors: Colors, width: number): string[] {
  return groupViolations(report.violations).map((violation) => {
    const { level, policy, stacks, shape, message, fix } = violation;
    const mark = level === "mandatory" ? colors.red("✗") : colors.yellow("!");
    const extra = level === "advisory" ? colors.yellow("  advisory") : "";
    const only = shape === undefined ? "" : colors.dim(`  (seen in the ${shape} only)`);
    const what = offender(violation, report);
    return [
      `${mark} ${colors.bold(policy)}${extra}  ${stacks.join(", ")}${only}`,
      ...(what === "" ? [] : [`  ${what}`]),
      `  ${wrap(message, width, 2)}`,
      ...(fix === undefined ? [] : [`  ${colors.green("Fix:")} ${wrap(fix, width, 7)}`]),
    ].join("\n");
  });
}

/** Logical name, the alarm's name in CloudWatch, file and line. */
function offender(violation: GroupedViolation, report: Report): string {
  const { resource, source } = violation;
  const alarm = alarmName(violation, report);
  const name = alarm === undefined || alarm === resource ? resource : `${resource} (${alarm})`;
  const place = source === undefined ? "" : `${source.file}:${source.line}`;
  return [name, place].filter((part) => part !== "").join("  ");
}

function alarmName({ urn, stack, stacks }: GroupedViolation, report: Report): string | undefined {
  if (urn === "") return undefined;
  const alarms = report.stacks.flatMap((one) => one.alarms);
  const name = alarms.find((alarm) => alarm.urn === urn)?.name;
  return name === undefined || stacks.length === 1 ? name : withOwnName(name, stack);
}
