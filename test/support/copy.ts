import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import type { Report } from "../../parity/report/types";

const ROOT = resolve(__dirname, "../..");

/** What a check needs of this project; packages are shared by a link. */
const PARTS = [
  ...["Pulumi.yaml", "Pulumi.ci.yaml", "Pulumi.staging.yaml", "Pulumi.production.yaml"],
  ...["index.ts", "services.ts", "settings.ts", "components", "cloudwatch", "policies", "dist"],
  ...["package.json", "tsconfig.json"],
];

/** A copy of this project in a temporary folder, to be edited and checked. */
export class Copy {
  readonly dir = mkdtempSync(join(tmpdir(), "edit-"));

  constructor() {
    for (const part of PARTS) {
      cpSync(join(ROOT, part), join(this.dir, part), {
        recursive: true,
        // The bundle is built from the sources as they are here, which a check edit does not touch.
        preserveTimestamps: true,
        filter: (path) => basename(path) !== "node_modules",
      });
    }
    symlinkSync(join(ROOT, "node_modules"), join(this.dir, "node_modules"), "dir");
  }

  /** Replaces the one place where `from` stands in `file`, and tells its line. */
  replace(file: string, from: string | RegExp, to: string): number {
    const path = join(this.dir, file);
    const text = readFileSync(path, "utf8");
    const at = typeof from === "string" ? text.indexOf(from) : text.search(from);
    assert.ok(at >= 0, `${file} has no ${String(from)}`);
    writeFileSync(
      path,
      text.replace(from, () => to),
    );
    return text.slice(0, at).split("\n").length;
  }

  append(file: string, text: string): void {
    const path = join(this.dir, file);
    writeFileSync(path, `${readFileSync(path, "utf8")}\n${text}\n`);
  }

  /** Runs `check` in the copy as a user would. */
  check(...flags: string[]): { code: number | null; text: string; report?: Report } {
    const json = join(this.dir, "report.json");
    const run = spawnSync(process.execPath, [join(this.dir, "dist/check.js"), "--json", json, ...flags], {
      cwd: this.dir,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
    });
    let report: Report | undefined;
    try {
      report = JSON.parse(readFileSync(json, "utf8")) as Report;
    } catch {
      // Not written where the check could not run.
    }
    return { code: run.status, text: run.stdout + run.stderr, report };
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}
