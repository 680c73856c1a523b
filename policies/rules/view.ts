import { readAlarms } from "../../cloudwatch/read";
import type { Rendered, RenderedResource } from "../../parity/render/types";
import type { ResourceView, StackResource, StackView } from "./rule";

/** A stack view over `resources`. */
export function stackView(resources: readonly StackResource[]): StackView {
  return { resources, byUrn: new Map(resources.map((resource) => [resource.urn, resource])) };
}

const views = new WeakMap<Rendered, StackView>();

/**
 * A render as the policy host would show it in AnalyzeStack, so that one rule judges both. Alarms are read from
 * what the program gave: the rest is made up.
 */
export function viewOfRender(rendered: Rendered): StackView {
  let view = views.get(rendered);
  if (view === undefined) {
    const byUrn = new Map(rendered.resources.map((resource) => [resource.urn, resource]));
    view = stackView(rendered.resources.map((resource) => resourceOfRender(resource, byUrn)));
    views.set(rendered, view);
  }
  return view;
}

function resourceOfRender(
  resource: RenderedResource,
  byUrn: ReadonlyMap<string, RenderedResource>,
): StackResource {
  const { urn, type, name, parent, outputs, inputs, propertyDependencies, dependencies } = resource;
  return {
    urn,
    type,
    name,
    props: outputs,
    alarms: readAlarms(type, inputs),
    ignoreChanges: resource.options.ignoreChanges,
    provider: providerOf(byUrn.get(resource.provider ?? "")),
    parent,
    propertyDependencies,
    dependencies,
  };
}

function providerOf(provider: RenderedResource | undefined): ResourceView["provider"] {
  if (provider === undefined) return undefined;
  return { type: provider.type, name: provider.name, urn: provider.urn, props: provider.outputs };
}
