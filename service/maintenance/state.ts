import { z } from "zod";

/** A week: longer is no maintenance. */
const LONGEST_RETRY = 7 * 24 * 3600;

/** Without `retryAfter` and `until`, in seconds. */
const DEFAULT_RETRY = 300;

const schema = z.strictObject({
  on: z.boolean(),
  message: z.string().max(1000).default("Down for maintenance."),
  retryAfter: z.int().min(1).max(LONGEST_RETRY).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
});

/** Whether the service is in maintenance, and what strangers are told. */
export type MaintenanceState = Readonly<z.infer<typeof schema>>;

/** As long as nothing else is known. */
export const OFF: MaintenanceState = { on: false, message: "" };

/**
 * Reads the switch: JSON `{"on": true, "message": …, "retryAfter": seconds, "until": ISO 8601}`, all but `on` optional.
 * `until` announces and does not end: maintenance lasts until it is switched off.
 * @throws Error naming the key that is wrong
 */
export function maintenanceState(text: string): MaintenanceState {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('is not JSON; write {"on": false} or {"on": true, "message": "…"}');
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join(".") || "value"}: ${issue.message}`);
  throw new Error(problems.join("; "));
}

/**
 * Seconds for Retry-After: `retryAfter`, else what is left until `until`, else 300.
 * @param now ms since 1970
 */
export function retryAfter(state: MaintenanceState, now: number): number {
  if (state.retryAfter !== undefined) return state.retryAfter;
  const left = state.until === undefined ? 0 : Math.ceil((Date.parse(state.until) - now) / 1000);
  return left > 0 ? Math.min(left, LONGEST_RETRY) : DEFAULT_RETRY;
}
