import type { Alarm } from "../alarm";
import { isRecord } from "../record";
import { readNativeAlarm, readNativeCompositeAlarm, readNativeLogAlarm } from "./awsNative";
import { camelKeys } from "./cloudFormation";
import { Fields } from "./fields";

/** What an answer of DescribeAlarms calls its lists (CloudWatch API, DescribeAlarms), and how each is read. */
const LISTS: Readonly<Record<string, (fields: Fields) => Alarm>> = {
  MetricAlarms: readNativeAlarm,
  CompositeAlarms: readNativeCompositeAlarm,
  LogAlarms: readNativeLogAlarm,
};

/**
 * The alarms in an answer of DescribeAlarms, as `aws cloudwatch describe-alarms` prints it; undefined where `answer` is
 * none. What an alarm's state is at that moment stays in `other`.
 */
export function readDescribedAlarms(answer: unknown): Alarm[] | undefined {
  if (!isRecord(answer) || !Object.keys(LISTS).some((list) => Array.isArray(answer[list]))) return undefined;
  return Object.entries(LISTS).flatMap(([list, read]) => {
    const alarms = answer[list];
    if (!Array.isArray(alarms)) return [];
    return alarms
      .filter(isRecord)
      .map((alarm) => read(new Fields(camelKeys(alarm) as Record<string, unknown>)));
  });
}
