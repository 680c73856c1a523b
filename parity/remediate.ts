import { isDeepStrictEqual } from "node:util";
import type { HostDiagnostic, PolicyHost } from "./host/types";
import { showReferencesIn } from "./render/references";
import type { ProjectRenders, Properties, Render, Rendered, RenderedResource } from "./render/types";
import { parseUrn } from "./render/urn";
import { shownSecret } from "./report/secrets";
import type { RemediatedField } from "./report/types";

/** A policy's change of one resource. */
interface Change {
  policy: string;
  before: RenderedResource;
  after: RenderedResource;
}

/** Whether any policy's level is `remediate`: else there is nothing to ask. */
export function remediates({ levels }: PolicyHost): boolean {
  return [...levels.values()].includes("remediate");
}

/**
 * One shape of a stack as the policies that remediate make it: an engine puts what they return in place of the inputs,
 * and goes on with that. What the program only reads is nobody's to change.
 */
export async function remediateRender(
  host: PolicyHost,
  render: Rendered,
): Promise<{ render: Rendered; changes: Change[]; diagnostics: HostDiagnostic[] }> {
  const byUrn = new Map(render.resources.map((resource) => [resource.urn, resource]));
  const changes: Change[] = [];
  const diagnostics: HostDiagnostic[] = [];
  const resources = await Promise.all(
    render.resources.map(async (resource) => {
      if (resource.external) return resource;
      let current = resource;
      for (const one of await host.remediate(resource, byUrn.get(resource.provider ?? ""))) {
        if ("diagnostic" in one) {
          const { policy, diagnostic: message } = one;
          diagnostics.push({ policy, level: "advisory", urn: resource.urn, message });
          continue;
        }
        const after = withInputs(current, one.inputs, one.secrets);
        changes.push({ policy: one.policy, before: current, after });
        current = after;
      }
      return current;
    }),
  );
  return { render: { ...render, resources }, changes, diagnostics };
}

/** All stacks so, and each field that was changed; one that both shapes have is told once, as the update shows it. */
export async function remediateAll(
  host: PolicyHost,
  renders: ProjectRenders,
): Promise<{ renders: ProjectRenders; remediations: RemediatedField[] }> {
  const fields = new Map<string, RemediatedField>();
  const remediated = async (render: Render): Promise<Render> => {
    if (!render.ok) return render;
    await host.configureStack(render.stack, render.shape !== "update");
    const done = await remediateRender(host, render);
    if (render.shape === "preview-known") return done.render;
    const { shape } = render;
    for (const field of done.changes.flatMap((change) => changedFields(change, render))) {
      const key = JSON.stringify([field.policy, field.urn, field.field]);
      fields.set(key, fields.has(key) ? field : { ...field, shape });
    }
    return done.render;
  };
  const stacks: ProjectRenders["stacks"] = [];
  for (const { stack, preview, update, previewKnown } of renders.stacks) {
    stacks.push({
      stack,
      preview: await remediated(preview),
      update: await remediated(update),
      ...(previewKnown === undefined ? {} : { previewKnown: await remediated(previewKnown) }),
    });
  }
  return { renders: { ...renders, stacks }, remediations: [...fields.values()] };
}

function withInputs(resource: RenderedResource, inputs: Properties, secrets: string[]): RenderedResource {
  const kept = Object.entries(resource.outputs).filter(([key]) => !(key in resource.inputs));
  return { ...resource, inputs, secrets, outputs: { ...Object.fromEntries(kept), ...inputs } };
}

function changedFields({ policy, before, after }: Change, render: Rendered): RemediatedField[] {
  const { urn, row, source } = after;
  return differences(before.inputs, after.inputs).map((path) => {
    const show = (resource: RenderedResource): unknown =>
      showReferencesIn(shownSecret(resource, path), render);
    const [was, is] = [show(before), show(after)];
    return {
      ...{ policy, stack: render.stack, urn, resource: parseUrn(urn).name, field: path },
      ...(was === undefined ? {} : { before: was }),
      ...(is === undefined ? {} : { after: is }),
      ...(row === undefined && source === undefined ? {} : { source: row ?? source }),
    };
  });
}

/** The dotted paths at which two values differ; lists of other lengths differ as a whole. */
function differences(before: unknown, after: unknown, path = ""): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isContainer(before) || !isContainer(after) || Array.isArray(before) !== Array.isArray(after))
    return [path];
  if (Array.isArray(before) && Array.isArray(after)) {
    if (before.length !== after.length) return [path];
    return before.flatMap((item, index) => differences(item, after[index], `${path}[${index}]`));
  }
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
    differences(Reflect.get(before, key), Reflect.get(after, key), path === "" ? key : `${path}.${key}`),
  );
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
