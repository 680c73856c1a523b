// Bundles the policy pack, the checker and what rendered programs are started with, which takes milliseconds; and the
// sample service where it is out of date.
import { copyFileSync, existsSync } from "node:fs";
import { build } from "esbuild";
import { buildService, serviceIsStale } from "./serviceBundle.mjs";

const common = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  sourcemap: "linked",
  logLevel: "warning",
  // Shared with the host process or found in the program's own folder, so never bundled.
  external: ["@pulumi/*", "@grpc/grpc-js", "google-protobuf", "esbuild", "typescript", "@aws-sdk/*"],
};

const targets = [
  {
    outdir: "policies/bin",
    entryPoints: { index: "policies/index.ts", preload: "parity/render/launchers/preload.ts" },
  },
  {
    outdir: "dist",
    entryPoints: {
      check: "parity/cli.ts",
      replay: "parity/replayCli.ts",
      maintenance: "parity/maintenanceCli.ts",
      preload: "parity/render/launchers/preload.ts",
    },
  },
];

for (const { outdir, entryPoints } of targets) {
  const present = Object.fromEntries(Object.entries(entryPoints).filter(([, file]) => existsSync(file)));
  await build({ ...common, outdir, entryPoints: present });
  copyFileSync("parity/render/launchers/start.py", `${outdir}/start.py`);
}
if (serviceIsStale()) await buildService();
