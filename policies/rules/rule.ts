import type { Alarm } from "../../cloudwatch/alarm";
import type { FactTable } from "../../cloudwatch/facts";
import type { ParityFile } from "../../parity/compare/parityFile";
import type { ProjectRenders } from "../../parity/render/types";
import type { Exports } from "../exports";

/** A resource as the policy host shows it: plain values, with the UNKNOWN mark where not known. */
export interface ResourceView {
  urn: string;
  type: string;
  /** The logical name. */
  name: string;
  /** Safe to read: a value that is not known is the UNKNOWN mark, nothing throws. */
  props: Record<string, unknown>;
  /** The alarm that this resource is, if it is one. One resource can hold several (a CloudFormation body). */
  alarms: readonly Alarm[];
  ignoreChanges: readonly string[];
  provider?: { type: string; name: string; urn: string; props: Record<string, unknown> };
}

/** A resource of a whole stack: with its neighbours. */
export interface StackResource extends ResourceView {
  parent?: string;
  /** URNs that each top-level property depends on. */
  propertyDependencies: Record<string, readonly string[]>;
  dependencies: readonly string[];
}

/** What a rule may ask for beside the resources. */
export interface RuleContext {
  stack: string;
  project: string;
  /** Today, `YYYY-MM-DD`, so that no rule reads a clock. */
  today: string;
  /** The project's parity file; undefined where there is none. A file that is wrong is a violation of `parity-exceptions-valid`. */
  parity?: ParityFile;
  /** Why the parity file cannot be used, naming file and line. */
  parityError?: string;
  /** Renders of this stack and its siblings; undefined where the program cannot be rendered here. */
  renders?: ProjectRenders;
  /** Why there are no renders, where there are none. */
  rendersError?: string;
  /** The other stacks' exports, where the configuration names their folder and there are no renders. */
  exports?: Exports;
  /** The pack's configuration for this policy: its own keys over those of the settings file. */
  config: Record<string, unknown>;
  /** Why the settings file cannot be used, naming file and line. */
  settingsError?: string;
  /** What is known of metrics where the configuration has facts of its own; undefined means the standard table. */
  facts?: FactTable;
}

/** A stack as a rule sees it. */
export interface StackView {
  resources: readonly StackResource[];
  byUrn: ReadonlyMap<string, StackResource>;
}

/** What is wrong with one resource. */
export interface Finding {
  /** The offender; absent means the stack as a whole. */
  urn?: string;
  /** Names alarm, field and value, and says in one clause why it is wrong. */
  message: string;
  /** What to type. */
  fix?: string;
}

/** What the rule could not judge, and why. Never silent, never a pass. */
export interface Unchecked {
  urn?: string;
  reason: string;
}

/** A judge's answer. */
export interface Verdict {
  findings: Finding[];
  unchecked: Unchecked[];
}

/** A change of one input: a value, the input taken out, or a copy of another input (of a list, these elements). */
export interface InputEdit {
  path: readonly [string, ...(string | number)[]];
  change: { to: unknown } | { remove: true } | { copyOf: string; elements?: readonly number[] };
}

/** JSON schema of each key. */
export type ConfigSchema = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** One policy: a pure check over records. `new PolicyPack` and the adapter make it a CrossGuard policy. */
export interface Rule {
  /** The policy's name, which is a contract (DESIGN §4). */
  name: string;
  /** One sentence: what it rejects. */
  description: string;
  level: "mandatory" | "advisory";
  /**
   * Keys of the policy's own configuration, as JSON schema. Without `default`: an engine would fill it in over what the
   * settings file says. Policies that share a key share its schema.
   */
  configSchema?: ConfigSchema;
  /** What one resource shows by itself; runs before the resource is created. */
  checkResource?: (resource: ResourceView, context: RuleContext) => Verdict;
  /** What needs neighbours or renders; runs when all resources are there. */
  checkStack?: (stack: StackView, context: RuleContext) => Verdict;
  /**
   * The one right fix of an alarm, where it is certain; empty where there is none. It is made only where the pack's
   * configuration sets the policy's level to `remediate`, before anything is checked.
   */
  remedy?: (resource: ResourceView, context: RuleContext) => readonly InputEdit[];
}
