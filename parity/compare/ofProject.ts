import type { NotRendered, ProjectRenders, Rendered } from "../render/types";
import { compareStacks } from "./compareStacks";
import type { ParityFile } from "./parityFile";
import type { Comparison } from "./types";

const kept = new WeakMap<ProjectRenders, Map<string, Comparison>>();

/**
 * Compares the alarms of a project's stacks, each as in an update; stacks that could not be rendered are left out.
 * Several rules ask for it, so the answer is kept as long as the renders are.
 */
export function compareProject(
  renders: ProjectRenders,
  parity: ParityFile | undefined,
  today: string,
): Comparison {
  const answers = kept.get(renders) ?? new Map<string, Comparison>();
  kept.set(renders, answers);
  const key = JSON.stringify([parity, today]);
  const comparison = answers.get(key) ?? compareStacks(updates(renders), parity, today);
  answers.set(key, comparison);
  return comparison;
}

/** Each stack's render as in an update. */
export function updates(renders: ProjectRenders): Rendered[] {
  return renders.stacks.map(({ update }) => update).filter((render) => render.ok);
}

/** What keeps `stack` from being judged: its own renders that failed, and those of the stacks that it is held to. */
export function notRendered(
  renders: ProjectRenders,
  parity: ParityFile | undefined,
  stack: string,
): NotRendered[] {
  return renders.stacks
    .filter((one) => one.stack === stack || parity === undefined || parity.stacks.includes(one.stack))
    .flatMap(({ preview, update, previewKnown }) => {
      const failed = [update, preview, previewKnown].filter((render) => render?.ok === false);
      return failed.slice(0, 1);
    });
}
