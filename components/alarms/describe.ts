import { SIGNS } from "../../cloudwatch/evaluate/comparison";
import type { AlarmRow, Definition } from "./row";

/**
 * The alarm's description, which is what the mail shows: the row's `why`, and its limit from the row's own numbers.
 * CloudWatch allows 1024 characters (PutMetricAlarm, `AlarmDescription`).
 */
export function describe(row: AlarmRow<string>): string {
  const measured = "expression" in row ? row.expression : `${row.metric} (${row.statistic})`;
  return `${row.why} Limit, chosen by judgement: ${measured} ${limitOf(row)}.`;
}

/** What a data point is held against, and for how long: `> 100, in 5 of 5 periods of 60 s`. */
export function limitOf(row: Definition): string {
  const hold = `in ${row.datapointsToAlarm} of ${row.evaluationPeriods} periods of ${row.period} s`;
  return `${SIGNS[row.comparisonOperator]} ${row.threshold}, ${hold}`;
}
