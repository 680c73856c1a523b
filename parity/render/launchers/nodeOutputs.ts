import { readFileSync } from "node:fs";
import { findSources, stackOutputsIn } from "./sources";

const FORMS = [
  /\.(?:get|require)Output(?:Value|Details)?\(\s*["'`]([^"'`$]+)["'`]/g,
  /\.outputs\??\.?\[\s*["'`]([^"'`$]+)["'`]\s*\]/g,
  /\.outputs\.(?!apply\b)([A-Za-z_$][\w$]*)/g,
];

/** Names of the outputs that a Node program's sources ask of other stacks, as far as they stand in them as text. */
export function nodeStackOutputs(files: readonly string[]): string[] {
  const asking = files.filter((file) =>
    /StackReference|(get|require)Output/.test(readFileSync(file, "utf8")),
  );
  return stackOutputsIn(asking, FORMS);
}

/** The sources below a folder, for a program whose own files are not known. */
export function nodeSources(dir: string): string[] {
  return findSources(dir, /(?<!\.d)\.[cm]?[jt]sx?$/);
}
