import { readFileSync, statSync } from "node:fs";
import { InputError } from "../render/inputError";

/** What a file is given for. */
export type FileKind = "state" | "preview";

/** What makes a file of each kind; `alarms` is either of two. */
export const COMMANDS: Readonly<Record<FileKind | "alarms", string>> = {
  state: "pulumi stack export -s STACK --file FILE",
  preview: "pulumi preview -s STACK --json --show-sames > FILE",
  alarms: "aws cloudwatch describe-alarms > FILE, or pulumi stack export -s STACK --file FILE",
};

/** V8 holds no longer text than this, in bytes of one-byte characters. */
const LARGEST = 500_000_000;

/**
 * A file's JSON. A byte order mark is taken, and so is the UTF-16 that PowerShell's `>` writes.
 * @throws InputError naming the file, and the line and column where it is not JSON
 */
export function readJson(file: string, kind: FileKind | "alarms"): unknown {
  const text = readText(file, kind);
  if (text.trim() === "") throw new InputError(`${file}: it is empty; write it with ${COMMANDS[kind]}`);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new InputError(`${file}:${whereIn(text, error)}; write it again with ${COMMANDS[kind]}`);
  }
}

function readText(file: string, kind: FileKind | "alarms"): string {
  let bytes: Buffer;
  try {
    if (statSync(file).isDirectory()) {
      throw new InputError(`${file}: it is a folder; give the files in it, one a stack`);
    }
    bytes = readFileSync(file);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const { code = "error" } = error as NodeJS.ErrnoException;
    const what = code === "ENOENT" ? "there is no such file" : `it cannot be read (${code})`;
    throw new InputError(`${file}: ${what}; write it with ${COMMANDS[kind]}`);
  }
  if (bytes[0] === 0x1f && bytes[1] === 0x8b)
    throw new InputError(`${file}: it is compressed; write it with ${COMMANDS[kind]}`);
  if (bytes.length > LARGEST)
    throw new InputError(`${file}: it has more than 500 MB, which is too large to read`);
  const text = bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.toString("utf16le") : bytes.toString("utf8");
  return text.replace(/^\uFEFF/, "");
}

/** `line:column: what is wrong`. V8 says the position, but for the end of the text, and shows a piece of it, which may be a secret. */
function whereIn(text: string, error: unknown): string {
  const message = error instanceof Error ? error.message : "";
  const said = /at position (\d+)/.exec(message)?.[1];
  const position = said === undefined ? text.length : Number(said);
  const before = text.slice(0, position).split("\n");
  const place = `${before.length}:${(before.at(-1) ?? "").length + 1}`;
  return position >= text.trimEnd().length
    ? `${place}: the JSON ends too early`
    : `${place}: it is not JSON here`;
}
