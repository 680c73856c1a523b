import { InputError } from "../inputError";
import type { Project } from "../project";
import { launchGo } from "./go";
import type { Launcher } from "./launch";
import { launchNode } from "./node";
import { launchPython } from "./python";

export { preload } from "./bundled";
export type { Command, Launch, Launcher, Run } from "./launch";

/** One row a `runtime:` of Pulumi.yaml. */
export const launchers: Readonly<Record<string, Launcher>> = {
  nodejs: launchNode,
  python: launchPython,
  go: launchGo,
};

/** @throws InputError where the runtime is not among {@link launchers}. */
export function findLauncher(project: Project): Launcher {
  const launcher = launchers[project.runtime];
  if (launcher === undefined) {
    throw new InputError(
      `Pulumi.yaml: runtime: ${project.runtime} programs cannot be rendered; this version renders ${Object.keys(launchers).join(", ")}`,
    );
  }
  return launcher;
}
