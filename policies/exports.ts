import { readdirSync } from "node:fs";
import { join } from "node:path";
import { readStackFiles, type FileProject } from "../parity/files";
import { InputError } from "../parity/render/inputError";

/** The other stacks as their exports show them, or why there are none. */
export type Exports = { project: FileProject } | { error: string };

const read = new Map<string, Exports>();

/**
 * The exports in `folder`, `<stack>.json` each, but for `stack`'s own, which the engine knows better. Read once in the
 * life of this process, which is one run of the engine.
 */
export function exportsIn(folder: string, project: string, stack: string): Exports {
  const key = JSON.stringify([folder, project, stack]);
  const answer = read.get(key) ?? readExports(folder, project, stack);
  read.set(key, answer);
  return answer;
}

function readExports(folder: string, project: string, stack: string): Exports {
  try {
    const files = namesIn(folder).filter((name) => name.endsWith(".json") && name !== `${stack}.json`);
    if (files.length === 0) {
      return {
        error: `${folder} has no export of another stack; write one: pulumi stack export -s STACK --file ${folder}/STACK.json`,
      };
    }
    const found = readStackFiles(
      files.map((name) => join(folder, name)),
      "state",
    );
    if (found.project === project) return { project: found };
    return { error: `${folder} has exports of project ${found.project}, and this is ${project}` };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { error: error.message };
  }
}

/** @throws InputError where the folder cannot be read */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    const { code = "error" } = error as NodeJS.ErrnoException;
    throw new InputError(
      `${folder}: the folder that "states" in the pack's configuration names cannot be read (${code})`,
    );
  }
}
