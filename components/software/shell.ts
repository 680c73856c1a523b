import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The shell lines of `scripts/<name>.sh`. */
export function script(name: string): string {
  return readFileSync(join(__dirname, "scripts", `${name}.sh`), "utf8").trimEnd();
}

/** Lines that give shell variables their values, whatever characters these hold. */
export function assignments(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}='${String(value).replaceAll("'", "'\\''")}'`)
    .join("\n");
}

/** Parts of a script, an empty line between two. */
export function lines(...parts: readonly string[]): string {
  return parts.join("\n\n");
}
