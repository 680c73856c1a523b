import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  alarmShapesDiffer,
  compareAlarms,
  findParityFile,
  loadParityFile,
  shownPath,
  type ParityFile,
} from "./compare";
import { startPolicyHost } from "./host";
import type { PackInfo, PolicyHost } from "./host/types";
import { judge } from "./judge";
import { DEFAULT_TIMEOUT_SECONDS, type Project, readProject, renderProject } from "./render";
import { InputError } from "./render/inputError";
import type { NotRendered, ProjectRenders, Render } from "./render/types";
import { buildReport } from "./report/build";
import type { Report } from "./report/types";
import { openStackFiles, type StackFiles } from "./stackFiles";

/** What is checked, and with what. */
export interface CheckOptions {
  /** Folder of the Pulumi program. @default the current one */
  program?: string;
  /** Files of deployed or previewed stacks, which are checked in place of the program. @default none */
  files?: Pick<StackFiles, "kind" | "paths">;
  /** The parity file. @default that of the program */
  parityFile?: string;
  /** Folder of the policy pack. */
  policyPack: string;
  /** Stacks whose findings are wanted; their siblings are rendered all the same. @default all */
  stacks?: readonly string[];
  /** Seconds for each run of the program, and for each call of the pack. @default 60 */
  timeoutSeconds?: number;
  /** Called with one short sentence whenever a part is done. */
  onProgress?: (done: string) => void;
}

/** What `check` found. */
export interface CheckResult {
  report: Report;
  pack: PackInfo;
  /** Stacks that could not be rendered: the report says nothing of them. */
  failed: NotRendered[];
  /** What a reader must know of a stack's render. */
  notes: { stack: string; note: string }[];
}

/**
 * The main job: renders every stack, hands each to the policy pack, and holds the stacks to each other.
 * @throws InputError for a program, parity file, pack or stack name that is wrong
 */
export async function check(options: CheckOptions): Promise<CheckResult> {
  const source = options.files === undefined ? programSource(options) : fileSource(options.files, options);
  const { wanted, parity } = source;
  const file = new RendersFile();
  const timeoutSeconds = options.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS;
  const starting = startPolicyHost(options.policyPack, {
    project: source.project,
    organization: "organization",
    env: { ALARM_PARITY_RENDERS: file.path },
    timeoutSeconds,
  });
  try {
    const [host, renders] = await Promise.all([starting, source.renders(timeoutSeconds)]);
    file.write(renders);
    options.onProgress?.(options.files === undefined ? "rendered, judging" : "read, judging");
    const failed = failures(renders);
    const whole = wanted.filter((stack) => !failed.some((one) => one.stack === stack));
    const updates = renders.stacks.flatMap(({ update }) => (update.ok ? [update] : []));
    const { rows } = compareAlarms(updates, parity);
    return {
      report: buildReport(renders, whole, await judge(host, renders, whole), rows),
      pack: host.info,
      failed,
      notes: [
        ...source.notes,
        ...updates.flatMap(({ stack, notes }) => notes.map((note) => ({ stack, note }))),
      ],
    };
  } finally {
    file.remove();
    closeHost(starting);
  }
}

/** What is checked: a project's stacks, from its program or from files. */
interface Source {
  project: string;
  /** Stacks whose findings are wanted. */
  wanted: readonly string[];
  parity?: ParityFile;
  renders: (timeoutSeconds: number) => Promise<ProjectRenders>;
  notes: CheckResult["notes"];
}

function programSource({ program = ".", stacks, parityFile, onProgress }: CheckOptions): Source {
  const project = readProject(program);
  const wanted = chooseStacks(project, stacks);
  const parityPath = parityFile ?? findParityFile(project.dir);
  const parity = parityPath === undefined ? undefined : loadParityFile(parityPath);
  refuseMissingStacks(project, parity?.stacks ?? [], parityPath);
  const renders = async (timeoutSeconds: number): Promise<ProjectRenders> => ({
    ...(await renderProject(project, {
      stacks: inOrder(project.stacks, parity?.stacks ?? []),
      timeoutSeconds,
      needsThird: alarmShapesDiffer,
      onProgress: (render) => onProgress?.(describe(render)),
    })),
    ...(parityFile === undefined || parity === undefined ? {} : { parityFile: parity.path }),
  });
  return { project: project.name, wanted, parity, renders, notes: [] };
}

function fileSource(files: NonNullable<CheckOptions["files"]>, options: CheckOptions): Source {
  const { program, parityFile } = options;
  const { renders, parity, absent } = openStackFiles({ ...files, program, parityFile });
  const names = renders.stacks.map(({ stack }) => stack);
  const unknown = options.stacks?.find((stack) => !names.includes(stack));
  if (unknown !== undefined)
    throw new InputError(`--stack ${unknown}: no file is of this stack; there are ${names.join(", ")}`);
  return {
    project: renders.project,
    wanted: options.stacks ?? names,
    parity,
    renders: () => Promise.resolve(renders),
    notes: absent.map((stack) => ({
      stack,
      note: `${shownPath(parity?.path)} lists it and no file is given for it, so the others were not compared with it`,
    })),
  };
}

function chooseStacks(project: Project, wanted: readonly string[] | undefined): readonly string[] {
  if (project.stacks.length === 0) {
    throw new InputError(
      `${project.stackConfigDir}: no Pulumi.<stack>.yaml, so there is no stack to check: add one`,
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
    writeFileSync(draft, this.textOf(renders), { mode: 0o600 });
    renameSync(draft, this.path);
  }

  /** A stack that was read from a file has one face, which is written once: states may be large. */
  private textOf(renders: ProjectRenders): string {
    const { from, stacks } = renders;
    const written = from === undefined ? stacks : stacks.map(({ stack, update }) => ({ stack, update }));
    try {
      return JSON.stringify({ ...renders, stacks: written });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new InputError("the stacks are too large to be judged together; check fewer of them at once");
    }
  }
}
