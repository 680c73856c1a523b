import type { Properties } from "./types";

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
    return this.pairs.length === 0 ? properties : (this.walk(properties) as Properties);
  }

  /** Dotted paths of the values that hold a secret, e.g. `name` or `tags.token`. */
  paths(properties: Properties): string[] {
    if (this.pairs.length === 0) return [];
    const found: string[] = [];
    const walk = (value: unknown, path: string): void => {
      if (typeof value === "string" && this.inText(value) !== value) found.push(path);
      if (Array.isArray(value)) {
        value.forEach((item, index) => {
          walk(item, `${path}[${index}]`);
        });
      } else if (typeof value === "object" && value !== null) {
        for (const [key, item] of Object.entries(value)) walk(item, path === "" ? key : `${path}.${key}`);
      }
    };
    walk(properties, "");
    return found;
  }

  private walk(value: unknown): unknown {
    if (typeof value === "string") return this.inText(value);
    if (Array.isArray(value)) return value.map((item) => this.walk(item));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.walk(item)]));
  }
}
