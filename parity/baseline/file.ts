import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { InputError } from "../render/inputError";
import { writeJson } from "../report/json";
import { keyOf, type KnownFinding } from "./finding";

const schema = z.strictObject({
  version: z.literal(1),
  findings: z.array(
    z.strictObject({ policy: z.string(), stack: z.string(), resource: z.string(), says: z.string() }),
  ),
});

/**
 * The findings that a project had when its baseline was written.
 * @throws InputError naming the file, and the entry, where it is none
 */
export function readBaseline(path: string): KnownFinding[] {
  if (!existsSync(path)) {
    throw new InputError(`--baseline ${path}: there is no such file; make it with --write-baseline`);
  }
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError(
      `--baseline ${path}: cannot be read (${code ?? message}); make it with --write-baseline`,
    );
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data.findings;
  const [issue] = parsed.error.issues;
  throw new InputError(
    `--baseline ${path}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not valid"}; make it anew with --write-baseline`,
  );
}

/** Writes `findings` sorted and each once, so that a change of the file reads well in review. */
export function writeBaseline(path: string, findings: readonly KnownFinding[]): void {
  const unique = new Map(findings.map((finding) => [keyOf(finding), finding]));
  const sorted = [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, finding]) => finding);
  writeJson("--baseline", path, { version: 1, findings: sorted });
}
