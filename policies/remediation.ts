import { readAlarms } from "../cloudwatch/read";
import type { ProjectRenders, Render, RenderedResource } from "../parity/render/types";
import { editInputs } from "./inputs";
import type { InputEdit, ResourceView, Rule, RuleContext } from "./rules/rule";

/** What is remediated in one run of the pack over a stack. */
interface RunState {
  /** The remedies that are on, each with what it decides by. */
  on: Map<Rule, RuleContext>;
  /** By URN. */
  edits: Map<string, readonly InputEdit[]>;
  /** The last renders that the remedies were made in. */
  renders?: { of: ProjectRenders; remedied: ProjectRenders };
}

/**
 * Remembers what `Remediate` changed, so that a stack is afterwards held to renders with the same remedies, and a
 * copied input depends on what its original depends on: an engine leaves dependencies as the program gave them. A run
 * is told by its stack's tags, an object that the host makes anew for each.
 */
export class Remediation {
  private readonly runs = new WeakMap<object, RunState>();

  /** The remedy of `rule` is on; `context` is what it decides by. */
  note(run: object, rule: Rule, context: RuleContext, urn: string, edits: readonly InputEdit[]): void {
    const state: RunState = this.runs.get(run) ?? { on: new Map(), edits: new Map() };
    this.runs.set(run, state);
    if (!state.on.has(rule)) state.renders = undefined;
    state.on.set(rule, context);
    if (edits.length > 0) state.edits.set(urn, [...(state.edits.get(urn) ?? []), ...edits]);
  }

  /** The context with renders in which every remedy that is on has been made, in all stacks alike. */
  inContext(run: object, context: RuleContext): RuleContext {
    const state = this.runs.get(run);
    const { renders } = context;
    if (state === undefined || renders === undefined) return context;
    if (state.renders?.of !== renders)
      state.renders = { of: renders, remedied: remedyRenders(renders, state.on) };
    return { ...context, renders: state.renders.remedied };
  }

  /** What each input depends on, with those that were copied. */
  dependencies<T>(run: object, urn: string, own: Readonly<Record<string, T>>): Record<string, T> {
    return withCopied(own, this.runs.get(run)?.edits.get(urn) ?? []);
  }
}

function withCopied<T>(own: Readonly<Record<string, T>>, edits: readonly InputEdit[]): Record<string, T> {
  const all = { ...own };
  for (const { path, change } of edits) {
    if (!("copyOf" in change)) continue;
    const of = own[change.copyOf];
    if (of !== undefined) all[path[0]] = of;
  }
  return all;
}

function remedyRenders(renders: ProjectRenders, on: RunState["on"]): ProjectRenders {
  const remedied = (render: Render): Render => {
    if (!render.ok) return render;
    const resources = render.resources.map((one) => remedyResource(one, render.stack, renders, on));
    return { ...render, resources };
  };
  return {
    ...renders,
    stacks: renders.stacks.map(({ previewKnown, ...one }) => ({
      ...one,
      preview: remedied(one.preview),
      update: remedied(one.update),
      ...(previewKnown === undefined ? {} : { previewKnown: remedied(previewKnown) }),
    })),
  };
}

function remedyResource(
  resource: RenderedResource,
  stack: string,
  renders: ProjectRenders,
  on: RunState["on"],
): RenderedResource {
  if (resource.external) return resource;
  let remedied = resource;
  for (const [rule, context] of on) {
    const view = viewOf(remedied);
    if (view.alarms.length === 0) return remedied;
    const edits = rule.remedy?.(view, { ...context, stack, renders }) ?? [];
    const inputs = edits.length === 0 ? undefined : editInputs(remedied.inputs, edits);
    if (inputs !== undefined) remedied = withInputs(remedied, inputs, edits);
  }
  return remedied;
}

function viewOf({ urn, type, name, inputs, options }: RenderedResource): ResourceView {
  return {
    ...{ urn, type, name, props: inputs, alarms: readAlarms(type, inputs) },
    ignoreChanges: options.ignoreChanges,
  };
}

function withInputs(
  resource: RenderedResource,
  inputs: Record<string, unknown>,
  edits: readonly InputEdit[],
): RenderedResource {
  const changed = Object.entries(inputs).filter(([key, value]) => value !== resource.inputs[key]);
  const outputs = { ...resource.outputs, ...Object.fromEntries(changed) };
  for (const key of Object.keys(resource.inputs)) if (!(key in inputs)) Reflect.deleteProperty(outputs, key);
  const propertyDependencies = withCopied(resource.propertyDependencies, edits);
  const secrets = [...resource.secrets, ...copiedSecrets(resource.secrets, edits)];
  return { ...resource, inputs, outputs, propertyDependencies, secrets };
}

/** A copy of what is secret, or holds something that is, is secret as a whole. */
function copiedSecrets(secrets: readonly string[], edits: readonly InputEdit[]): string[] {
  return edits.flatMap(({ path: [top], change }) =>
    "copyOf" in change && secrets.some((path) => path.split(/[.[]/)[0] === change.copyOf) ? [top] : [],
  );
}
