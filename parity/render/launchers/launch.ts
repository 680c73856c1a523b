import type { ErrorReader } from "../errorText/errorText";
import type { Project } from "../project";
import type { SourceMaps } from "../sourceMaps";
import type { Shape } from "../types";

/** One run of a program: what the launcher needs to know beside the project. */
export interface Run {
  stack: string;
  shape: Shape;
  /** Address of monitor and engine. */
  address: string;
  /** `PULUMI_CONFIG` and `PULUMI_CONFIG_SECRET_KEYS`. */
  config: Record<string, string>;
  secretKeys: string[];
  organization: string;
}

/** A command to start, with its whole environment. */
export interface Command {
  command: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
}

/** A project made ready to run, once for all its stacks. */
export interface Launch {
  command: (run: Run) => Command;
  /** For programs that were transpiled here; empty otherwise. */
  sourceMaps: SourceMaps;
  /** Names of the outputs that the program asks of other stacks, as far as they stand in it as text. */
  stackOutputs: readonly string[];
  /** A path relative to the project that it matches is an installed package's: its frames are not the program's. */
  installed: RegExp;
  /** What a program of this language calls that ends it before its end. */
  exits: string;
  /** Whether a program tells the monitor when it has come to its end; one that does not cannot be asked. */
  signalsEnd: boolean;
  readError: ErrorReader;
}

/** How the programs of one runtime are started; `workDir` is a temporary folder for what it makes. */
export type Launcher = (project: Project, workDir: string) => Promise<Launch>;

/** As many registrations at once as Pulumi itself allows on a small machine. */
export const PARALLEL = "16";
