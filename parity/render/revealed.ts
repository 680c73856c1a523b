import type { Properties } from "./types";
import { walk } from "./walk";

/** Shorter ones stand in other texts by chance. */
const SHORTEST = 6;

/** Secrets of the configuration that were read: no render keeps them, so no report can show them. */
export class Revealed {
  private readonly pairs: [secret: string, placeholder: string][];

  /** @param revealed each secret → its placeholder */
  constructor(revealed: Readonly<Record<string, string>>) {
    // The longest first: one secret may hold another.
    this.pairs = Object.entries(revealed)
      .flatMap(([secret, placeholder]): [string, string][] => [
        [secret, placeholder],
        [JSON.stringify(secret).slice(1, -1), placeholder],
      ])
      .filter(([secret]) => secret.length >= SHORTEST)
      .sort(([a], [b]) => b.length - a.length);
  }

  /** The text with a placeholder for each secret. */
  inText(text: string): string {
    return this.pairs.reduce((kept, [secret, placeholder]) => kept.replaceAll(secret, placeholder), text);
  }

  /** The same at any depth. */
  in(properties: Properties): Properties {
    if (this.pairs.length === 0) return properties;
    return walk(properties, (_path, value) =>
      typeof value === "string" ? this.inText(value) : value,
    ) as Properties;
  }

  /** Dotted paths of the values that hold a secret, e.g. `name` or `tags.token`. */
  paths(properties: Properties): string[] {
    const found: string[] = [];
    if (this.pairs.length === 0) return found;
    walk(properties, (path, value) => {
      if (typeof value === "string" && this.inText(value) !== value) found.push(path);
      return value;
    });
    return found;
  }
}
