/**
 * Bad input: config, YAML, flags or files. Printed as one line, exit code 2, never a stack trace.
 * `message` names file, line or key, says what is wrong, and what to type instead.
 */
export class InputError extends Error {
  override readonly name = "InputError";
}
