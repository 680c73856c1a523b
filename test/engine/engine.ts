import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type EngineEvent, LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";

/** Whether a `pulumi` is on `path`; one that is there and does not work is an error of the tests, not a skip. */
export function pulumiIsThere(path: string): boolean {
  const error: NodeJS.ErrnoException | undefined = spawnSync("pulumi", ["version"], {
    env: { PATH: path },
  }).error;
  return error?.code !== "ENOENT";
}

/** What the pack said in one run of the engine. */
export interface Verdict {
  /** Mandatory violations, each `policy resource`, sorted, once. */
  violations: string[];
  /** All that the pack said, for a failing test's message. */
  messages: string[];
  /** Whether the run ended well. */
  passed: boolean;
  output: string;
}

/** A real engine with a backend and home of its own in a temporary folder, and the stub provider on its PATH. */
export class Engine {
  private readonly home = mkdtempSync(join(tmpdir(), "engine-"));

  constructor(private readonly path = process.env.PATH ?? "") {}

  /** Selects `name` of the project in `workDir`, made if need be; `more` is in its environment. @throws where `pulumi` does not work */
  async stack(workDir: string, name: string, more: Record<string, string> = {}): Promise<Stack> {
    const env = {
      ...more,
      PATH: [join(__dirname, "bin"), this.path].join(delimiter),
      PULUMI_HOME: this.home,
      PULUMI_BACKEND_URL: `file://${this.home}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      NO_COLOR: "1",
    };
    // The Automation API looks for `pulumi` on this process's own PATH.
    process.env.PATH = env.PATH;
    return LocalWorkspace.createOrSelectStack({ stackName: name, workDir }, { envVars: env });
  }

  remove(): void {
    process.env.PATH = this.path;
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** Runs `operation` with an event listener and tells what the pack said. */
export async function verdictOf(
  operation: (onEvent: (event: EngineEvent) => void) => Promise<{ stdout: string }>,
): Promise<Verdict> {
  const violations = new Set<string>();
  const messages: string[] = [];
  const onEvent = ({ policyEvent }: EngineEvent) => {
    if (policyEvent === undefined) return;
    const { policyName, resourceUrn = "", enforcementLevel, message } = policyEvent;
    messages.push(`${policyName} ${message}`);
    if (enforcementLevel !== "mandatory") return;
    const name = resourceUrn.includes("pulumi:pulumi:Stack::")
      ? ""
      : resourceUrn.split("::").slice(3).join("::");
    violations.add(`${policyName} ${name}`);
  };
  const sorted = () => [...violations].sort();
  try {
    const { stdout } = await operation(onEvent);
    return { violations: sorted(), messages, passed: true, output: stdout };
  } catch (error) {
    return { violations: sorted(), messages, passed: false, output: String(error) };
  }
}

/**
 * What the engine must tell of `wanted`: a resource that the stack itself lacks it names not, so there the policy alone
 * is told, beside those that it names.
 */
export function asEngineNames(wanted: readonly string[], told: readonly string[]): string[] {
  const nameless = (one: string): string => `${one.split(" ")[0] ?? ""} `;
  const unnamed = wanted.map(nameless).filter((one) => told.includes(one));
  const named = wanted.filter((one) => told.includes(one) || !unnamed.includes(nameless(one)));
  return [...new Set([...named, ...unnamed])].sort();
}

/** URNs of what a stack holds. */
export async function resourcesOf(stack: Stack): Promise<string[]> {
  const { resources = [] } = (await stack.exportStack()).deployment as { resources?: { urn: string }[] };
  return resources.map(({ urn }) => urn);
}

/** What `pulumi` prints for a stack. @throws where it fails */
export function pulumi(stack: Stack, ...args: string[]): string {
  const { workDir, envVars } = stack.workspace;
  return execFileSync("pulumi", [...args, "--stack", stack.name], {
    cwd: workDir,
    env: { ...process.env, ...envVars },
    encoding: "utf8",
    maxBuffer: 100_000_000,
    stdio: ["ignore", "pipe", "ignore"],
  });
}
