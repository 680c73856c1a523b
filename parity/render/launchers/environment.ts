import type { Run } from "./launch";

/** A program sees no more of this machine than it needs, so that its variables cannot steer a render. */
export function bareEnvironment(): Record<string, string> {
  const { PATH = "", HOME = "" } = process.env;
  return { PATH, HOME, NO_COLOR: "1" };
}

/** The stack's configuration, as every language's SDK reads it. */
export function configEnvironment(run: Run): Record<string, string> {
  return {
    PULUMI_CONFIG: JSON.stringify(run.config),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(run.secretKeys),
  };
}
