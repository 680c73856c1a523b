import { readdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { build } from "esbuild";

const FILE = "dist/service.js";

/** What the bundle is made from. */
const SOURCES = ["service", "scripts/serviceBundle.mjs", "package-lock.json"];

/** Bundles the sample service into one file that an instance runs with Node and nothing else. */
export async function buildService() {
  // Whole or not at all: a program that is rendered meanwhile reads it.
  const made = `${FILE}.${process.pid}`;
  await build({
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    logLevel: "error",
    // pg asks for it only where somebody wants the native client.
    external: ["pg-native"],
    entryPoints: ["service/main.ts"],
    outfile: made,
  });
  renameSync(made, FILE);
}

/** Whether the bundle is missing or older than what it is made from. */
export function serviceIsStale() {
  const built = statSync(FILE, { throwIfNoEntry: false })?.mtimeMs ?? -Infinity;
  return SOURCES.flatMap(filesOf).some((path) => statSync(path).mtimeMs > built);
}

function filesOf(path) {
  if (!statSync(path).isDirectory()) return [path];
  // The folders too: a file that is gone has changed its folder alone.
  return [path, ...readdirSync(path, { recursive: true }).map((name) => join(path, name))];
}
