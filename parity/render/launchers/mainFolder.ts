import { existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Project } from "../project";

/** Where Pulumi runs the program: the folder that `main` names or lies in, else the project's own. */
export function mainFolder({ dir, main }: Project): string {
  const path = resolve(dir, main ?? ".");
  return existsSync(path) && statSync(path).isDirectory() ? path : dirname(path);
}
