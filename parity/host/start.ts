import type { ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { parse } from "yaml";
import { z } from "zod";
import { killChild, spawnChild } from "../render/children";
import { InputError } from "../render/inputError";
import { preload } from "../render/launchers";

/** The policy host's process, once it listens. */
export interface HostProcess {
  child: ChildProcess;
  port: number;
  /** What went wrong in a pack that ended, by its own words; undefined where it wrote nothing. */
  lastWords(): Promise<string | undefined>;
}

const packFile = z.object({
  runtime: z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]),
  main: z.string().optional(),
});

/**
 * Starts Pulumi's own policy host on a pack and waits for its port.
 * @param timeoutSeconds after which a pack that does not listen is given up
 * @throws InputError for a folder that is no Node.js policy pack, and for a pack that does not come up
 */
export async function startProcess(
  packDir: string,
  env: NodeJS.ProcessEnv,
  timeoutSeconds: number,
): Promise<HostProcess> {
  const main = readPackMain(packDir);
  const runner = resolveRunner(packDir);
  // The SDK wants an engine's address and never calls it: without PULUMI_NODEJS_ENGINE it logs to stderr.
  const child = spawnChild(process.execPath, ["-r", preload(), runner, "127.0.0.1:0", main], {
    cwd: packDir,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let written = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (written += text));
  const complaint = () => firstComplaint(written);
  try {
    const port = await readPort(child, packDir, timeoutSeconds, complaint);
    const closed = new Promise((resolve) => child.once("close", resolve));
    return { child, port, lastWords: () => closed.then(complaint) };
  } catch (error) {
    killChild(child);
    throw error;
  }
}

/** The path that the host loads, from PulumiPolicy.yaml. */
function readPackMain(packDir: string): string {
  const file = path.join(packDir, "PulumiPolicy.yaml");
  if (!existsSync(file)) {
    const what = existsSync(packDir) ? "has no PulumiPolicy.yaml" : "does not exist";
    throw new InputError(`policy pack ${packDir} ${what}: give the pack's own folder with --policy-pack`);
  }
  let document: unknown;
  try {
    document = parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new InputError(`${file}: ${firstLine((error as Error).message)}`);
  }
  const read = packFile.safeParse(document);
  if (!read.success || read.data.runtime !== "nodejs") {
    const found = read.success ? `is ${read.data.runtime}` : "is missing";
    throw new InputError(`${file}: runtime ${found}; only packs with "runtime: nodejs" can be run`);
  }
  return path.join(packDir, read.data.main ?? ".");
}

/** The policy host of the pack's own SDK, so that pack and host agree; ours where the pack has none. */
function resolveRunner(packDir: string): string {
  const runner = "@pulumi/pulumi/cmd/run-policy-pack";
  try {
    return createRequire(path.join(packDir, "package.json")).resolve(runner);
  } catch {
    return createRequire(__filename).resolve(runner);
  }
}

function readPort(
  child: ChildProcess,
  packDir: string,
  timeoutSeconds: number,
  complaint: () => string | undefined,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (what: string) => {
      clearTimeout(timer);
      reject(new InputError(`policy pack ${packDir} ${what}`));
    };
    const timer = setTimeout(() => {
      const why = complaint() ?? "it printed no port; see what its module does at load, or raise --timeout";
      fail(`did not start within ${timeoutSeconds} s: ${why}`);
    }, timeoutSeconds * 1000);
    let printed = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      const [line, ...rest] = printed.split("\n");
      if (line === undefined || rest.length === 0) return;
      clearTimeout(timer);
      if (/^\d+$/.test(line)) resolve(Number(line));
      else fail(`printed "${line}" before its port, which Pulumi refuses: print with console.error instead`);
    });
    child.once("error", (error) => {
      fail(`could not be started: ${error.message}`);
    });
    // `close`, not `exit`: only then has all of stderr been read.
    child.once("close", (code) => {
      fail(
        `ended before it listened: ${complaint() ?? `exit code ${code ?? "none"}, and it printed nothing`}`,
      );
    });
  });
}

/** The first line that tells a person something: the error itself, without the SDK's preface and stack. */
function firstComplaint(stderr: string): string | undefined {
  const lines = stripVTControlCharacters(stderr).split("\n");
  const preface = lines.findIndex((line) => line.endsWith("failed with an unhandled exception:"));
  const told = lines
    .slice(preface + 1)
    .map((line) => line.replace(/^error: \[runtime\] /, "").trim())
    .filter((line) => line !== "" && !line.startsWith("(node:"));
  const [first, second] = told;
  // A TSError's first line only says that there are errors.
  return first?.endsWith(":") && second !== undefined ? `${first} ${second}` : first;
}

/** The first line of a text. */
export function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? text;
}
