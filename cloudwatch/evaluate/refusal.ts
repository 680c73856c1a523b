import { isRecord } from "../record";
import type { Refusal } from "./types";

/** Whether a value is the refusal of an evaluation. */
export function isRefusal(value: unknown): value is Refusal {
  return isRecord(value) && typeof value["refused"] === "string";
}
