import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";

const ROOT = resolve(__dirname, "../..");

/** Characters of the hash in a version; the whole hash is in the object's key. */
const SHORT = 12;

/** The one file that instances run, as `npm run service:build` makes it of `service/`. */
export interface ServiceFile {
  readonly path: string;
  /** Of its content, in hex. */
  readonly sha256: string;
  /** The project's version and the content's hash: `0.1.0+3f2a91c07d5e`. */
  readonly version: string;
}

/**
 * Reads `dist/service.js`.
 * @param root the project's folder
 * @throws pulumi.RunError where it is not there
 */
export function readServiceFile(root = ROOT): ServiceFile {
  const path = resolve(root, "dist/service.js");
  const sha256 = createHash("sha256").update(contentOf(path)).digest("hex");
  const { version } = JSON.parse(readFileSync(resolve(root, "package.json"), "utf8")) as { version: string };
  return { path, sha256, version: `${version}+${sha256.slice(0, SHORT)}` };
}

function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "is missing" : `cannot be read (${code})`;
    throw new pulumi.RunError(`${path}: ${why}, and instances run it; type npm run service:build`);
  }
}
