import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { names, renderedScript } from "./rendered";
import { shellcheck } from "./shellcheck";

describe("shellcheck", () => {
  let binary: string;
  before(async function () {
    this.timeout(600_000);
    const found = await shellcheck();
    if ("ready" in found) binary = found.ready;
    else {
      console.log(`      skipped: no shellcheck: ${found.missing}`);
      this.skip();
    }
  });

  const check = (script: string) =>
    spawnSync(binary, ["--shell=bash", "-"], {
      input: script,
      encoding: "utf8",
    });

  it("finds what is wrong with a script that is", () => {
    assert.notEqual(check("echo $1\n").status, 0);
  });

  for (const name of names) {
    it(`finds nothing in the user data of ${name}, nor in the scripts that it writes`, async () => {
      const script = await renderedScript(name);
      const written = [...script.matchAll(/<<'(\w+)'\n(#!\/bin\/bash\n[\s\S]*?)^\1$/gm)].map(
        ([, , body]) => body!,
      );
      assert.equal(written.length, name === "log-shipper" ? 1 : 0);
      for (const one of [script, ...written]) assert.equal(check(one).stdout, "");
    });
  }
});
