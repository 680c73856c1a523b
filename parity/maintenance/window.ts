const MINUTE = 60_000;

/** When a maintenance is, in whole minutes. */
export interface MaintenanceWindow {
  /** As a mute rule says it: `at(2026-01-31T02:00)`, UTC. */
  readonly expression: string;
  /** ISO 8601: `PT2H`. */
  readonly duration: string;
  readonly end: Date;
}

/**
 * The window from the next whole minute on.
 * @param minutes 1 to 21600 (15 days), which is what a mute rule takes (CloudWatch API, `Schedule`)
 */
export function windowFrom(now: Date, minutes: number): MaintenanceWindow {
  const start = new Date((Math.floor(now.getTime() / MINUTE) + 1) * MINUTE);
  return {
    expression: `at(${start.toISOString().slice(0, "2026-01-31T02:00".length)})`,
    duration: isoDuration(minutes),
    end: new Date(start.getTime() + minutes * MINUTE),
  };
}

function isoDuration(minutes: number): string {
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const time = `${hours > 0 ? `${hours}H` : ""}${rest > 0 ? `${rest}M` : ""}`;
  return `P${days > 0 ? `${days}D` : ""}${time === "" ? "" : `T${time}`}`;
}

/** `2026-01-31 04:00 UTC` */
export function showTime(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
