import { noOptions } from "../../parity/render/options";
import type {
  ProjectRenders,
  Properties,
  Rendered,
  RenderedOptions,
  RenderedResource,
  Shape,
  StackRenders,
} from "../../parity/render/types";
import { alarms } from "./compliantAlarms";
import { delivery } from "./compliantDelivery";
import { services } from "./compliantServices";
import { dependencies, resolve, type Outputs } from "./later";

export { applied, json, Later, ref } from "./later";

export const PROJECT = "alarm-parity";
export const ACCOUNT = "111111111111";
export const STACKS = ["ci", "staging", "production"] as const;

/** One resource as a program writes it: its inputs may hold `ref`, `applied` and `json` values. */
export interface Spec {
  type: string;
  inputs: Properties;
  /** Outputs in the update shape, beside the inputs. */
  outputs: Properties;
  /** Logical name of the parent; absent means the stack. */
  parent?: string;
  provider?: string;
  /** Read, not made, by the program; its `id` is then in `outputs`. */
  external?: boolean;
  options?: Partial<RenderedOptions>;
}

/** A stack's resources by logical name, in the order in which they are registered. */
export type Specs = Record<string, Spec>;

/** Changes one thing of a compliant stack. */
export type Edit = (specs: Specs, stack: string) => void;

/**
 * A stack that breaks no rule: topics, key, topic policies, subscriptions (not in ci), an application and a classic
 * load balancer with their groups, and the alarms that each must have.
 */
export function compliantSpecs(stack: string): Specs {
  return { ...delivery(stack), ...services(stack), ...alarms(stack) };
}

/** The compliant stack as the renderer gives it, with one `edit` if there is one. */
export function compliant(shape: Shape, stack = "production", edit?: Edit): Rendered {
  const specs = compliantSpecs(stack);
  edit?.(specs, stack);
  const resources = build(specs, shape, stack);
  const config = { "aws:region": "eu-west-1" };
  return {
    ok: true,
    stack,
    shape,
    project: PROJECT,
    config,
    resources,
    references: references(specs, stack),
    notes: [],
  };
}

/** Renders of all stacks in both shapes; `edit` is made in `stacks` (default all). */
export function compliantRenders(edit?: Edit, stacks: readonly string[] = STACKS): ProjectRenders {
  const of = (stack: string): StackRenders => {
    const change = stacks.includes(stack) ? edit : undefined;
    return {
      stack,
      preview: compliant("preview", stack, change),
      update: compliant("update", stack, change),
    };
  };
  return { project: PROJECT, dir: "/project", stacks: STACKS.map(of) };
}

/** An edit that merges `inputs` into those of the resource `name`; `undefined` takes one out. */
export function mutate(name: string, inputs: Properties): Edit {
  return (specs) => {
    const spec = specOf(specs, name);
    spec.inputs = Object.fromEntries(
      Object.entries({ ...spec.inputs, ...inputs }).filter(([, value]) => value !== undefined),
    );
  };
}

/** An edit that takes the resources `names` out. */
export function remove(...names: string[]): Edit {
  return (specs) => {
    for (const name of names) {
      specOf(specs, name);
      Reflect.deleteProperty(specs, name);
    }
  };
}

/** An edit that adds the resource `name`. */
export function add(name: string, spec: Omit<Spec, "outputs"> & { outputs?: Properties }): Edit {
  return (specs) => {
    specs[name] = { outputs: {}, ...spec };
  };
}

/** All `edits`, one after the other. */
export function edits(...all: Edit[]): Edit {
  return (specs, stack) => {
    for (const edit of all) edit(specs, stack);
  };
}

/** The URN that the resource `name` of the compliant stack has. */
export function urnOf(name: string, stack = "production", specs: Specs = compliantSpecs(stack)): string {
  return urn(specs, name, stack);
}

function specOf(specs: Specs, name: string): Spec {
  const spec = specs[name];
  if (spec === undefined) throw new Error(`the compliant stack has no resource "${name}"`);
  return spec;
}

function typeChain(specs: Specs, name: string): string {
  const spec = specOf(specs, name);
  return spec.parent === undefined ? spec.type : `${typeChain(specs, spec.parent)}$${spec.type}`;
}

function urn(specs: Specs, name: string, stack: string): string {
  return `urn:pulumi:${stack}::${PROJECT}::${typeChain(specs, name)}::${name}`;
}

function build(specs: Specs, shape: Shape, stack: string): RenderedResource[] {
  const root = `urn:pulumi:${stack}::${PROJECT}::pulumi:pulumi:Stack::${PROJECT}-${stack}`;
  const output: Outputs = (name, property) => {
    const spec = specOf(specs, name);
    const value = spec.outputs[property] ?? resolve(spec.inputs[property], "update", output);
    return value ?? `\${${name}.${property}}`;
  };
  const resources = Object.entries(specs).map(([name, spec]): RenderedResource => {
    const inputs = resolve(spec.inputs, shape, output) as Properties;
    const edges = Object.entries(spec.inputs).map(([key, value]): [string, string[]] => [
      key,
      dependencies(value).map((of) => urn(specs, of, stack)),
    ]);
    return {
      ...blank(urn(specs, name, stack), spec.type, name),
      external: spec.external ?? false,
      parent: spec.parent === undefined ? root : urn(specs, spec.parent, stack),
      inputs,
      outputs:
        shape === "preview" && spec.external !== true
          ? inputs
          : { id: `\${${name}.id}`, ...spec.outputs, ...inputs },
      propertyDependencies: Object.fromEntries(edges.filter(([, urns]) => urns.length > 0)),
      dependencies: [...new Set(edges.flatMap(([, urns]) => urns))],
      options: { ...noOptions(), ...spec.options },
      ...(spec.provider === undefined ? {} : { provider: urn(specs, spec.provider, stack) }),
    };
  });
  return [{ ...blank(root, "pulumi:pulumi:Stack", `${PROJECT}-${stack}`), custom: false }, ...resources];
}

/** The ARNs that the renderer makes up. */
function references(specs: Specs, stack: string): Rendered["references"] {
  const made = Object.entries(specs).flatMap(([name, { external, outputs }]) => {
    const { arn } = outputs;
    if (external === true || typeof arn !== "string") return [];
    return [[arn, { urn: urn(specs, name, stack), property: "arn" }] as const];
  });
  return Object.fromEntries(made);
}

function blank(urn: string, type: string, name: string): RenderedResource {
  return {
    urn,
    type,
    name,
    external: false,
    custom: type.split(":").length === 3 && !type.startsWith(`${PROJECT}:`),
    inputs: {},
    outputs: {},
    propertyDependencies: {},
    dependencies: [],
    options: noOptions(),
    secrets: [],
    source: { file: "index.ts", line: 1 },
  };
}
