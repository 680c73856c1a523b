import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Map as ProtoMap } from "google-protobuf";
import { isUnknown } from "../../cloudwatch/unknown";
import type { Properties } from "./types";
import { walk } from "./walk";

// The engine's marks in a property value (Pulumi SDK, runtime/rpc: specialSigKey and its signatures).
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";
export const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";

/** Properties as they came, with the marks of secrets and resource references. */
export function fromStruct(struct: Struct | undefined): Properties {
  return struct?.toJavaScript() ?? {};
}

/** For an answer: what is undefined is left out, since the wire has no such value. */
export function toStruct(properties: Properties): Struct {
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)) as Record<string, never>);
}

/** Properties without marks: secrets unwrapped, resource references as the resource's id (or URN). */
export function toPlain(properties: Properties): { plain: Properties; secrets: string[] } {
  const secrets: string[] = [];
  const strip = (value: unknown, path: string): unknown => {
    if (Array.isArray(value)) return value.map((item, index) => strip(item, `${path}[${index}]`));
    if (typeof value !== "object" || value === null) return value;
    const marked = value as Record<string, unknown>;
    if (marked[SIGNATURE] === SECRET) {
      secrets.push(path);
      return strip(marked.value, path);
    }
    if (marked[SIGNATURE] === RESOURCE) {
      return typeof marked.id === "string" && marked.id !== "" ? marked.id : marked.urn;
    }
    return Object.fromEntries(
      Object.entries(marked).map(([key, item]) => [key, strip(item, path === "" ? key : `${path}.${key}`)]),
    );
  };
  return { plain: strip(properties, "") as Properties, secrets };
}

/** The other way: plain properties with each secret in its mark. */
export function withSecretMarks(plain: Properties, secrets: readonly string[]): Properties {
  const marked = walk(plain, (path, value) =>
    secrets.includes(path) ? { [SIGNATURE]: SECRET, value } : value,
  );
  return marked as Properties;
}

/** Whether an object is the engine's mark for something: a secret, a resource, an asset. */
export function isMarked(value: object): boolean {
  return SIGNATURE in value;
}

/** What stands in an answer for a resource that the program has not made itself; it asks for its outputs. */
export function resourceReference(urn: string, id: string): Properties {
  return { [SIGNATURE]: RESOURCE, urn, id, packageVersion: "" };
}

/** One place where a preview says "unknown" and an update has nothing: an output that was not answered. */
export function findHoles(preview: Properties, update: Properties): string[] {
  const holes: string[] = [];
  const walk = (before: unknown, after: unknown, path: string): void => {
    if (isUnknown(before)) {
      if (after === undefined || after === null || hasNull(after)) holes.push(path);
      return;
    }
    if (Array.isArray(before)) {
      before.forEach((item, index) => {
        walk(item, Array.isArray(after) ? after[index] : undefined, `${path}[${index}]`);
      });
    } else if (typeof before === "object" && before !== null) {
      for (const [key, item] of Object.entries(before)) {
        const inner = typeof after === "object" && after !== null ? (after as Properties)[key] : undefined;
        walk(item, inner, path === "" ? key : `${path}.${key}`);
      }
    }
  };
  walk(preview, update, "");
  return holes;
}

function hasNull(value: unknown): boolean {
  if (Array.isArray(value)) return value.some((item) => item === null || hasNull(item));
  return typeof value === "object" && value !== null && Object.values(value).some((item) => item === null);
}

/** A protobuf map's entries; its own `toArray` gives messages in raw form. */
export function entries<K, V>(map: ProtoMap<K, V>): [K, V][] {
  const list: [K, V][] = [];
  map.forEach((value, key) => list.push([key, value]));
  return list;
}
