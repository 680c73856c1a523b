import { posix } from "node:path";
import { z } from "zod";
import { UNKNOWN } from "../../cloudwatch/unknown";
import type { Properties, RenderedResource, SourcePosition } from "../render/types";
import { parseUrn } from "../render/urn";
import { withoutAutoName } from "./given";
import { unmark } from "./marks";

const properties = z.record(z.string(), z.unknown()).nullish();
const texts = z.array(z.string()).nullish();

/** What is read of a resource (Pulumi's apitype.ResourceV3); state and preview files write it alike. */
export const resourceSchema = z.object({
  urn: z.string().regex(/^urn:pulumi:[^:]+::[^:]+::[^:].*::/, "is no URN"),
  type: z.string(),
  custom: z.boolean().nullish(),
  delete: z.boolean().nullish(),
  pendingReplacement: z.boolean().nullish(),
  external: z.boolean().nullish(),
  id: z.string().nullish(),
  inputs: properties,
  outputs: properties,
  parent: z.string().nullish(),
  provider: z.string().nullish(),
  dependencies: texts,
  propertyDependencies: z.record(z.string(), texts).nullish(),
  protect: z.boolean().nullish(),
  retainOnDelete: z.boolean().nullish(),
  ignoreChanges: texts,
  aliases: texts,
  additionalSecretOutputs: texts,
  sourcePosition: z.string().nullish(),
  stackTrace: z.array(z.object({ sourcePosition: z.string().nullish() })).nullish(),
});

export type FileResource = z.infer<typeof resourceSchema>;

const PROVIDER = "pulumi:providers:";

/** Whether the engine made this provider, with the stack's configuration, for resources that name none. */
export function isDefaultProvider({ urn, type }: Pick<FileResource, "urn" | "type">): boolean {
  return type.startsWith(PROVIDER) && /^default(_|$)/.test(parseUrn(urn).name);
}

/** A default provider's arguments as the stack's configuration that they came from. */
export function configOf({ type, inputs }: FileResource): Record<string, string> {
  const name = type.slice(PROVIDER.length);
  const { plain } = unmark(inputs ?? {});
  const entries = Object.entries(plain).filter(([key, value]) => key !== "version" && value !== UNKNOWN);
  return Object.fromEntries(
    entries.map(([key, value]) => [
      `${name}:${key}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

/**
 * A resource of a file as a render would have it: `inputs` is what the program gave, as far as the file tells, and
 * `outputs` what there is.
 * @param known outputs of an earlier deployment, which a preview leaves out
 */
export function toRendered(resource: FileResource, known: Properties = {}): RenderedResource {
  const { urn, type, parent, provider, id } = resource;
  const { plain, given, secrets, listsDefaults } = unmark(resource.inputs ?? {});
  const isProvider = type.startsWith(PROVIDER);
  const inputs = listsDefaults ? given : withoutAutoName(urn, given);
  return {
    urn,
    type,
    name: parseUrn(urn).name,
    custom: resource.custom ?? false,
    external: resource.external ?? false,
    ...(isText(parent) ? { parent } : {}),
    inputs: isProvider ? withoutVersion(inputs) : inputs,
    outputs: {
      ...outputsOf({ ...known, ...resource.outputs }, plain, secrets),
      ...(isText(id) && id !== UNKNOWN ? { id } : {}),
    },
    propertyDependencies: dependenciesOf(resource.propertyDependencies ?? {}),
    dependencies: resource.dependencies ?? [],
    options: {
      protect: resource.protect ?? false,
      ignoreChanges: resource.ignoreChanges ?? [],
      aliases: resource.aliases ?? [],
      additionalSecretOutputs: resource.additionalSecretOutputs ?? [],
      customTimeouts: {},
      retainOnDelete: resource.retainOnDelete ?? false,
    },
    ...providerOf(provider),
    secrets,
    source: sourceOf(resource),
  };
}

/** An output that is a secret is shown through the input of its name only, which is known to be one. */
function outputsOf(outputs: Properties, inputs: Properties, secrets: readonly string[]): Properties {
  const own = unmark(outputs);
  const hidden = [...secrets, ...own.secrets].map((path) => path.replace(/[.[].*/, ""));
  const shown = Object.entries(own.plain).map(([key, value]): [string, unknown] => [
    key,
    hidden.includes(key) ? (inputs[key] ?? UNKNOWN) : value,
  ]);
  return { ...inputs, ...Object.fromEntries(shown) };
}

function withoutVersion(inputs: Properties): Properties {
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => key !== "version"));
}

function dependenciesOf(given: Record<string, string[] | null | undefined>): Record<string, string[]> {
  const real = Object.entries(given).flatMap(([key, urns]): [string, string[]][] =>
    urns === null || urns === undefined || urns.length === 0 ? [] : [[key, urns]],
  );
  return Object.fromEntries(real);
}

/** A reference is `<urn>::<id>`. */
function providerOf(reference: string | null | undefined): { provider?: string } {
  if (!isText(reference)) return {};
  const urn = reference.slice(0, reference.lastIndexOf("::"));
  return isDefaultProvider({ urn, type: parseUrn(urn).typeChain }) ? {} : { provider: urn };
}

/** The first place in the program itself: `project:///index.ts#15,12`. */
function sourceOf({ sourcePosition, stackTrace }: FileResource): SourcePosition | undefined {
  const places = [sourcePosition, ...(stackTrace ?? []).map((frame) => frame.sourcePosition)];
  for (const place of places) {
    const [, file, line] = /^project:\/{2,}(.+?)#(\d+)/.exec(place ?? "") ?? [];
    if (file === undefined || line === undefined) continue;
    const path = posix.normalize(decodeURIComponent(file));
    if (!path.startsWith("..") && !path.includes("node_modules")) return { file: path, line: Number(line) };
  }
  return undefined;
}

function isText(value: string | null | undefined): value is string {
  return typeof value === "string" && value !== "";
}
