import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const PULUMI = "3.61.0";

/** Versions of @pulumi/aws that programs still have, by major. */
const AWS = { 4: "4.38.1", 5: "5.43.0", 6: "6.18.2" } as const;

export type AwsMajor = keyof typeof AWS;

/** One SDK and three versions of @pulumi/aws, installed once; nothing of it is this project's own. */
const CACHE = resolve(__dirname, "../../node_modules/.cache/alarm-parity");
const FOLDER = join(CACHE, `pulumi-${PULUMI}-aws-${Object.values(AWS).join("-")}`);

/**
 * Installs the old SDKs, where they are not there yet.
 * @returns why they could not be had; undefined where they are there
 */
export function installOldSdks(): string | undefined {
  if (existsSync(FOLDER)) return undefined;
  const draft = `${FOLDER}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  writeFileSync(join(draft, "package.json"), '{ "private": true }');
  const aliases = Object.entries(AWS).map(([major, version]) => `aws${major}@npm:@pulumi/aws@${version}`);
  const flags = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel", "error"];
  const ended = spawnSync("npm", ["install", ...flags, `@pulumi/pulumi@${PULUMI}`, ...aliases], {
    cwd: draft,
    encoding: "utf8",
  });
  if (ended.status !== 0) {
    return `npm could not install them: ${ended.stderr.trim().split("\n")[0] ?? ""}`;
  }
  renameSync(draft, FOLDER);
  return undefined;
}

/** Gives the program in `dir` node_modules of its own with the old SDK and that version of @pulumi/aws. */
export function linkOldSdk(dir: string, major: AwsMajor): void {
  const modules = join(dir, "node_modules", "@pulumi");
  rmSync(join(dir, "node_modules"), { recursive: true, force: true });
  mkdirSync(modules, { recursive: true });
  symlinkSync(join(FOLDER, "node_modules", "@pulumi", "pulumi"), join(modules, "pulumi"), "dir");
  symlinkSync(join(FOLDER, "node_modules", `aws${major}`), join(modules, "aws"), "dir");
}
