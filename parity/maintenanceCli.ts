import { createInterface } from "node:readline/promises";
import { Argument, Command, InvalidArgumentError } from "commander";
import { runCommand } from "./commandLine";
import {
  Cloud,
  maintenanceTargets,
  showTime,
  switchOff,
  switchOn,
  windowFrom,
  type MaintenanceTargets,
  type MaintenanceWindow,
  type SwitchedOn,
} from "./maintenance";
import { readProject, renderStack } from "./render";
import { InputError } from "./render/inputError";
import { readDuration } from "./replay/duration";

const DONE = 0;

/** Longest time of a mute rule (CloudWatch API, `Schedule`). */
const MOST_MINUTES = 15 * 24 * 60;

/** What a service takes. Characters. */
const LONGEST_MESSAGE = 1000;

interface Flags {
  stack: string;
  for?: number;
  message?: string;
  program: string;
  yes?: true;
}

function readCommand(argv: readonly string[]): { state: "on" | "off"; flags: Flags } {
  const command = new Command("maintenance")
    .description(
      "Switches the maintenance of a stack on and off, and mutes the alarms that it would set off.",
    )
    .addArgument(new Argument("<state>", "on or off").choices(["on", "off"]))
    .requiredOption("-s, --stack <name>", "the stack")
    .option("--for <time>", "how long it will take: 30m, 2h, 1d; alarms act again then", minutes)
    .option("--message <text>", "what users are told", message)
    .option("--program <dir>", "folder of the Pulumi program", ".")
    .option("--yes", "do not ask")
    .addHelpText("after", "\nExit codes: 0 done, 2 could not, or was told not to.")
    .allowExcessArguments(false)
    .exitOverride()
    // What is wrong is told once, by runCommand.
    .configureOutput({ outputError: () => undefined });
  command.parse(argv);
  return { state: command.args[0] === "on" ? "on" : "off", flags: command.opts<Flags>() };
}

function minutes(text: string): number {
  const seconds = readDuration(text);
  const amount = (seconds ?? 0) / 60;
  if (Number.isInteger(amount) && amount >= 1 && amount <= MOST_MINUTES) return amount;
  throw new InvalidArgumentError("It is whole minutes, hours or days, 1m to 15d, such as 30m, 2h or 1h30m.");
}

function message(text: string): string {
  if (text.trim() !== "" && text.length <= LONGEST_MESSAGE) return text;
  throw new InvalidArgumentError(`It is a text of 1 to ${LONGEST_MESSAGE} characters.`);
}

async function run(argv: readonly string[]): Promise<number> {
  // What the SDK says of this Node is for who installs it.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const { state, flags } = readCommand(argv);
  if (state === "on" && flags.for === undefined)
    throw new InputError(
      "--for: is missing, and a mute must end; write how long it will take, such as --for 2h",
    );
  if (state === "off" && flags.for !== undefined) throw new InputError("--for: off is now; leave it out");
  if (state === "off" && flags.message !== undefined)
    throw new InputError("--message: it is for on; leave it out");
  const targets = await targetsOf(flags);
  const cloud = new Cloud(targets);
  try {
    const now = await cloud.readSwitch();
    return await (state === "on" ? turnOn(targets, flags, now, cloud) : turnOff(targets, flags, now, cloud));
  } finally {
    cloud.close();
  }
}

/** Names as the program gives them, so that they are what is deployed. */
async function targetsOf({ program, stack }: Flags): Promise<MaintenanceTargets> {
  const project = readProject(program);
  if (project.hasStackFiles && !project.stacks.includes(stack))
    throw new InputError(`--stack ${stack}: there is no such stack; there are ${project.stacks.join(", ")}`);
  const render = await renderStack(project, stack, "update");
  if (!render.ok) throw new InputError(`${stack}: ${render.error}`);
  return maintenanceTargets(render);
}

async function turnOn(targets: MaintenanceTargets, flags: Flags, now: string, cloud: Cloud): Promise<number> {
  const window = windowFrom(new Date(), flags.for ?? 0);
  const value: SwitchedOn = {
    on: true,
    message: flags.message ?? "Down for maintenance.",
    until: window.end.toISOString(),
  };
  write(`Maintenance of ${targets.stack} on, until ${showTime(window.end)}:`);
  write(`  switch  ${shownParameter(targets)}: ${JSON.stringify(value)} (now ${now})`);
  for (const [region, names] of targets.alarms)
    write(`  mute    ${shownMute(targets, region, window, names)}`);
  if (targets.alarms.size === 0) write("  mute    nothing: no alarm would be set off");
  write("It stays on until it is switched off; alarms that fire when the mute ends act again.");
  await confirm(flags);
  await switchOn(targets, window, value, cloud, write);
  return DONE;
}

async function turnOff(
  targets: MaintenanceTargets,
  flags: Flags,
  now: string,
  cloud: Cloud,
): Promise<number> {
  write(`Maintenance of ${targets.stack} off:`);
  write(`  switch  ${shownParameter(targets)}: {"on":false} (now ${now})`);
  for (const [region, names] of targets.alarms)
    write(`  unmute  ${targets.ruleName} in ${region}, once they are OK: ${names.join(", ")}`);
  await confirm(flags);
  await switchOff(targets, cloud, write);
  return DONE;
}

function shownParameter({ parameter: { name, region } }: MaintenanceTargets): string {
  return `${name} in ${region}`;
}

function shownMute(
  { ruleName }: MaintenanceTargets,
  region: string,
  { expression, duration }: MaintenanceWindow,
  names: readonly string[],
): string {
  return `${ruleName} in ${region}, ${expression} for ${duration}: ${names.join(", ")}`;
}

/** @throws InputError where nobody says yes */
async function confirm({ yes }: Flags): Promise<void> {
  if (yes === true) return;
  if (!process.stdin.isTTY)
    throw new InputError("nobody is there to be asked; write --yes. Nothing was changed");
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question("Go on? [y/N] ");
  terminal.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new InputError("not told to go on. Nothing was changed");
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}

runCommand(run);
