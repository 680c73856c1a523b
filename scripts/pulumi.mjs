// `npm run preview|up -- <args>`: Pulumi with this project's policy pack, so that nobody forgets it.
import { spawn } from "node:child_process";
import console from "node:console";
import process from "node:process";

const NOT_FOUND = 2;
const [command, ...args] = process.argv.slice(2);
const child = spawn("pulumi", [command, "--policy-pack", "policies", ...args], { stdio: "inherit" });

child.on("error", (error) => {
  const why =
    error.code === "ENOENT" ? "pulumi is not on the PATH" : `pulumi cannot be started (${error.code})`;
  console.error(`${why}: install it from https://www.pulumi.com/docs/install/`);
  process.exit(NOT_FOUND);
});
// Ctrl-C reaches pulumi too, which ends a deployment in its own time: wait for it.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => undefined);
child.on("exit", (code, signal) => {
  process.exitCode = code ?? 1;
  if (signal !== null) console.error(`pulumi was ended by ${signal}`);
});
