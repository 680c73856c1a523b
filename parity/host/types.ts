import type { Properties, RenderedResource } from "../render/types";

/** Levels of CrossGuard. `remediate` rejects like `mandatory` what its policy does not mend. */
export type EnforcementLevel = "advisory" | "mandatory" | "disabled" | "remediate";

/** What a policy pack said about one resource or stack. */
export interface HostDiagnostic {
  policy: string;
  level: "mandatory" | "advisory";
  /** As the policy gave it; empty means the stack as a whole. */
  urn: string;
  message: string;
}

/** A policy's "not applicable", with its reason; what our pack could not judge comes this way. */
export interface HostNotApplicable {
  policy: string;
  reason: string;
}

/** A policy's change of one resource: all its inputs as they are then, or why it could not tell. */
export type HostRemediation =
  { policy: string; inputs: Properties; secrets: string[] } | { policy: string; diagnostic: string };

/** A policy pack's answer to one call. */
export interface HostAnswer {
  diagnostics: HostDiagnostic[];
  notApplicable: HostNotApplicable[];
}

/** A policy as its pack describes it. */
export interface PolicyInfo {
  name: string;
  description: string;
  level: EnforcementLevel;
  /** JSON schema of each key of its configuration. */
  configSchema: Record<string, unknown>;
}

/** A policy pack as it describes itself. */
export interface PackInfo {
  name: string;
  version: string;
  policies: PolicyInfo[];
}

/** Configuration of one policy: its level, and the keys of its own schema. */
export interface PolicyConfig {
  enforcementLevel?: EnforcementLevel;
  properties?: Record<string, unknown>;
}

/** A running policy pack. Every method throws InputError where the pack breaks, naming pack and policy. */
export interface PolicyHost {
  readonly info: PackInfo;
  /** The level of each policy as it is configured now. */
  readonly levels: ReadonlyMap<string, EnforcementLevel>;
  /**
   * Sets levels and configuration over the pack's own, as `--policy-pack-config` does; `all` sets every policy's level.
   * An unknown policy or key, or a value that its schema refuses, is an InputError: the pack itself would take it in
   * silence.
   */
  configure(config: Record<string, PolicyConfig>): Promise<void>;
  /** Tells the pack which stack is judged next, as the engine does. */
  configureStack(stack: string, dryRun: boolean): Promise<void>;
  /** `remediateResource` of every policy whose level is `remediate`, each on what the one before it made. */
  remediate(resource: RenderedResource, provider?: RenderedResource): Promise<HostRemediation[]>;
  /** `validateResource` of every policy, on the resource's inputs. */
  analyze(resource: RenderedResource, provider?: RenderedResource): Promise<HostAnswer>;
  /** `validateStack` of every policy, on the outputs of all resources of a stack. */
  analyzeStack(resources: readonly RenderedResource[]): Promise<HostAnswer>;
  /** Ends the pack's process. May be called twice. */
  close(): void;
}
