import type { Alarm } from "../../cloudwatch/alarm";
import { holdsTemplate, isAlarmType, readAlarms, withoutTemplateAlarms } from "../../cloudwatch/read";
import { hasUnknown } from "../../cloudwatch/unknown";
import { showReferencesIn } from "../render/references";
import { comparedInputs, type Rendered, type RenderedResource, type SourcePosition } from "../render/types";
import { parseUrn } from "../render/urn";
import { addFields, alarmFields, dependencyPath, rootOf, type Fields } from "./alarmFields";
import { identityOf, showIdentity, type Identity } from "./identity";
import { placeOfProvider } from "./providerFields";

/** One alarm or resource of one stack, as it is compared. */
export interface Item {
  kind: "alarm" | "resource";
  stack: string;
  urn: string;
  type: string;
  identity: Identity;
  /** URN of the parent; absent for what stands directly in the stack. */
  parent?: string;
  /** Logical names of the parents, outermost first. */
  parents: readonly string[];
  fields: Fields;
  /** The alarm's name in CloudWatch, where it is known. */
  alarm?: string;
  /** Whether the value at this path is a secret, which is compared and never shown. */
  hides: (path: string) => boolean;
  source?: SourcePosition;
  /** Why it cannot be compared whole: fields or a template that cannot be known offline. */
  unread?: string;
}

const OWN_ARGUMENTS = /^aws:cloudwatch\/(metric|composite)Alarm:/;

/** The alarms of a stack. One that the program only reads (`MetricAlarm.get`) is somebody else's. */
export function alarmItems(rendered: Rendered): Item[] {
  const resources = new Map(rendered.resources.map((resource) => [resource.urn, resource]));
  return rendered.resources
    .filter((resource) => !resource.external)
    .flatMap((resource) => {
      const alarms = readAlarms(resource.type, comparedInputs(resource));
      return alarms.map((alarm, index) => alarmItem(resource, alarm, index, rendered, resources));
    });
}

const ROOT = "pulumi:pulumi:Stack";

/** The other resources of a stack, components among them. */
export function resourceItems(rendered: Rendered): Item[] {
  const resources = new Map(rendered.resources.map((resource) => [resource.urn, resource]));
  return rendered.resources.filter(isCompared).map((resource) => {
    const inputs = comparedInputs(resource);
    const fields = new Map<string, unknown>();
    addFields(fields, "", holdsTemplate(resource.type) ? withoutTemplateAlarms(inputs) : inputs);
    const base = item("resource", resource, fields, rendered, resources);
    return { ...base, unread: unread(base.fields, undefined) };
  });
}

/** A default provider is the engine's own: no program makes it, and its name holds a version. */
function isCompared({ external, type, name }: RenderedResource): boolean {
  if (external || type === ROOT) return false;
  if (type.startsWith("pulumi:providers:") && /^default(_|$)/.test(name)) return false;
  return holdsTemplate(type) || !isAlarmType(type);
}

function alarmItem(
  resource: RenderedResource,
  alarm: Alarm,
  index: number,
  rendered: Rendered,
  resources: ReadonlyMap<string, RenderedResource>,
): Item {
  const base = item("alarm", resource, alarmFields(alarm), rendered, resources);
  const name = base.fields.get("name");
  addFields(
    base.fields,
    "provider",
    showReferencesIn(placeOfProvider(resources.get(resource.provider ?? ""), rendered), rendered),
  );
  const { logicalId, notRead } = alarm.other ?? {};
  const inside = typeof logicalId === "string" ? `${base.identity.name}/${logicalId}` : base.identity.name;
  const isOneOfMany = typeof logicalId !== "string" && index > 0;
  return {
    ...base,
    identity: { ...base.identity, name: isOneOfMany ? `${inside}/${index}` : inside },
    alarm: typeof name === "string" && !hasUnknown(name) ? name : undefined,
    unread: unread(base.fields, notRead),
  };
}

function unread(fields: Fields, notRead: unknown): string | undefined {
  if (typeof notRead === "string") return notRead;
  const unknown = [...fields].filter(([, value]) => hasUnknown(value)).map(([path]) => path);
  return unknown.length === 0 ? undefined : `${unknown.join(", ")} cannot be known offline`;
}

function item(
  kind: Item["kind"],
  resource: RenderedResource,
  given: Map<string, unknown>,
  rendered: Rendered,
  resources: ReadonlyMap<string, RenderedResource>,
): Item & { fields: Map<string, unknown> } {
  const fields = new Map([...given].map(([path, value]) => [path, showReferencesIn(value, rendered)]));
  addFields(fields, "ignoreChanges", resource.options.ignoreChanges);
  if (resource.provider !== undefined) fields.set("provider", showIdentity(identityOf(resource.provider)));
  for (const [argument, urns] of Object.entries(resource.propertyDependencies)) {
    addFields(
      fields,
      dependencyPath(argument),
      urns.map((urn) => showIdentity(identityOf(urn))),
    );
  }
  return {
    kind,
    stack: rendered.stack,
    urn: resource.urn,
    type: resource.type,
    ...(isRoot(resource.parent) ? {} : { parent: resource.parent }),
    identity: identityOf(resource.urn),
    parents: parentNames(resource, resources),
    fields,
    hides: secretPaths(kind, resource),
    source: resource.row ?? resource.source,
  };
}

function parentNames(resource: RenderedResource, resources: ReadonlyMap<string, RenderedResource>): string[] {
  const names: string[] = [];
  for (let urn = resource.parent; urn !== undefined; urn = resources.get(urn)?.parent) {
    if (isRoot(urn)) break;
    names.unshift(parseUrn(urn).name);
  }
  return names;
}

function isRoot(urn: string | undefined): boolean {
  return urn === undefined || parseUrn(urn).typeChain === ROOT;
}

/** A secret hides its whole argument; where the arguments have other names than the fields, any secret hides all. */
function secretPaths(kind: Item["kind"], { type, secrets }: RenderedResource): (path: string) => boolean {
  if (secrets.length === 0) return () => false;
  if (kind === "alarm" && !OWN_ARGUMENTS.test(type)) return () => true;
  const roots = new Set(secrets.map((path) => rootOf(path.replace(/\[.*/, ""))));
  return (path) => roots.has(rootOf(path));
}
