import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { killChild, spawnChild } from "../../parity/render/children";

const idle = "setInterval(() => undefined, 1000)";
/** Starts a child of its own, prints both process ids, and stays. */
const nested = `
  const { spawn } = require("node:child_process");
  const inner = spawn(process.execPath, ["-e", ${JSON.stringify(idle)}]);
  console.log(JSON.stringify([process.pid, inner.pid]));
  ${idle};
`;

async function firstLine(child: ChildProcess): Promise<string> {
  let text = "";
  for await (const chunk of child.stdout!) {
    text += String(chunk);
    if (text.includes("\n")) break;
  }
  return text.split("\n")[0]!;
}

/** Waits for the processes to be gone; those that are still there after 5 s are the answer. */
async function stillThere(pids: readonly number[]): Promise<number[]> {
  const isAlive = (pid: number) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };
  for (let waited = 0; waited < 5000 && pids.some(isAlive); waited += 50) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return pids.filter(isAlive);
}

describe("child processes", () => {
  it("end together with what they started", async () => {
    const child = spawnChild(process.execPath, ["-e", nested], { stdio: ["ignore", "pipe", "inherit"] });
    const pids = JSON.parse(await firstLine(child)) as number[];
    killChild(child);
    assert.deepEqual(await stillThere(pids), []);
  });

  it("leave nothing behind when they end by themselves", async () => {
    const ends = nested.replace(/\n\s*setInterval.*\n$/, "\nsetTimeout(() => process.exit(0), 200);\n");
    const child = spawnChild(process.execPath, ["-e", ends], { stdio: ["ignore", "pipe", "inherit"] });
    const pids = JSON.parse(await firstLine(child)) as number[];
    await once(child, "exit");
    assert.deepEqual(await stillThere(pids), []);
  });

  it("report a command that does not exist as an error event", async () => {
    const child = spawnChild("/no/such/command", [], { stdio: "ignore" });
    const [error] = (await once(child, "error")) as [NodeJS.ErrnoException];
    assert.equal(error.code, "ENOENT");
  });

  /** A parent that starts a child through spawnChild, prints its pids, then does `end`. */
  const parent = (end: string) => `
    require("ts-node/register/transpile-only");
    const { spawnChild } = require(${JSON.stringify(path.resolve(__dirname, "../../parity/render/children.ts"))});
    spawnChild(process.execPath, ["-e", ${JSON.stringify(nested)}], { stdio: ["ignore", "inherit", "inherit"] });
    ${end}
  `;

  const endings: [string, NodeJS.Signals | undefined, string, number][] = [
    ["Ctrl-C", "SIGINT", idle, 130],
    ["SIGTERM", "SIGTERM", idle, 143],
    ["SIGHUP", "SIGHUP", idle, 129],
    ["an exception", undefined, 'setTimeout(() => { throw new Error("crash") }, 1500);', 1],
    ["process.exit", undefined, "setTimeout(() => process.exit(7), 1500);", 7],
  ];
  for (const [what, signal, end, code] of endings) {
    it(`are gone after ${what} ended their parent with ${code}`, async () => {
      const child = spawn(process.execPath, ["-e", parent(end)], { stdio: ["ignore", "pipe", "ignore"] });
      const pids = JSON.parse(await firstLine(child)) as number[];
      if (signal !== undefined) child.kill(signal);
      const [exitCode] = (await once(child, "exit")) as [number];
      assert.equal(exitCode, code);
      assert.deepEqual(await stillThere(pids), []);
    });
  }
});
