import { normaliseFields } from "../normalise";
import { isRecord } from "../record";
import { isUnknown, UNKNOWN, type Value } from "../unknown";

/**
 * The arguments of an alarm, taken one by one. What is not taken, or is not of the wanted type, is still there in
 * {@link rest}, so that no field is lost. An unknown value is of every type.
 */
export class Fields {
  private readonly left: Record<string, unknown>;
  /** Whether the object as a whole is unknown, and so each field. */
  private readonly unknown: boolean;

  constructor(props: Value<Record<string, unknown>>) {
    this.unknown = isUnknown(props);
    this.left = isUnknown(props) ? {} : normaliseFields(props);
  }

  text(name: string): Value<string> | undefined {
    return this.take(name, asText);
  }

  /** A number; text that is a number counts, since CloudFormation and untyped languages write it so. */
  number(name: string): Value<number> | undefined {
    return this.take(name, asNumber);
  }

  flag(name: string): Value<boolean> | undefined {
    return this.take(name, (value) => {
      if (value === "true") return true;
      if (value === "false") return false;
      return typeof value === "boolean" ? value : undefined;
    });
  }

  /** A list of texts, such as actions. A resource in the list stands for its id (of a topic: its ARN). */
  texts(name: string): Value<Value<string>[]> | undefined {
    return this.take(name, (value) => (Array.isArray(value) ? value.map(asElement) : undefined));
  }

  /** Dimensions, as a map or as CloudFormation's list of `{name, value}`; empty ones are left out. */
  dimensions(name: string): Value<Record<string, Value<string>>> | undefined {
    if (isEmptyObject(this.left[name])) Reflect.deleteProperty(this.left, name);
    return this.take(name, (value) => (Array.isArray(value) ? dimensionList(value) : dimensionMap(value)));
  }

  /**
   * A list of objects, each read by `read`. An element that is unknown or no object makes the whole list unknown. What
   * `read` left is kept as `name[index]`.
   */
  objects<T>(name: string, read: (fields: Fields) => T): Value<T[]> | undefined {
    return this.take(name, (value) => {
      if (!Array.isArray(value)) return undefined;
      return value.every(isRecord)
        ? value.map((item, index) => this.nested(`${name}[${index}]`, item, read))
        : UNKNOWN;
    });
  }

  /** An object, read by `read`, with every field unknown where the object is; what `read` left is kept. */
  object<T>(name: string, read: (fields: Fields) => T): T | undefined {
    const value = this.take(name, (raw) => (isRecord(raw) ? raw : undefined));
    return value === undefined ? undefined : this.nested(name, value, read);
  }

  /** Any value, as written. */
  any(name: string): unknown {
    return this.take(name, (value) => value);
  }

  has(name: string): boolean {
    return this.unknown || this.left[name] !== undefined;
  }

  /** What was not taken; undefined where all of it was. */
  rest(): Record<string, unknown> | undefined {
    return isEmptyObject(this.left) ? undefined : { ...this.left };
  }

  private nested<T>(name: string, value: Value<Record<string, unknown>>, read: (fields: Fields) => T): T {
    const fields = new Fields(value);
    const result = read(fields);
    const rest = fields.rest();
    if (rest !== undefined) this.left[name] = rest;
    return result;
  }

  private take<T>(name: string, read: (value: unknown) => T | undefined): Value<T> | undefined {
    const raw = this.left[name];
    const value = this.unknown || isUnknown(raw) ? UNKNOWN : read(raw);
    if (value !== undefined) Reflect.deleteProperty(this.left, name);
    return value;
  }
}

function isEmptyObject(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).length === 0;
}

function asText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

function asNumber(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value))
    ? Number(value)
    : undefined;
}

function asElement(value: unknown): Value<string> {
  if (isRecord(value)) return asText(value["id"]) ?? UNKNOWN;
  return asText(value) ?? UNKNOWN;
}

function dimensionMap(value: unknown): Record<string, Value<string>> | undefined {
  if (!isRecord(value)) return undefined;
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, asText(text) ?? UNKNOWN]));
}

function dimensionList(value: unknown[]): Record<string, Value<string>> | typeof UNKNOWN {
  const entries: [string, Value<string>][] = [];
  for (const item of value) {
    // A name that is not known could be any, so the set is not known.
    if (!isRecord(item) || typeof item["name"] !== "string" || isUnknown(item["name"])) return UNKNOWN;
    entries.push([item["name"], asText(item["value"]) ?? UNKNOWN]);
  }
  return Object.fromEntries(entries);
}
