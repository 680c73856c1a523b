import type { Alarm, Metric } from "../alarm";
import { isUnknown } from "../unknown";

/** The metrics that an alarm of the kinds `metric` and `math` watches, by line: `""` for the alarm's own. */
export function linesOf({ metric, queries }: Alarm): ReadonlyMap<string, Metric> {
  const lines = new Map<string, Metric>();
  if (metric !== undefined) lines.set("", metric);
  if (queries === undefined || isUnknown(queries)) return lines;
  for (const { id, metric: queried } of queries) if (queried !== undefined) lines.set(id, queried);
  return lines;
}
