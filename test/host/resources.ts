import { noOptions } from "../../parity/render/options";
import path from "node:path";
import type { ProjectRenders, Rendered, RenderedResource, StackRenders } from "../../parity/render/types";

export const TOPIC = "aws:sns/topic:Topic";
export const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

/** The folder of a pack for tests. */
export function packDir(name: string): string {
  return path.resolve(__dirname, "../fixtures/packs", name);
}

export function urn(stack: string, type: string, name: string): string {
  return `urn:pulumi:${stack}::shop::${type}::${name}`;
}

/** A resource without inputs in stack `ci`, with `changes` over it. */
export function resource(
  type: string,
  name: string,
  changes: Partial<RenderedResource> = {},
): RenderedResource {
  return {
    urn: urn("ci", type, name),
    type,
    name,
    custom: true,
    external: false,
    inputs: {},
    outputs: {},
    propertyDependencies: {},
    dependencies: [],
    options: noOptions(),
    secrets: [],
    ...changes,
  };
}

export function rendered(
  stack: string,
  shape: Rendered["shape"],
  resources: RenderedResource[],
  references: Rendered["references"] = {},
): Rendered {
  return { ok: true, stack, shape, project: "shop", config: {}, resources, references, notes: [] };
}

/** Both shapes of a stack with the same resources. */
export function bothShapes(stack: string, resources: RenderedResource[]): StackRenders {
  return {
    stack,
    preview: rendered(stack, "preview", resources),
    update: rendered(stack, "update", resources),
  };
}

export function project(...stacks: StackRenders[]): ProjectRenders {
  return { project: "shop", dir: "/shop", stacks };
}
