// Bundles the sample service into dist/service.js: the one file that an instance runs, with Node and nothing else.
import { build } from "esbuild";

await build({
  bundle: true,
  minify: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  logLevel: "error",
  // pg asks for it only where somebody wants the native client.
  external: ["pg-native"],
  entryPoints: { service: "service/main.ts" },
  outdir: "dist",
});
