import type { Decrypt } from "./decrypt";

/** A configuration value with its secrets read as far as they can be. */
export interface Sealed {
  /** What a program gets. */
  plain: unknown;
  /** The same with a placeholder for each secret. */
  shown: unknown;
  /** Whether it holds a secret. */
  isSecret: boolean;
  /** Whether it holds one that could not be read. */
  isUnread: boolean;
  /** Each secret that was read → its placeholder. */
  revealed: Record<string, string>;
}

/** What stands for an encrypted value; it shows where the value came from. */
export function encryptedPlaceholder(key: string): string {
  return `\${secret ${key}}`;
}

/** Whether a value of a stack file is an encrypted one. */
export function isSecure(value: unknown): value is { secure: unknown } {
  return typeof value === "object" && value !== null && Object.keys(value).join() === "secure";
}

/**
 * Reads the secrets of one value of a stack file.
 * @param decrypt reads one; undefined where nobody can
 * @param known the whole value as text, where the engine gave it
 */
export function seal(value: unknown, key: string, decrypt: Decrypt | undefined, known?: string): Sealed {
  const result: Sealed = { plain: value, shown: value, isSecret: false, isUnread: false, revealed: {} };
  const placeholder = encryptedPlaceholder(key);
  const walk = (part: unknown, real: unknown): [plain: unknown, shown: unknown] => {
    if (isSecure(part)) {
      result.isSecret = true;
      const text = typeof real === "string" ? real : decrypt?.(String(part.secure));
      if (text === undefined) result.isUnread = true;
      else for (const secret of secretsIn(text)) result.revealed[secret] = placeholder;
      return [text ?? placeholder, placeholder];
    }
    if (typeof part !== "object" || part === null) return [part, part];
    const pairs = Object.entries(part).map(
      ([name, item]) => [name, walk(item, (real as Record<string, unknown> | undefined)?.[name])] as const,
    );
    return Array.isArray(part)
      ? [pairs.map(([, [plain]]) => plain), pairs.map(([, [, shown]]) => shown)]
      : [
          Object.fromEntries(pairs.map(([name, [plain]]) => [name, plain])),
          Object.fromEntries(pairs.map(([name, [, shown]]) => [name, shown])),
        ];
  };
  [result.plain, result.shown] = walk(value, isSecure(value) ? known : parsed(known));
  return result;
}

/** The text itself and, where it is JSON that a program takes apart, the texts in it. */
function secretsIn(text: string): string[] {
  const inside: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === "string") inside.push(value);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(walk);
  };
  walk(parsed(text));
  return [text, ...inside];
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
