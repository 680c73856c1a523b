/** Seconds of each unit that a duration may have, longest first. */
const UNITS = { d: 86_400, h: 3600, m: 60, s: 1 } as const;

const DURATION = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;

/** `90s`, `5m`, `2d`, `1h30m` in seconds; undefined where `text` is no duration. */
export function readDuration(text: string): number | undefined {
  const parts = DURATION.exec(text);
  if (parts === null || text === "") return undefined;
  const seconds = Object.values(UNITS).reduce(
    (sum, unit, index) => sum + Number(parts[index + 1] ?? 0) * unit,
    0,
  );
  return Number.isSafeInteger(seconds) ? seconds : undefined;
}

/** Seconds as a duration: `2d`, `1h30m`, `0s`. */
export function showDuration(seconds: number): string {
  let left = seconds;
  let text = "";
  for (const [name, unit] of Object.entries(UNITS)) {
    const amount = Math.floor(left / unit);
    left -= amount * unit;
    if (amount > 0) text += `${amount}${name}`;
  }
  return text === "" ? "0s" : text;
}
