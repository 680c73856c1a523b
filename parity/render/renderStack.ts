import { DEFAULT_ACCOUNT, DEFAULT_REGION, type Place } from "./answers/knownDefaults";
import type { Declarations } from "./answers/declarations";
import type { AnswersFile, GivenAnswer } from "./answers/answersFile";
import { StackAnswers } from "./answers/given";
import { missingAnswer } from "./answers/missing";
import { Answers } from "./answers/values";
import { killChild, spawnChild } from "./children";
import { InputError } from "./inputError";
import type { Command, Launch } from "./launchers";
import { startMonitor } from "./monitor";
import type { Project } from "./project";
import { Recorder } from "./recorder";
import { Revealed } from "./revealed";
import { encryptedPlaceholder } from "./sealed";
import { readStackConfig, type EngineConfig, type StackConfig } from "./stackConfig";
import type { Render, Shape } from "./types";
import { type Ended, whyNotWhole } from "./whyNotWhole";

/** The organization that programs see; Pulumi's own name for "none" in a self-managed backend. */
const ORGANIZATION = "organization";

/** How long after a program's end its output is still read. */
const LAST_WORDS_MS = 1000;

/** What a program prints is kept up to here, for an error message: a trace of many goroutines is long. */
const MAX_OUTPUT = 64_000;

/** What is the same for all renders of a project. */
export interface RenderJob {
  project: Project;
  launch: Launch;
  declarations: Declarations;
  /** Seconds after which a program is ended. */
  timeoutSeconds: number;
  /** Real answers for what programs ask of a cloud. */
  answers?: AnswersFile;
  /** Gets those that something asked for. */
  usedAnswers: Set<GivenAnswer>;
  /** The engine's own configuration of the stack that it deploys. */
  engine?: { stack: string; config: EngineConfig };
}

/** Renders one stack in one shape. Whatever is wrong with stack or program is in the answer, never thrown. */
export async function renderStack(job: RenderJob, stack: string, shape: Shape): Promise<Render> {
  try {
    const given = job.engine?.stack === stack ? job.engine.config : undefined;
    return await run(job, readStackConfig(job.project, stack, given), stack, shape);
  } catch (error) {
    if (error instanceof InputError) return { ok: false, stack, shape, error: error.message };
    throw error;
  }
}

async function run(job: RenderJob, config: StackConfig, stack: string, shape: Shape): Promise<Render> {
  const { project, declarations, launch } = job;
  const place = placeOf(config);
  const answers = new Answers(place);
  const revealed = new Revealed(config.revealed);
  const given = new StackAnswers(job.answers, stack, job.usedAnswers);
  const recorder = new Recorder(project, stack, shape, declarations, answers, launch, revealed, given);
  const monitor = await startMonitor(recorder, { declarations, answers, given, place });
  try {
    const command = launch.command({
      stack,
      shape,
      address: monitor.address,
      config: config.values,
      secretKeys: config.secretKeys,
      organization: ORGANIZATION,
    });
    refuseHuge(config);
    const ended = await runProgram(command, job.timeoutSeconds);
    const { timeoutSeconds } = job;
    const whole = whyNotWhole(recorder, ended, { dir: project.dir, launch, config, timeoutSeconds });
    const error = withAnswer(whole, recorder, stack);
    const unreadable = error ?? encryptedAlarm(recorder, config);
    if (unreadable !== undefined) return { ok: false, stack, shape, error: revealed.inText(unreadable) };
    for (const [urn, row] of recorder.rows) {
      const resource = recorder.resources.get(urn);
      if (resource !== undefined) resource.row = row;
    }
    return {
      ok: true,
      stack,
      shape,
      project: project.name,
      config: config.shown,
      // By URN: registrations arrive in the order of the program's promises, which may differ between runs.
      resources: [...recorder.resources.values()].sort((a, b) => (a.urn < b.urn ? -1 : 1)),
      references: answers.references,
      notes: [...recorder.notes, ...config.encryptedKeys.map((key) => encryptedNote(config, key))],
    };
  } finally {
    monitor.close();
  }
}

/** The error, with the answer that the program lacks where it says so. */
function withAnswer(error: string | undefined, recorder: Recorder, stack: string): string | undefined {
  if (error === undefined) return undefined;
  const { given, resources } = recorder;
  const { references } = recorder.answers;
  const missing = missingAnswer(error, { stack, given, references, resources: resources.values() });
  return missing === undefined ? error : `${error}; ${missing}`;
}

/** Linux passes no variable of 128 KiB or more to a program, and Pulumi passes the whole configuration in one. */
const MAX_CONFIG_BYTES = 131_072 - "PULUMI_CONFIG=".length - 1;

function refuseHuge({ file, values }: StackConfig): void {
  const size = Buffer.byteLength(JSON.stringify(values));
  if (size <= MAX_CONFIG_BYTES) return;
  const [[key] = [""]] = Object.entries(values).sort(([, a], [, b]) => b.length - a.length);
  throw new InputError(
    `${file}: its configuration is ${size} bytes long, and no program can be given more than ${MAX_CONFIG_BYTES}; move the largest value (${key}) into a file`,
  );
}

function placeOf(config: StackConfig): Place {
  const allowed = /\d{12}/.exec(config.values["aws:allowedAccountIds"] ?? "")?.[0];
  return { account: allowed ?? DEFAULT_ACCOUNT, region: config.values["aws:region"] ?? DEFAULT_REGION };
}

function encryptedNote({ placeOf, whyEncrypted }: StackConfig, key: string): string {
  const why = whyEncrypted === "" ? "" : ` (${whyEncrypted})`;
  return `${placeOf(key)}: ${key} is encrypted; a placeholder stands for its value${why}`;
}

/** A made-up value in place of an encrypted one must not be judged or compared as an alarm's own. */
function encryptedAlarm(recorder: Recorder, { placeOf, encryptedKeys }: StackConfig): string | undefined {
  for (const { type, name, inputs } of recorder.resources.values()) {
    if (!/[:/]cloudwatch[:/]/.test(type)) continue;
    const text = JSON.stringify(inputs);
    const key = encryptedKeys.find((candidate) => text.includes(encryptedPlaceholder(candidate)));
    if (key !== undefined) {
      return `${placeOf(key)}: ${key} is encrypted and cannot be read here, and ${name} is made from it; write it in plain text (it is shown in CloudWatch anyway)`;
    }
  }
  return undefined;
}

function runProgram({ command, args, cwd, env }: Command, timeoutSeconds: number): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawnChild(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    let timedOut = false;
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-MAX_OUTPUT);
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    const timer = setTimeout(() => {
      timedOut = true;
      killChild(child);
    }, timeoutSeconds * 1000);
    child.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    const end = (code: number | null, signal: NodeJS.Signals | null) => {
      clearTimeout(timer);
      child.stdout?.destroy();
      child.stderr?.destroy();
      resolve({ code, signal, timedOut, output });
    };
    child.once("close", end);
    // A daemon that the program left holds its output open for ever.
    child.once("exit", (code, signal) => setTimeout(end, LAST_WORDS_MS, code, signal).unref());
  });
}
