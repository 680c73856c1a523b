/**
 * How a stack was rendered. `preview`: a dry run in which every output of a resource is unknown, as in
 * a first preview. `update`: not a dry run, every output known and traceable, as in `pulumi up`.
 * `preview-known`: a dry run whose outputs are known; it decides where the other two differ.
 */
export type Shape = "preview" | "update" | "preview-known";

/** A place in the program's source; `file` is relative to the program's folder. */
export interface SourcePosition {
  file: string;
  line: number;
}

/** Plain JSON. Unknown values are the UNKNOWN mark; secrets are unwrapped and listed in `secrets`. */
export type Properties = Record<string, unknown>;

/** One resource as the program registered it. */
export interface RenderedResource {
  urn: string;
  type: string;
  /** The logical name. */
  name: string;
  custom: boolean;
  /** Read, not made, by the program (`Topic.get`): somebody else owns it. */
  external: boolean;
  /** URN of the parent; absent for the stack itself. */
  parent?: string;
  /** What the program gave, after transforms. */
  inputs: Properties;
  /**
   * The inputs by which it is compared, where they are others: read from a file, values that differ between stacks by
   * nature are references there.
   */
  compared?: Properties;
  /**
   * What AnalyzeStack is told: in `preview` the inputs; otherwise the inputs plus a traceable answer
   * for each required output. `id` is in here.
   */
  outputs: Properties;
  /** URNs that each top-level input depends on. */
  propertyDependencies: Record<string, string[]>;
  /** All URNs that the resource depends on. */
  dependencies: string[];
  options: RenderedOptions;
  /** URN of the provider resource, if the program made one for it. */
  provider?: string;
  /** Dotted paths of secret inputs, e.g. `threshold` or `tags.token`. */
  secrets: string[];
  /** Whether it has `transforms` of its own, under which an engine forgets what its inputs depend on. */
  transformed?: true;
  /** Where the program made it. */
  source?: SourcePosition;
  /** Where its data row stands, for a resource that a loop over data made. */
  row?: SourcePosition;
}

/** The inputs by which a resource is compared with its siblings. */
export function comparedInputs({ compared, inputs }: RenderedResource): Properties {
  return compared ?? inputs;
}

/** The resource options that a registration carries. */
export interface RenderedOptions {
  protect: boolean;
  ignoreChanges: string[];
  aliases: string[];
  deleteBeforeReplace?: boolean;
  additionalSecretOutputs: string[];
  customTimeouts: { create?: string; update?: string; delete?: string };
  retainOnDelete: boolean;
}

/** A stack rendered to its end. */
export interface Rendered {
  ok: true;
  stack: string;
  shape: Shape;
  project: string;
  /** The stack's configuration, full key → text; encrypted values are placeholders. */
  config: Record<string, string>;
  resources: RenderedResource[];
  /**
   * Made-up answer → the output that it stands for, e.g. a topic's ARN → {urn of `alarms`, `arn`}. Reports
   * and comparisons show `${alarms.arn}` for it (see `showReferences`).
   */
  references: Record<string, { urn: string; property: string }>;
  /** Things a reader must know, e.g. a remote component whose children cannot be seen. */
  notes: string[];
}

/** A stack that could not be rendered to its end. It is never judged and never passes. */
export interface NotRendered {
  ok: false;
  stack: string;
  shape: Shape;
  /** One sentence: what is wrong, naming file, key or line. */
  error: string;
}

export type Render = Rendered | NotRendered;

/** All renders of one stack. */
export interface StackRenders {
  stack: string;
  /** Of a stack that was read from a file, the same as `update`. */
  preview: Render;
  update: Render;
  /** Only where an alarm differs between the two. */
  previewKnown?: Render;
}

/** Everything the checker renders at one commit: the project and each of its stacks. */
export interface ProjectRenders {
  project: string;
  /** Absolute folder of Pulumi.yaml; absent where stacks were read from files and there is none. */
  dir?: string;
  /** Absolute path of the parity file; absent for that of `dir`. */
  parityFile?: string;
  /** Where the stacks were read from, in place of a render: `pulumi stack export`, or `pulumi preview --json`. */
  from?: "state" | "preview";
  stacks: StackRenders[];
  /** Things a reader must know that concern no single stack, e.g. an answer that nothing asked for. */
  notes?: string[];
  /** Whether stacks that could not be rendered are told already, so that no rule need say it of their siblings. */
  failuresTold?: boolean;
}
