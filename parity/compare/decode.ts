const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** What a text holds in another form: the data of a JSON object or list, or the text of base64. */
export type Decoded = { form: "json"; value: object } | { form: "base64"; text: string };

/** Reads `text` as JSON (an object or a list) or as base64 of plain text; undefined where it is neither. */
export function decode(text: string): Decoded | undefined {
  const json = decodeJson(text);
  if (json !== undefined) return { form: "json", value: json };
  const plain = decodeBase64(text);
  return plain === undefined ? undefined : { form: "base64", text: plain };
}

function decodeJson(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function decodeBase64(text: string): string | undefined {
  const bare = text.replace(/[\r\n]/g, "");
  if (bare === "" || bare.length % 4 !== 0 || !BASE64.test(bare)) return undefined;
  const bytes = Buffer.from(bare, "base64");
  if (bytes.toString("base64") !== bare) return undefined;
  try {
    const plain = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return /[^\P{Cc}\t\n\r]/u.test(plain) ? undefined : plain;
  } catch {
    return undefined;
  }
}
