import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { readProject, renderStack } from "../../parity/render";
import type { Render, Rendered, RenderedResource, Shape } from "../../parity/render/types";

const made: string[] = [];

/** Writes a Pulumi program into a folder of its own, beside this project's installed packages. */
export function writeProgram(files: Record<string, string>): string {
  const dir = mkdtempSync(join(tmpdir(), "program-"));
  made.push(dir);
  symlinkSync(resolve(__dirname, "../../node_modules"), join(dir, "node_modules"), "dir");
  const all = {
    "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
    "package.json": '{ "name": "shop", "main": "index.ts" }',
    "Pulumi.ci.yaml": "config:\n  aws:region: eu-west-1\n",
    ...files,
  };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
  return dir;
}

/** Removes what `writeProgram` made; call it in an `after` hook. */
export function removePrograms(): void {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
}

/** Renders stack `ci` of a program whose index.ts is `code`. */
export async function renderCode(
  code: string,
  shape: Shape,
  files: Record<string, string> = {},
  timeoutSeconds = 30,
): Promise<Render> {
  const dir = writeProgram({ "index.ts": code, ...files });
  return renderStack(readProject(dir), "ci", shape, { timeoutSeconds });
}

/** The resource of a logical name. @throws Error where the render failed or it is not there. */
export function resourceNamed(render: Render, name: string): RenderedResource {
  const found = assertRendered(render).resources.find((resource) => resource.name === name);
  if (found === undefined) throw new Error(`${name} was not rendered`);
  return found;
}

export function assertRendered(render: Render): Rendered {
  if (!render.ok) throw new Error(`not rendered: ${render.error}`);
  return render;
}
