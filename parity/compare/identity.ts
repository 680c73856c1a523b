import { parseUrn } from "../render/urn";
import { sameUpToStack, withOwnName } from "./stackName";

/** What a resource is across stacks: its URN without stack and project. */
export interface Identity {
  /** Types of the parents and the resource, `$` between them; the root stack is no part of it. */
  typeChain: string;
  /** The logical name; it may hold the stack's own name. */
  name: string;
}

export function identityOf(urn: string): Identity {
  const { typeChain, name } = parseUrn(urn);
  return { typeChain, name };
}

/** An identity as one text, e.g. `my:app:Service$aws:cloudwatch/metricAlarm:MetricAlarm::api-cpu`. */
export function showIdentity({ typeChain, name }: Identity): string {
  return `${typeChain}::${name}`;
}

/** Whether two resources of two stacks are the same one; names are compared up to each stack's own name. */
export function sameIdentity(a: Identity, ofA: string, b: Identity, ofB: string): boolean {
  return a.typeChain === b.typeChain && sameUpToStack(a.name, ofA, b.name, ofB);
}

/** The type chain of the parents: what `parent:` of an exception holds; empty for a resource without one. */
export function parentChain(typeChain: string): string {
  return typeChain.split("$").slice(0, -1).join("$");
}

/** The URN that a resource of one stack would have in another. */
export function urnIn(stack: string, urn: string): string {
  const from = parseUrn(urn);
  return `urn:pulumi:${stack}::${from.project}::${from.typeChain}::${withOwnName(from.name, from.stack, stack)}`;
}
