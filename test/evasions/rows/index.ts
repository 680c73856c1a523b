import type { Row } from "../row";
import { definitions } from "./definitions";
import { delivery } from "./delivery";
import { differences } from "./differences";
import { elsewhere } from "./elsewhere";
import { muted } from "./muted";
import { odd } from "./odd";
import { passing } from "./passing";
import { reach } from "./reach";
import { routes } from "./routes";
import { unknowns } from "./unknowns";

/** Every attempt to get past the pack, and every program that must pass, by what it tries. */
export const GROUPS: Readonly<Record<string, readonly Row[]>> = {
  "a difference between stacks": differences,
  "an alarm that tells nobody": routes,
  "an alarm that is switched off": muted,
  "a broken way to people": delivery,
  "a wrong definition": definitions,
  "an alarm that never fires, or never stops": reach,
  "an alarm made by other means": elsewhere,
  "a value that is not known in a preview": unknowns,
  "an odd value": odd,
  "a program that must pass": passing,
};
