import { cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { programs } from "./toolchains";

const made: string[] = [];

/** Stack → its configuration, keys without the project's name. */
export type Stacks = Readonly<Record<string, Readonly<Record<string, string | number>>>>;

/** A copy of the sources in `from`, as project `shop` with `stacks`, in a folder of its own. */
export function writeProject(from: string, runtime: string, stacks: Stacks): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), "shop ")));
  made.push(dir);
  cpSync(from, dir, { recursive: true });
  writeFileSync(join(dir, "Pulumi.yaml"), `name: shop\nruntime: ${runtime}\n`);
  for (const [stack, config] of Object.entries(stacks)) {
    const lines = Object.entries(config).map(([key, value]) => `  shop:${key}: ${value}\n`);
    writeFileSync(join(dir, `Pulumi.${stack}.yaml`), `config:\n  aws:region: eu-west-1\n${lines.join("")}`);
  }
  return dir;
}

/** Node's packages are ours. */
export function linkNodeModules(dir: string): void {
  symlinkSync(resolve(__dirname, "../../node_modules"), join(dir, "node_modules"), "dir");
}

/** The module files of the Go programs. */
export function copyGoModule(dir: string): void {
  for (const name of ["go.mod", "go.sum"]) cpSync(join(programs, "go", name), join(dir, name));
}

/** Removes what `writeProject` made; call it in an `after` hook. */
export function removeProjects(): void {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
}
