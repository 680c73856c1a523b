import type { KnownFinding } from "../baseline";
import { wrap } from "./text";

/** What a baseline has and nobody finds any more, so that the file shrinks. */
export function showGone(
  gone: readonly KnownFinding[],
  title: (text: string) => string,
  width: number,
): string {
  const lines = gone.map(({ stack, policy, resource, says }) => {
    const about = resource === "" ? "" : `${resource.split("$").at(-1) ?? ""}: `;
    return `  ${wrap(`${stack}: ${policy}: ${about}${says}`, width, 4)}`;
  });
  return [
    `${title(`Gone (${gone.length})`)} and still in the baseline; --write-baseline takes them out`,
    ...lines,
  ].join("\n");
}
