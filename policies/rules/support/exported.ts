import { FILLED_IN } from "../../../parity/compare/filledIn";
import { identityOf, sameIdentity } from "../../../parity/compare/identity";
import { alignUnknowns, referenced, withoutAutoName, type FileProject } from "../../../parity/files";
import { noOptions } from "../../../parity/render/options";
import type { ProjectRenders, Rendered, RenderedResource } from "../../../parity/render/types";
import type { RuleContext, StackResource, StackView } from "../rule";

/**
 * This stack as the engine shows it beside the other stacks' exports, to be compared as renders are. What a provider
 * fills in is left out of both, since an engine and an export show it differently.
 */
export function besideExports(
  stack: StackView,
  { project: name, stacks }: FileProject,
  { stack: own, project, parity }: RuleContext,
): ProjectRenders {
  const others = stacks.map((other) => withoutFilledIn(other, () => false));
  const isGiven = (resource: RenderedResource, key: string): boolean =>
    others.some((other) => counterpart(resource, own, other)?.inputs[key] !== undefined);
  const engine: Rendered = {
    ok: true,
    stack: own,
    shape: "preview",
    project,
    config: {},
    resources: stack.resources.map(asRendered),
    references: {},
    notes: [],
  };
  const all = [withoutFilledIn(engine, isGiven), ...others].map((one) => referenced(one, parity));
  return {
    project: name,
    from: "state",
    stacks: alignUnknowns(all).map((render) => ({ stack: render.stack, preview: render, update: render })),
  };
}

function counterpart(
  resource: RenderedResource,
  stack: string,
  other: Rendered,
): RenderedResource | undefined {
  const identity = identityOf(resource.urn);
  return other.resources.find(({ urn }) => sameIdentity(identity, stack, identityOf(urn), other.stack));
}

/** Leaves out a provider's defaults, and what it computes unless `isGiven` by a sibling's program. */
function withoutFilledIn(
  render: Rendered,
  isGiven: (resource: RenderedResource, key: string) => boolean,
): Rendered {
  const resources = render.resources.map((resource) => {
    const kept = Object.entries(withoutAutoName(resource.urn, resource.inputs)).filter(
      ([key, value]) =>
        !FILLED_IN.has(key) ||
        (FILLED_IN.get(key) === undefined
          ? render.shape === "update" || isGiven(resource, key)
          : FILLED_IN.get(key) !== value),
    );
    return { ...resource, inputs: Object.fromEntries(kept) };
  });
  return { ...render, resources };
}

function asRendered(resource: StackResource): RenderedResource {
  const { urn, type, name, props, parent, provider, ignoreChanges } = resource;
  const dependencies = Object.entries(resource.propertyDependencies).filter(([, urns]) => urns.length > 0);
  return {
    urn,
    type,
    name,
    custom: provider !== undefined || "id" in props,
    external: false,
    ...(parent === undefined ? {} : { parent }),
    inputs: props,
    outputs: props,
    propertyDependencies: Object.fromEntries(
      dependencies.map(([key, urns]): [string, string[]] => [key, [...urns]]),
    ),
    dependencies: [...resource.dependencies],
    options: { ...noOptions(), ignoreChanges: [...ignoreChanges] },
    ...(provider === undefined || /^default(_|$)/.test(provider.name) ? {} : { provider: provider.urn }),
    secrets: [],
  };
}
