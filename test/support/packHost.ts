import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { startPolicyHost } from "../../parity/host";
import { judge, type Judgement } from "../../parity/judge";
import type { ProjectRenders } from "../../parity/render/types";
import { PROJECT } from "./compliant";

const ROOT = resolve(__dirname, "../..");

/** Our pack in Pulumi's own policy host. */
export interface PackHost {
  /**
   * What it says of `stacks` when the project has these renders and this parity file. One call at a time.
   * @param renders undefined: the pack has none, as beside a program that it cannot render
   * @param deployed what is judged; default: the renders themselves. In an engine, a run of its own.
   */
  judge(
    renders: ProjectRenders | undefined,
    parityYaml: string,
    stacks: readonly string[],
    deployed?: ProjectRenders,
  ): Promise<Judgement>;
  close(): void;
}

/** Starts a build of the pack in a folder of its own, so that no edit of the sources meanwhile makes it stale. */
export async function startPack(): Promise<PackHost> {
  const dir = mkdtempSync(join(tmpdir(), "pack-"));
  const project = join(dir, "project");
  const rendersFile = join(dir, "renders.json");
  mkdirSync(project);
  for (const file of ["PulumiPolicy.yaml", "package.json"])
    cpSync(join(ROOT, "policies", file), join(dir, file));
  symlinkSync(join(ROOT, "node_modules"), join(dir, "node_modules"), "dir");
  await build({
    bundle: true,
    platform: "node",
    format: "cjs",
    logLevel: "error",
    external: ["@pulumi/*", "@grpc/grpc-js", "google-protobuf", "esbuild", "typescript"],
    entryPoints: [join(ROOT, "policies/index.ts")],
    outfile: join(dir, "bin/index.js"),
  });
  const env = { ALARM_PARITY_RENDERS: rendersFile };
  const host = await startPolicyHost(dir, { project: PROJECT, organization: "acme", env });
  return {
    judge: async (renders, parityYaml, stacks, deployed = renders) => {
      writeFileSync(join(project, "parity.yaml"), parityYaml);
      if (renders === undefined) rmSync(rendersFile, { force: true });
      else writeFileSync(rendersFile, JSON.stringify({ ...renders, dir: project }));
      return deployed === undefined ? { violations: [], unchecked: [] } : judge(host, deployed, stacks);
    },
    close: () => {
      host.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
