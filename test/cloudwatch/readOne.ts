import assert from "node:assert/strict";
import type { Alarm } from "../../cloudwatch/alarm";
import { readAlarms } from "../../cloudwatch/read";

/** The one record of a resource that is one alarm. */
export function readOne(type: string, props: Record<string, unknown>): Alarm {
  const [alarm, ...others] = readAlarms(type, props);
  assert.ok(alarm !== undefined && others.length === 0, "one resource, one record");
  return alarm;
}
