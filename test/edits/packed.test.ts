import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { startPolicyHost } from "../../parity/host";
import { judge } from "../../parity/judge";
import { readProject, renderProject } from "../../parity/render";
import { packedProject, type PackedProject } from "../support/packed";

describe("the pack, packed and unpacked in another project", function () {
  this.timeout(300_000);
  let project: PackedProject;
  before(() => {
    project = packedProject();
  });
  after(() => {
    project.remove();
  });

  it("holds its two bundles and no parity file, source or map", () => {
    assert.deepEqual(project.files, ["PulumiPolicy.yaml", "bin/index.js", "bin/preload.js", "package.json"]);
    assert.ok(!existsSync(join(project.pack, "node_modules/typescript")), "typescript was installed with it");
  });

  it("starts in Pulumi's policy host, renders that project's program by itself and compares its stacks", async () => {
    const renders = await renderProject(readProject(project.dir), {});
    // As the engine starts it: no renders are handed over, and the shell stood elsewhere.
    const env = { PWD: "/", INIT_CWD: "/", ALARM_PARITY_RENDERS: "" };
    const host = await startPolicyHost(project.pack, {
      project: "orders",
      organization: "organization",
      env,
    });
    try {
      const { violations } = await judge(host, renders);
      assert.deepEqual(
        violations.map(({ policy, stack, message }) => [policy, stack, message]),
        ["live", "test"].map((stack) => [
          "alarm-parity",
          stack,
          `${stack}: alarm "queue-age": threshold is 200 in live and 100 in test`,
        ]),
      );
    } finally {
      host.close();
    }
  });
});
