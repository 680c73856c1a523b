/** The parts of a URN: `urn:pulumi:<stack>::<project>::<type chain>::<name>`. */
export interface UrnParts {
  stack: string;
  project: string;
  /** Types of the parents and the resource, `$` between them. */
  typeChain: string;
  name: string;
}

const ROOT = "pulumi:pulumi:Stack";

/** The URN of a resource. The root stack is no part of the chain, as in the engine. */
export function makeUrn(stack: string, project: string, parent: string, type: string, name: string): string {
  const chain = parent === "" ? "" : parseUrn(parent).typeChain;
  const prefix = chain === "" || chain === ROOT ? "" : `${chain}$`;
  return `urn:pulumi:${stack}::${project}::${prefix}${type}::${name}`;
}

/** Splits a URN; a name may itself hold `::`. */
export function parseUrn(urn: string): UrnParts {
  const [stack = "", project = "", typeChain = "", ...name] = urn.replace(/^urn:pulumi:/, "").split("::");
  return { stack, project, typeChain, name: name.join("::") };
}
