import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { compareStacks } from "./compare";
import { startPolicyHost } from "./host";
import { PackConfigFile } from "./host/configFile";
import type { PackInfo, PolicyHost } from "./host/types";
import { judge } from "./judge";
import { remediateAll, remediates } from "./remediate";
import { DEFAULT_TIMEOUT_SECONDS } from "./render";
import type { NotRendered, ProjectRenders } from "./render/types";
import { buildReport } from "./report/build";
import type { Report } from "./report/types";
import { firingsOf } from "./replay";
import { openSource, type SourceOptions } from "./source";
import { weakerPolicies } from "./weaker";

/** What is checked, and with what. */
export interface CheckOptions extends SourceOptions {
  /** Folder of the policy pack. */
  policyPack: string;
  /** File of the pack's configuration, as `pulumi --policy-pack-config` takes it. @default none */
  policyPackConfig?: string;
  /** Seconds for each run of the program, and for each call of the pack. @default 60 */
  timeoutSeconds?: number;
}

/** What `check` found. */
export interface CheckResult {
  report: Report;
  pack: PackInfo;
  /** Every stack of the project, whether asked for or not. */
  stacks: string[];
  /** Stacks that could not be rendered: the report says nothing of them. */
  failed: NotRendered[];
  /** What a reader must know of a stack's render. */
  notes: { stack: string; note: string }[];
  /** What a reader must know of the pack's configuration, a line each. */
  packNotes: string[];
}

/**
 * The main job: renders every stack, hands each to the policy pack, and holds the stacks to each other.
 * @throws InputError for a program, parity file, pack or stack name that is wrong
 */
export async function check(options: CheckOptions): Promise<CheckResult> {
  const configFile =
    options.policyPackConfig === undefined ? undefined : new PackConfigFile(options.policyPackConfig);
  const source = openSource(options);
  const { wanted, parity } = source;
  const file = new RendersFile();
  const timeoutSeconds = options.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS;
  const starting = startPolicyHost(options.policyPack, {
    project: source.project,
    organization: "organization",
    env: { ALARM_PARITY_RENDERS: file.path },
    timeoutSeconds,
  }).then((host) => configured(host, configFile));
  try {
    const [host, given] = await Promise.all([starting, source.renders(timeoutSeconds)]);
    file.write({ ...given, failuresTold: true });
    options.onProgress?.(options.files === undefined ? "rendered, judging" : "read, judging");
    const { renders, remediations } = remediates(host)
      ? await remediateAll(host, given)
      : { renders: given, remediations: undefined };
    const failed = failures(renders);
    const whole = wanted.filter((stack) => !failed.some((one) => one.stack === stack));
    const updates = renders.stacks.flatMap(({ update }) => (update.ok ? [update] : []));
    const { rows } = compareStacks(updates, parity);
    const weaker = configFile === undefined ? [] : weakerPolicies(host, configFile.path);
    const judged = await judge(host, given, whole);
    const replayed =
      renders.dir === undefined || renders.from !== undefined
        ? undefined
        : firingsOf(renders.dir, updates, parity);
    return {
      report: {
        ...buildReport(renders, whole, judged, rows),
        ...(remediations && { remediations: remediations.filter(({ stack }) => whole.includes(stack)) }),
        ...(weaker.length === 0 ? {} : { weaker }),
        ...(replayed === undefined || replayed.firings.length === 0 ? {} : { firings: replayed.firings }),
      },
      pack: host.info,
      stacks: renders.stacks.map(({ stack }) => stack),
      failed,
      notes: [
        ...source.notes,
        ...updates.flatMap(({ stack, notes }) => notes.map((note) => ({ stack, note }))),
        ...(renders.notes ?? []).map((note) => ({ stack: "all stacks", note })),
        ...(replayed?.notes ?? []).map((note) => ({ stack: "incidents", note })),
      ],
      packNotes: configFile?.notes ?? [],
    };
  } finally {
    file.remove();
    closeHost(starting);
  }
}

/** The host with the file's configuration; it is ended where the pack does not take that. */
async function configured(host: PolicyHost, file: PackConfigFile | undefined): Promise<PolicyHost> {
  try {
    file?.hold(host.info);
    if (file !== undefined) await host.configure(file.config);
    return host;
  } catch (error) {
    host.close();
    throw error;
  }
}

function failures(renders: ProjectRenders): NotRendered[] {
  return renders.stacks.flatMap(({ preview, update, previewKnown }) => {
    const first = [update, preview, previewKnown].find((render) => render?.ok === false);
    return first?.ok === false ? [first] : [];
  });
}

/** Not awaited: a host that is still starting must not hold back the error that ends the check. */
function closeHost(starting: Promise<PolicyHost>): void {
  starting.then(
    (host) => {
      host.close();
    },
    () => undefined,
  );
}

/** Where the pack finds the renders once they are there; they hold secrets, so nobody else may read them. */
class RendersFile {
  private readonly dir = mkdtempSync(path.join(tmpdir(), "alarm-parity-renders-"));
  readonly path = path.join(this.dir, "renders.json");
  readonly remove = (): void => {
    process.off("exit", this.remove);
    rmSync(this.dir, { recursive: true, force: true });
  };

  constructor() {
    process.on("exit", this.remove);
  }

  write(renders: ProjectRenders): void {
    const draft = `${this.path}.draft`;
    writeFileSync(draft, JSON.stringify(renders), { mode: 0o600 });
    renameSync(draft, this.path);
  }
}
