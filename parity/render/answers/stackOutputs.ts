import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** How a program asks a StackReference for an output by a literal name, so that an answer can be made up. */
const FORMS = [
  /\.(?:get|require)Output(?:Value|Details)?\(\s*["'`]([^"'`$]+)["'`]/g,
  /\.outputs\??\.?\[\s*["'`]([^"'`$]+)["'`]\s*\]/g,
  /\.outputs\.(?!apply\b)([A-Za-z_$][\w$]*)/g,
];

/** A program's own sources, in the languages of Node. */
const SOURCE = /\.[cm]?[jt]sx?$/;

/** More files than this are no program of a person's own. */
const MAX_FILES = 2000;

/** Names of the outputs that a source asks of other stacks, as far as they stand in it as text. */
export function stackOutputsIn(text: string): string[] {
  if (!text.includes("StackReference") && !/(get|require)Output/.test(text)) return [];
  return [...new Set(FORMS.flatMap((form) => [...text.matchAll(form)].flatMap(([, name]) => name ?? [])))];
}

/** The same of all sources below a folder, for a program whose own files are not known. */
export function stackOutputsBelow(dir: string): string[] {
  const names = new Set<string>();
  let left = MAX_FILES;
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (entry.name !== "node_modules" && !entry.name.startsWith(".")) walk(path);
      } else if (entry.isFile() && SOURCE.test(entry.name) && !entry.name.endsWith(".d.ts") && left-- > 0) {
        for (const name of stackOutputsIn(readFileSync(path, "utf8"))) names.add(name);
      }
    }
  };
  walk(dir);
  return [...names];
}
