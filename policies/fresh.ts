import { existsSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { RunError } from "@pulumi/pulumi/errors";

/** Rooms whose sources are in the bundle, relative to the repository. */
const BUNDLED = ["policies", "cloudwatch", "parity/render", "parity/compare", "parity/files"];
const SKIPPED = new Set(["node_modules", "bin"]);

/**
 * Refuses a bundle that is older than the sources beside it, which would judge by yesterday's rules. A pack installed
 * alone has no sources beside it.
 * @param packDir folder of PulumiPolicy.yaml
 * @throws RunError, which the host prints as one line, naming the newer file
 */
export function refuseStaleBundle(packDir: string): void {
  const bundle = join(packDir, "bin", "index.js");
  if (!existsSync(join(packDir, "index.ts")) || !existsSync(bundle)) return;
  const built = statSync(bundle).mtimeMs;
  for (const room of BUNDLED) {
    const newer = newerSource(join(packDir, "..", room), built);
    if (newer === undefined) continue;
    throw new RunError(
      `${relative(join(packDir, ".."), bundle)} is older than ${relative(join(packDir, ".."), newer)}: run npm run build`,
    );
  }
}

function newerSource(dir: string, built: number): string | undefined {
  if (!existsSync(dir)) return undefined;
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) {
      const newer = SKIPPED.has(entry.name) ? undefined : newerSource(path, built);
      if (newer !== undefined) return newer;
    } else if (
      /\.(ts|json|py)$/.test(entry.name) &&
      !entry.name.endsWith(".d.ts") &&
      entry.name !== "package.json"
    ) {
      if (statSync(path).mtimeMs > built) return path;
    }
  }
  return undefined;
}
