import { existsSync, lstatSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { InputError } from "../render/inputError";

/**
 * Refuses a file that could not be written at the end, before any work is done.
 * @param flag under which it was given, for the message
 * @throws InputError naming flag and file
 */
export function ensureWritable(flag: string, file: string): void {
  try {
    if (file === "") throw new Error("it has no name");
    if (existsSync(file) && statSync(file).isDirectory()) throw new Error("it is a folder");
    if (isSpecial(file)) return;
    writeFileSync(draftOf(file), "");
    rmSync(draftOf(file));
  } catch (error) {
    throw new InputError(
      `${flag} ${file}: cannot be written (${reasonOf(error)}); give a file in a folder that exists`,
    );
  }
}

/**
 * Writes `value` whole or not at all.
 * @throws InputError naming flag and file, where the disk refuses it
 */
export function writeJson(flag: string, file: string, value: object): void {
  writeText(flag, file, `${JSON.stringify(value, null, 2)}\n`);
}

/**
 * Writes `text` whole or not at all.
 * @throws InputError naming flag and file, where the disk refuses it
 */
export function writeText(flag: string, file: string, text: string): void {
  const draft = draftOf(file);
  try {
    if (isSpecial(file)) {
      writeFileSync(file, text);
      return;
    }
    writeFileSync(draft, text);
    renameSync(draft, targetOf(file));
  } catch (error) {
    rmSync(draft, { force: true });
    throw new InputError(`${flag} ${file}: cannot be written (${reasonOf(error)})`);
  }
}

/** A pipe or device, such as /dev/stdout, which a rename would replace. */
function isSpecial(file: string): boolean {
  return existsSync(file) && !statSync(file).isFile();
}

/** Where a link leads: the rename must not replace the link itself. */
function targetOf(file: string): string {
  const isLink = lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  return path.resolve(isLink && existsSync(file) ? realpathSync(file) : file);
}

function draftOf(file: string): string {
  const target = targetOf(file);
  return path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.draft`);
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
