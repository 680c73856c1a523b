import { existsSync, statSync, writeFileSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import type { Loader } from "esbuild";
import { SourceMaps } from "../sourceMaps";
import { nodeStackOutputs } from "./nodeOutputs";

/** Compiler options that esbuild does not follow as TypeScript does; a program with one goes the SDK's way. */
const TYPESCRIPT_ONLY = ["paths", "baseUrl", "experimentalDecorators", "emitDecoratorMetadata"] as const;

/** A program's sources, made ready. */
export interface Transpiled {
  sourceMaps: SourceMaps;
  /** Names of the outputs that the program asks of other stacks. */
  stackOutputs: string[];
}

/**
 * Transpiles the TypeScript that a program's entry reaches, once for all stacks.
 *
 * @param file where the result goes: JSON, absolute path → JavaScript
 * @returns undefined where the SDK's own runner must load the program
 */
export async function transpile(
  entry: string,
  programDir: string,
  file: string,
): Promise<Transpiled | undefined> {
  if (!/\.c?[jt]s$/.test(entry) || isModule(entry) || !followsTypeScript(programDir)) return undefined;
  try {
    const esbuild = await import("esbuild");
    const graph = await esbuild.build({
      entryPoints: [entry],
      bundle: true,
      write: false,
      metafile: true,
      packages: "external",
      platform: "node",
      logLevel: "silent",
      absWorkingDir: programDir,
      loader: { ".node": "empty" },
    });
    const sources = Object.keys(graph.metafile.inputs).map((input) => resolve(programDir, input));
    const files = sources.filter((path) => /\.(c?ts|tsx)$/.test(path));
    const code: Record<string, string> = {};
    const maps = new SourceMaps();
    await Promise.all(
      files.map(async (path) => {
        const result = await esbuild.transform(readFileSync(path, "utf8"), {
          loader: path.endsWith(".tsx") ? "tsx" : ("ts" satisfies Loader),
          format: "cjs",
          platform: "node",
          target: "node20",
          sourcemap: "external",
          sourcefile: path,
        });
        code[path] = result.code;
        maps.add(path, result.map);
      }),
    );
    writeFileSync(file, JSON.stringify(code), { mode: 0o600 });
    return { sourceMaps: maps, stackOutputs: nodeStackOutputs(sources) };
  } catch {
    // What esbuild refuses, the SDK's runner loads or refuses in its own words.
    return undefined;
  }
}

/** The file that Node would run for `main`, as the SDK's runner finds it. */
export function findEntry(programDir: string, main: string | undefined): string | undefined {
  const base = resolve(programDir, main ?? ".");
  if (existsSync(base) && statSync(base).isFile()) return base;
  const packaged = main === undefined ? readPackage(base)?.main : undefined;
  const candidates = [
    ...(typeof packaged === "string" ? [join(base, packaged), join(base, `${packaged}.js`)] : []),
    ...["index.js", "index.mjs", "index.ts", "index.mts"].map((name) => join(base, name)),
    `${base}.js`,
    `${base}.ts`,
  ];
  return candidates.find((path) => existsSync(path) && statSync(path).isFile());
}

/** Whether Node takes the file for an ES module. */
export function isModule(entry: string): boolean {
  if (/\.m[jt]s$/.test(entry)) return true;
  for (let dir = dirname(entry); ; dir = dirname(dir)) {
    const found = readPackage(dir);
    if (found !== undefined) return found.type === "module";
    if (dirname(dir) === dir) return false;
  }
}

function readPackage(dir: string): { main?: unknown; type?: unknown } | undefined {
  try {
    return JSON.parse(readFileSync(join(dir, "package.json"), "utf8")) as { main?: unknown; type?: unknown };
  } catch {
    return undefined;
  }
}

/** Whether esbuild's reading of the program's tsconfig is TypeScript's own, import forms included. */
function followsTypeScript(programDir: string): boolean {
  const file = join(programDir, "tsconfig.json");
  if (!existsSync(file)) return true;
  const text = readFileSync(file, "utf8");
  if (/"extends"/.test(text) || TYPESCRIPT_ONLY.some((option) => text.includes(`"${option}"`))) return false;
  return /"esModuleInterop"\s*:\s*true/.test(text) || /"module"\s*:\s*"node(16|18|20|next)"/i.test(text);
}

/** Resolves `name` as the program in `dir` would; undefined where it is not installed there. */
export function resolveFrom(dir: string, name: string): string | undefined {
  try {
    return createRequire(join(dir, "package.json")).resolve(name);
  } catch {
    return undefined;
  }
}
