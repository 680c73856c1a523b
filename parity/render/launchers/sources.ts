import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Folders in which no program of somebody's own lies; a virtual environment is known by its `pyvenv.cfg`. */
const SKIPPED = /^(\..*|node_modules|vendor|site-packages|__pycache__)$/;

/** The files under `dir` whose name ends in `extension`, without installed packages and hidden folders. */
export function findSources(dir: string, extension: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (entry.isFile()) return entry.name.endsWith(extension) ? [path] : [];
    const skipped = !entry.isDirectory() || SKIPPED.test(entry.name) || existsSync(join(path, "pyvenv.cfg"));
    return skipped ? [] : findSources(path, extension);
  });
}

/**
 * The names that the first group of `asked` finds in the files: a program asks another stack for an output by a
 * literal name, so that an answer can be made up.
 */
export function stackOutputsIn(files: readonly string[], asked: RegExp): string[] {
  const names = files.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(asked)].flatMap(([, name]) => name ?? []),
  );
  return [...new Set(names)];
}
