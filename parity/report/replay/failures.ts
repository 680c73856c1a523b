import type { ReplayReport } from "../../replay";
import type { Look } from "../terminal";
import { wrap } from "../text";

/** One thing that was not as an incident expects it, in each stack in which it was so. */
export interface Failure {
  incident: string;
  alarm: string;
  stacks: string[];
  expected: string;
  got: string;
}

/** Everything that fails a replay; what is the same in several stacks is one. */
export function failuresOf(report: ReplayReport): Failure[] {
  const failures = new Map<string, Failure>();
  for (const { incident, stack, ...rest } of inStacks(report)) {
    const key = JSON.stringify([incident, rest]);
    const known = failures.get(key);
    if (known === undefined) failures.set(key, { incident, stacks: [stack], ...rest });
    else known.stacks.push(stack);
  }
  return [...failures.values()];
}

function inStacks({ incidents }: ReplayReport): (Omit<Failure, "stacks"> & { stack: string })[] {
  return incidents.flatMap(({ incident, stacks }) =>
    stacks.flatMap(({ stack, alarms, had }) => [
      ...alarms
        .filter(({ verdict }) => verdict === "failed")
        .map(({ alarm, expected = "", got = "" }) => ({ incident, stack, alarm, expected, got })),
      ...had
        .filter(({ verdict }) => verdict === "failed")
        .map(({ alarm, otherwise, did, expected = "" }) => ({
          ...{ incident, stack, expected },
          alarm: `had: ${alarm}${otherwise === "" ? "" : ` (${otherwise})`}`,
          got: did,
        })),
    ]),
  );
}

export function showFailures(failures: readonly Failure[], { colors, width }: Look): string {
  return failures
    .map(({ incident, alarm, stacks, expected, got }) =>
      [
        `${colors.red("✗")} ${colors.bold(incident)}  ${alarm}  ${stacks.join(", ")}`,
        `  expected  ${wrap(expected, width, 12)}`,
        `  got       ${wrap(got, width, 12)}`,
      ].join("\n"),
    )
    .join("\n\n");
}
