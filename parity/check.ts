import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { alarmShapesDiffer, compareStacks, findParityFile, loadParityFile, shownPath } from "./compare";
import { startPolicyHost } from "./host";
import { PackConfigFile } from "./host/configFile";
import type { PackInfo, PolicyHost } from "./host/types";
import { judge } from "./judge";
import { remediateAll, remediates } from "./remediate";
import { DEFAULT_TIMEOUT_SECONDS, loadAnswersFile, type Project, readProject, renderProject } from "./render";
import { InputError } from "./render/inputError";
import type { NotRendered, ProjectRenders, Render } from "./render/types";
import { buildReport } from "./report/build";
import type { Report } from "./report/types";
import { weakerPolicies } from "./weaker";

/** What is checked, and with what. */
export interface CheckOptions {
  /** Folder of the Pulumi program. */
  program: string;
  /** Folder of the policy pack. */
  policyPack: string;
  /** File of the pack's configuration, as `pulumi --policy-pack-config` takes it. @default none */
  policyPackConfig?: string;
  /** Stacks whose findings are wanted; their siblings are rendered all the same. @default all */
  stacks?: readonly string[];
  /** File of real answers for what the program asks of a cloud. @default none */
  answers?: string;
  /** Seconds for each run of the program, and for each call of the pack. @default 60 */
  timeoutSeconds?: number;
  /** Called with one short sentence whenever a part is done. */
  onProgress?: (done: string) => void;
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
  const project = withStacks(readProject(options.program), options.stacks);
  const wanted = chooseStacks(project, options.stacks);
  const answers =
    options.answers === undefined ? undefined : loadAnswersFile(options.answers, project.stacks);
  const parityPath = findParityFile(project.dir);
  const parity = parityPath === undefined ? undefined : loadParityFile(parityPath);
  refuseMissingStacks(project, parity?.stacks ?? [], parityPath);

  const file = new RendersFile();
  const timeoutSeconds = options.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS;
  const starting = startPolicyHost(options.policyPack, {
    project: project.name,
    organization: "organization",
    env: { ALARM_PARITY_RENDERS: file.path },
    timeoutSeconds,
  }).then((host) => configured(host, configFile));
  try {
    const [host, given] = await Promise.all([
      starting,
      renderProject(project, {
        stacks: inOrder(project.stacks, parity?.stacks ?? []),
        timeoutSeconds,
        answers,
        needsThird: alarmShapesDiffer,
        onProgress: (render) => options.onProgress?.(describe(render)),
      }),
    ]);
    file.write({ ...given, failuresTold: true });
    options.onProgress?.("rendered, judging");
    const { renders, remediations } = remediates(host)
      ? await remediateAll(host, given)
      : { renders: given, remediations: undefined };
    const failed = failures(renders);
    const whole = wanted.filter((stack) => !failed.some((one) => one.stack === stack));
    const updates = renders.stacks.flatMap(({ update }) => (update.ok ? [update] : []));
    const { rows } = compareStacks(updates, parity);
    const weaker = configFile === undefined ? [] : weakerPolicies(host, configFile.path);
    const judged = await judge(host, given, whole);
    return {
      report: {
        ...buildReport(renders, whole, judged, rows),
        ...(remediations && { remediations: remediations.filter(({ stack }) => whole.includes(stack)) }),
        ...(weaker.length === 0 ? {} : { weaker }),
      },
      pack: host.info,
      stacks: renders.stacks.map(({ stack }) => stack),
      failed,
      notes: [
        ...updates.flatMap(({ stack, notes }) => notes.map((note) => ({ stack, note }))),
        ...(renders.notes ?? []).map((note) => ({ stack: "all stacks", note })),
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

/** What Pulumi takes for the name of a stack. */
const STACK_NAME = /^[\w.-]{1,100}$/;

/** Where no stack has a file, `--stack` names them: all then have the defaults of Pulumi.yaml. */
function withStacks(project: Project, named: readonly string[] = []): Project {
  if (project.hasStackFiles) return project;
  const wrong = named.find((name) => !STACK_NAME.test(name));
  if (wrong !== undefined) {
    throw new InputError(
      `--stack ${wrong}: a stack's name has letters, digits, hyphens, underscores and periods only`,
    );
  }
  return { ...project, stacks: [...new Set(named)] };
}

function chooseStacks(project: Project, wanted: readonly string[] | undefined): readonly string[] {
  if (project.stacks.length === 0) {
    throw new InputError(
      `${project.stackConfigDir}: no Pulumi.<stack>.yaml, so there is no stack to check: add one, or name the stacks with --stack NAME…`,
    );
  }
  const unknown = wanted?.find((stack) => !project.stacks.includes(stack));
  if (unknown !== undefined) {
    throw new InputError(
      `--stack ${unknown}: there is no such stack; there are ${project.stacks.join(", ")}`,
    );
  }
  return wanted ?? project.stacks;
}

/** A stack that parity.yaml lists and that nobody can render would be left out of every comparison. */
function refuseMissingStacks(
  project: Project,
  listed: readonly string[],
  parityPath: string | undefined,
): void {
  const missing = listed.find((stack) => !project.stacks.includes(stack));
  if (missing === undefined) return;
  throw new InputError(
    `Pulumi.${missing}.yaml is missing, but ${shownPath(parityPath)} lists the stack ${missing}: add the file, or take ${missing} out of \`stacks\``,
  );
}

/** As parity.yaml lists them, which is how changes travel; then the others. */
function inOrder(stacks: readonly string[], listed: readonly string[]): string[] {
  return [...listed, ...stacks.filter((stack) => !listed.includes(stack))];
}

function failures(renders: ProjectRenders): NotRendered[] {
  return renders.stacks.flatMap(({ preview, update, previewKnown }) => {
    const first = [update, preview, previewKnown].find((render) => render?.ok === false);
    return first?.ok === false ? [first] : [];
  });
}

function describe(render: Render): string {
  return `${render.stack} (${render.shape}) ${render.ok ? "rendered" : "cannot be rendered"}`;
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
