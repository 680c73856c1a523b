import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Folders in which no program of somebody's own lies; a virtual environment is known by its `pyvenv.cfg`. */
const SKIPPED = /^(\..*|node_modules|vendor|site-packages|__pycache__)$/;

/** The files under `dir` whose name matches, without installed packages and hidden folders. */
export function findSources(dir: string, name: RegExp): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (entry.isFile()) return name.test(entry.name) ? [path] : [];
    const skipped = !entry.isDirectory() || SKIPPED.test(entry.name) || existsSync(join(path, "pyvenv.cfg"));
    return skipped ? [] : findSources(path, name);
  });
}

/**
 * The names that the first group of a form of `asked` finds in the files: a program asks another stack for an output by
 * a literal name, so that an answer can be made up.
 */
export function stackOutputsIn(files: readonly string[], asked: readonly RegExp[]): string[] {
  const names = files.flatMap((file) => {
    const text = readFileSync(file, "utf8");
    return asked.flatMap((form) => [...text.matchAll(form)].flatMap(([, name]) => name ?? []));
  });
  return [...new Set(names)];
}
