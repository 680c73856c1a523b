import type { Alarm } from "../../cloudwatch/alarm";
import type { Firing } from "../replay";
import type { ParityRow } from "../compare/types";
import type { SourcePosition } from "../render/types";

/** One violation as `--json` prints it (DESIGN §6, a contract). */
export interface Violation {
  policy: string;
  level: "mandatory" | "advisory";
  /** Only where the violation shows in one shape alone. */
  shape?: "preview" | "update";
  stack: string;
  /** Empty string for a violation of the stack as a whole. */
  urn: string;
  /** The resource's logical name; empty for the stack as a whole. */
  resource: string;
  message: string;
  fix?: string;
  source?: SourcePosition;
  /** Only with `--baseline`, on what the baseline has. */
  known?: true;
}

/** Something that could not be judged. */
export interface UncheckedItem {
  policy: string;
  stack: string;
  urn: string;
  reason: string;
}

/** One field that a policy changed before anything was judged, at level `remediate`. */
export interface RemediatedField {
  policy: string;
  /** Only where one shape alone has it. */
  shape?: "preview" | "update";
  stack: string;
  urn: string;
  /** The resource's logical name. */
  resource: string;
  /** Dotted path of the input, e.g. `metricQueries[0].metric.stat`. */
  field: string;
  /** Absent where the program does not give it. */
  before?: unknown;
  /** Absent where it was taken out. */
  after?: unknown;
  source?: SourcePosition;
}

/** A policy that a configuration file sets to a weaker level than its own. */
export interface WeakerPolicy {
  policy: string;
  level: "advisory" | "disabled";
  own: "mandatory" | "advisory";
  file: string;
}

/** What `check` found; `--json` prints exactly this. */
export interface Report {
  version: 1;
  stacks: { name: string; resources: number; alarms: (Alarm & { urn: string; source?: SourcePosition })[] }[];
  violations: Violation[];
  unchecked: UncheckedItem[];
  parity: ParityRow[];
  /** Only where a policy's level is `remediate`. The rest of the report is about what came out of it. */
  remediations?: RemediatedField[];
  /** Only where the program has incidents: how soon each fires the alarms that it must. */
  firings?: Firing[];
  /** Only where the pack's configuration weakens a policy. */
  weaker?: WeakerPolicy[];
}
