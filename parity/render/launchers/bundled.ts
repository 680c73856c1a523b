import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** A file that `npm run build` puts beside the bundle that this module is in. */
export function bundled(name: string): string {
  const beside = join(__dirname, name);
  return existsSync(beside) ? beside : join(dirname(dirname(dirname(__dirname))), "dist", name);
}

/** What is loaded into Node programs and policy hosts first. */
export function preload(): string {
  return bundled("preload.js");
}
