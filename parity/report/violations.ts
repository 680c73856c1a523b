import type { Colors } from "picocolors/types";
import { withOwnName } from "../compare/stackName";
import { groupBy, groupViolations, type GroupedViolation } from "./group";
import { wrap } from "./text";
import type { Report } from "./types";

/** Of findings alike this many are shown in full: one cause often breaks every alarm. */
const IN_FULL = 3;

/** Each violation as a block: policy and stacks; alarm and place; why; fix. Many alike are named after the first few. */
export function showViolations(report: Report, colors: Colors, width: number): string[] {
  const alike = groupBy(groupViolations(report.violations), kindOf);
  return [...alike.values()].flatMap((group) => {
    const shown = group.length === IN_FULL + 1 ? group : group.slice(0, IN_FULL);
    const rest = group.slice(shown.length);
    const blocks = shown.map((violation) => showViolation(violation, report, colors, width));
    return rest.length === 0 ? blocks : [...blocks, showRest(rest, report, colors)];
  });
}

/** What findings alike share: who tells it, where, and what is to be done. */
function kindOf({ policy, level, shape, stacks, fix }: GroupedViolation): string {
  return JSON.stringify([policy, level, shape, stacks, fix]);
}

function showViolation(violation: GroupedViolation, report: Report, colors: Colors, width: number): string {
  const { message, fix } = violation;
  const what = offender(violation, report);
  return [
    heading(violation, colors),
    ...(what === "" ? [] : [`  ${what}`]),
    `  ${wrap(message, width, 2)}`,
    ...(fix === undefined ? [] : [`  ${colors.green("Fix:")} ${wrap(fix, width, 7)}`]),
  ].join("\n");
}

function showRest(rest: readonly GroupedViolation[], report: Report, colors: Colors): string {
  const [first] = rest;
  const head = first === undefined ? "" : heading(first, colors);
  const lines = rest.map((violation) => `  ${offender(violation, report)}`);
  return [`${head}  ${colors.dim(`and ${rest.length} more with the same fix`)}`, ...lines].join("\n");
}

function heading({ level, policy, stacks, shape }: GroupedViolation, colors: Colors): string {
  const mark = level === "mandatory" ? colors.red("✗") : colors.yellow("!");
  const extra = level === "advisory" ? colors.yellow("  advisory") : "";
  const only = shape === undefined ? "" : colors.dim(`  (seen in the ${shape} only)`);
  return `${mark} ${colors.bold(policy)}${extra}  ${stacks.join(", ")}${only}`;
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
