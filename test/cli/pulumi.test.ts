import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { run } from "./run";

describe("npm run preview and up", () => {
  let bin = "";
  before(() => {
    bin = mkdtempSync(path.join(tmpdir(), "bin-"));
  });
  after(() => {
    rmSync(bin, { recursive: true });
  });

  function fakePulumi(script: string): void {
    const file = path.join(bin, "pulumi");
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }

  const start = (args: string[]) => run(process.execPath, ["scripts/pulumi.mjs", ...args], { PATH: bin });

  it("say in one line where to get pulumi when it is not there", async () => {
    const { code, stdout, stderr } = await start(["preview", "-s", "staging"]);
    assert.deepEqual(
      [code, stdout, stderr],
      [2, "", "pulumi is not on the PATH: install it from https://www.pulumi.com/docs/install/\n"],
    );
  });

  for (const command of ["preview", "up"]) {
    it(`${command} passes the policy pack and all arguments on`, async () => {
      fakePulumi('echo "$@"');
      const { code, stdout } = await start([command, "-s", "staging", "--yes"]);
      assert.deepEqual([code, stdout], [0, `${command} --policy-pack policies -s staging --yes\n`]);
    });
  }

  it("pass pulumi's exit code on", async () => {
    fakePulumi("exit 255");
    assert.equal((await start(["up"])).code, 255);
  });
});
