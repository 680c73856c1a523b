import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from "yaml";
import { z } from "zod";
import { InputError } from "./inputError";
import { nearest } from "./nearest";

type Path = readonly PropertyKey[];

const KINDS: Record<string, string> = {
  string: "text",
  number: "a number",
  array: "a list",
  object: "a map of keys to values",
  record: "a map of keys to values",
  map: "a map of keys to values",
};

/** A YAML file that knows the line of everything in it, so that each error can name it. */
export class YamlFile {
  readonly data: unknown;
  private readonly lines = new LineCounter();
  private readonly document: Document;

  /** @throws InputError where `text` is no YAML. `shown` is the file's name in messages. */
  constructor(
    text: string,
    private readonly shown: string,
  ) {
    this.document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false });
    const [error] = this.document.errors;
    if (error !== undefined) {
      throw this.errorAt(this.lines.linePos(error.pos[0]).line, `not YAML: ${error.message}`);
    }
    try {
      this.data = this.document.toJS() as unknown;
    } catch (error) {
      throw this.errorAt(1, `not YAML: ${(error as Error).message}`);
    }
  }

  /** Line of the value at `path`, or of the nearest thing around it. */
  line(path: Path): number {
    for (let length = path.length; length >= 0; length--) {
      const around = this.document.getIn(path.slice(0, length), true);
      const start = isNode(around) ? around.range?.[0] : undefined;
      if (start !== undefined && (length === path.length || length > 0))
        return this.lines.linePos(start).line;
    }
    return 1;
  }

  error(path: Path, message: string): InputError {
    return this.errorAt(this.line(path), message);
  }

  /** An error `offset` characters into the text at `path`: with its column, where the text stands as it is in one line. */
  errorInText(path: Path, offset: number, message: string): InputError {
    const node = this.document.getIn(path, true);
    if (!isScalar(node) || node.range == null) return this.error(path, message);
    const [start, end] = node.range;
    const quote = node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE" ? 1 : 0;
    // A text that is folded, escaped or a block is not as long as what stands in the file.
    if (end - start - 2 * quote !== String(node.value).length) return this.error(path, message);
    const { line, col } = this.lines.linePos(start + quote + offset);
    return this.errorAt(line, message, col);
  }

  /** An error in the line of the key that ends `path`. */
  errorAtKey(path: Path, message: string): InputError {
    const key = path.at(-1);
    const line =
      typeof key === "string" ? (this.lineOfKey(path.slice(0, -1), key) ?? this.line(path)) : this.line(path);
    return this.errorAt(line, message);
  }

  /** The file's data in the form that `schema` asks for. @throws InputError for the first thing that is not. */
  read<T>(schema: z.ZodType<T>): T {
    const result = schema.safeParse(this.data);
    if (result.success) return result.data;
    const { issues } = result.error;
    // A mistyped key is also a missing one: the first says what to do.
    const mistyped = issues.filter(({ code }) => code === "unrecognized_keys");
    const errors = (mistyped.length > 0 ? mistyped : issues).map((issue) => this.explain(issue, schema));
    const [first] = errors.sort((a, b) => a.line - b.line);
    throw this.errorAt(first?.line ?? 1, first?.message ?? "not valid");
  }

  private explain(issue: z.core.$ZodIssue, schema: z.ZodType): { line: number; message: string } {
    if (issue.code === "unrecognized_keys") {
      const key = issue.keys[0] ?? "";
      const known = keysAt(schema, issue.path);
      const meant = nearest(key, known);
      const hint = meant === undefined ? `; known are ${known.join(", ")}` : `; did you mean "${meant}"?`;
      return {
        line: this.lineOfKey(issue.path, key) ?? this.line(issue.path),
        message: `unknown key "${key}"${hint}`,
      };
    }
    const where = showPath(issue.path);
    const at = where === "" ? "" : `${where}: `;
    const line = this.line(issue.path);
    const value = valueAt(this.data, issue.path);
    if (issue.code !== "invalid_type") return { line, message: `${at}${issue.message}` };
    const expected = KINDS[issue.expected] ?? issue.expected;
    if (value === undefined || value === null)
      return { line, message: `${at}is missing; it must be ${expected}` };
    const quote =
      issue.expected === "string" && typeof value !== "object"
        ? `; put it in quotes: "${this.source(issue.path)}"`
        : "";
    return { line, message: `${at}must be ${expected}, not ${describe(value)}${quote}` };
  }

  /** Line of the key itself in the map at `path`; undefined where the map has no such key. */
  lineOfKey(path: Path, key: string): number | undefined {
    const map = path.length === 0 ? this.document.contents : this.document.getIn(path, true);
    if (!isMap(map)) return undefined;
    const pair = map.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
    const start = isNode(pair?.key) ? pair.key.range?.[0] : undefined;
    return start === undefined ? undefined : this.lines.linePos(start).line;
  }

  private source(path: Path): string {
    const node = this.document.getIn(path, true);
    return isScalar(node) ? (node.source ?? String(node.value)) : "";
  }

  private errorAt(line: number, message: string, column?: number): InputError {
    const place = column === undefined ? `${line}` : `${line}:${column}`;
    return new InputError(`${this.shown}:${place}: ${message}`);
  }
}

/** A path as it is written: `exceptions[0].reason`. */
export function showPath(path: Path): string {
  return path
    .map((key, index) => (typeof key === "number" ? `[${key}]` : `${index > 0 ? "." : ""}${String(key)}`))
    .join("");
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    data,
  );
}

function keysAt(schema: z.ZodType, path: Path): string[] {
  let here: unknown = schema;
  for (const key of path) here = inside(here, key);
  const object = unwrapped(here);
  return object instanceof z.ZodObject ? Object.keys(object.shape) : [];
}

function inside(schema: unknown, key: PropertyKey): unknown {
  const outer = unwrapped(schema);
  if (outer instanceof z.ZodArray) return outer.element;
  if (outer instanceof z.ZodRecord) return outer.valueType;
  if (outer instanceof z.ZodObject) return (outer.shape as Record<PropertyKey, unknown>)[key];
  return undefined;
}

function unwrapped(schema: unknown): unknown {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable
    ? unwrapped(schema.unwrap())
    : schema;
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "a map" : `the ${typeof value} ${JSON.stringify(value)}`;
}
