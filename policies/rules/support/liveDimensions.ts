import { hasUnknown } from "../../../cloudwatch/unknown";
import { elsewhereName, isLookedUp, referenceOf } from "../resolve";
import type { RuleContext, StackResource, StackView } from "../rule";
import { mayNameOthers } from "../targets";
import { dimensionKind, DIMENSION_KINDS, isNamedBy, type DimensionKind } from "./dimensionKinds";
import { either } from "./lines";

/** One dimension of one metric line, in the stack in which its value means something. */
export interface DimensionUse {
  /** `alarm "x" (x-ci)`. */
  who: string;
  /** ` in line "m1"`, or empty. */
  where: string;
  namespace: string;
  dimension: string;
  value: string;
  alarm: StackResource;
}

/** What is said of one dimension: nothing where it is live. */
export interface LiveVerdict {
  finding?: { message: string; fix: string };
  unchecked?: string;
  /** The value is known only after deploying and nothing shows what it will be. */
  unknown?: true;
}

/**
 * Whether a dimension's value names a resource of the stack. A value is held to the outputs of the stack's resources;
 * one that is unknown, to what its property depends on.
 */
export function judgeDimension(use: DimensionUse, stack: StackView, context: RuleContext): LiveVerdict {
  const kind = dimensionKind(use.dimension, use.namespace);
  if (kind === undefined) return {};
  const peers = stack.resources.filter(({ type }) => type in kind.types);
  if (hasUnknown(use.value)) return judgeUnknown(use, kind, peers, stack);
  if (peers.some((peer) => names(use, kind, peer, stack))) return {};
  if (elsewhereName(use.value, context) !== undefined) return {};
  return judgeOther(use, kind, peers, stack, context);
}

/**
 * Whether the value names `resource`. Resources of one logical name have one made-up output (`${api.name}`); there the
 * dependencies decide.
 */
export function names(
  { value, alarm }: Pick<DimensionUse, "value" | "alarm">,
  kind: DimensionKind,
  resource: StackResource,
  stack: StackView,
): boolean {
  const sources = dimensionDependencies(alarm);
  if (hasUnknown(value)) return sources.includes(resource.urn);
  if (!isNamedBy(kind, resource.type, resource.props, value)) return false;
  const isShared =
    value.startsWith("${") && stack.resources.filter((other) => outputOf(other, value)).length > 1;
  return !isShared || sources.length === 0 || sources.includes(resource.urn);
}

function judgeUnknown(
  use: DimensionUse,
  kind: DimensionKind,
  peers: StackResource[],
  stack: StackView,
): LiveVerdict {
  const sources = sourcesOf(use.alarm, stack);
  // What a source depends on may be meant: `attachment.elb` is the load balancer's name.
  const further = sources.flatMap(({ dependencies }) => dependencies);
  if (peers.some(({ urn }) => further.includes(urn) || sources.some((source) => source.urn === urn)))
    return {};
  const foreign = sources.filter(({ type }) => mayNameOthers(type));
  if (foreign.length === 0) return { unknown: true };
  const names = foreign.map(({ name }) => `"${name}"`);
  return { unchecked: `${subject(use)} comes from ${either(names)}, which is no ${kind.what}` };
}

/** Whether dimensions that are not known as a whole come from something that dimensions name, or from others. */
export function comeFromSomewhere(alarm: StackResource, stack: StackView): boolean {
  return sourcesOf(alarm, stack).some(({ type }) => isKindOfDimension(type) || mayNameOthers(type));
}

function sourcesOf(alarm: StackResource, { byUrn }: StackView): StackResource[] {
  return dimensionDependencies(alarm).flatMap((urn) => byUrn.get(urn) ?? []);
}

/** URNs that the alarm's dimensions may come from; in a CloudFormation stack, everything comes through its body. */
export function dimensionDependencies({ propertyDependencies }: StackResource): readonly string[] {
  const properties = ["dimensions", "metricQueries", "metrics", "templateBody", "parameters"];
  return properties.flatMap((property) => propertyDependencies[property] ?? []);
}

/** A known value that is no resource of the kind: another output, a made-up answer, or a literal. */
function judgeOther(
  use: DimensionUse,
  kind: DimensionKind,
  peers: StackResource[],
  stack: StackView,
  context: RuleContext,
): LiveVerdict {
  const owner = ownerOf(use, stack, context);
  if (owner !== undefined && isKindOfDimension(owner.type) && isMadeUp(use.value, context)) {
    const message = `${subject(use)} is ${owner.output} of "${owner.name}" (${owner.type}), not what CloudWatch calls a ${kind.what}`;
    return { finding: { message, fix: fixFor(use, kind, peers) } };
  }
  if (isMadeUp(use.value, context)) return { unchecked: `${subject(use)} comes from outside this stack` };
  if (peers.length === 0)
    return { unchecked: `${subject(use)}: this stack has no ${kind.what} to hold it to` };
  const names = peers.map(({ name }) => `"${name}"`);
  const message = `${subject(use)} is no ${kind.what} of this stack, which has ${names.join(", ")}`;
  const fix = `${fixFor(use, kind, peers)}; or list the value under "elsewhere" in parity.yaml`;
  return { finding: { message, fix } };
}

function subject({ who, where, dimension, value, namespace }: DimensionUse): string {
  const shown = hasUnknown(value) ? "" : ` "${value}"`;
  return `${who}: dimension ${dimension}${shown} of ${namespace}${where}`;
}

function fixFor({ dimension }: DimensionUse, kind: DimensionKind, peers: StackResource[]): string {
  const [peer] = peers;
  const [[, outputs] = ["", []]] = Object.entries(kind.types).filter(([type]) => type === peer?.type);
  if (peer === undefined) return `dimensions: { ${dimension}: the name of a ${kind.what} }`;
  return `dimensions: { ${dimension}: ${peer.name}.${outputs[0] ?? "name"} }`;
}

/** The resource of which `value` is an output. */
function ownerOf(
  { value, alarm }: DimensionUse,
  { resources, byUrn }: StackView,
  context: RuleContext,
): { type: string; name: string; output: string } | undefined {
  const reference = referenceOf(value, context);
  const owner = byUrn.get(reference?.urn ?? "");
  if (reference !== undefined && owner !== undefined)
    return { type: owner.type, name: owner.name, output: reference.property };
  const sources = dimensionDependencies(alarm);
  const owners = resources.filter((resource) => outputOf(resource, value) !== undefined);
  const [first] = [...owners.filter(({ urn }) => sources.includes(urn)), ...owners];
  const output = first === undefined ? undefined : outputOf(first, value);
  return first === undefined || output === undefined
    ? undefined
    : { type: first.type, name: first.name, output };
}

/** The output of a resource that a dimension can name, which is `value`. */
function outputOf({ type, props }: StackResource, value: string): string | undefined {
  return isKindOfDimension(type) ? Object.keys(props).find((key) => props[key] === value) : undefined;
}

/** Whether `value` stands for an output or a look-up rather than being a literal of the program. */
function isMadeUp(value: string, context: RuleContext): boolean {
  return value.startsWith("${") || referenceOf(value, context) !== undefined || isLookedUp(value, context);
}

function isKindOfDimension(type: string): boolean {
  return DIMENSION_KINDS.some(({ types }) => type in types);
}
