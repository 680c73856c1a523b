import type { Alarm } from "../../cloudwatch/alarm";
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

/** What `check` found; `--json` prints exactly this. */
export interface Report {
  version: 1;
  stacks: { name: string; resources: number; alarms: (Alarm & { urn: string; source?: SourcePosition })[] }[];
  violations: Violation[];
  unchecked: UncheckedItem[];
  parity: ParityRow[];
}
