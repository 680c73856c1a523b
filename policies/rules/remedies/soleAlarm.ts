import type { Alarm } from "../../../cloudwatch/alarm";
import type { ResourceView } from "../rule";

const ALARM_TYPE = /^aws(-native)?:cloudwatch[:/]/;

/** The alarm that a resource is; undefined where it is none, holds some in a text (CloudFormation), or cannot be read. */
export function soleAlarm({ type, alarms }: ResourceView): Alarm | undefined {
  const [alarm] = alarms;
  return ALARM_TYPE.test(type) && alarm?.kind !== "unknown" ? alarm : undefined;
}
