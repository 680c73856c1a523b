import assert from "node:assert/strict";
import { join } from "node:path";
import { packedProject, type PackedProject } from "../support/packed";
import { Engine, pulumiIsThere, verdictOf } from "./engine";

describe("the pack, packed and unpacked in another project, under a real engine", () => {
  let project: PackedProject;
  before(function () {
    if (!pulumiIsThere(process.env.PATH ?? "")) this.skip();
    project = packedProject();
  });

  it("compares that project's stacks in a preview", async () => {
    const engine = new Engine();
    try {
      const stack = await engine.stack(project.dir, "live");
      const packs = { policyPacks: [join(project.dir, "policies")] };
      const refused = await verdictOf((onEvent) => stack.preview({ ...packs, onEvent }));
      assert.deepEqual(refused.violations, ["alarm-parity queue-age"], refused.output);
    } finally {
      engine.remove();
      project.remove();
    }
  });
});
