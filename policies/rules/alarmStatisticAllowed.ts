import { statisticRemedy } from "./remedies/statistic";
import type { Rule } from "./rule";
import { FACTS_SCHEMA } from "./support/configuredFacts";
import { judgeAlarms } from "./support/judgeAlarms";
import { judgeLines } from "./support/judgeLines";
import { judgeStatisticOf } from "./support/statistics";

/**
 * checkResource: what the resource shows. checkStack: what is unknown there and shown by the update render, else
 * rejected; and metrics that the table has not, as unchecked.
 */
export const alarmStatisticAllowed: Rule = {
  name: "alarm-statistic-allowed",
  description: "A statistic that AWS's page rules out for the metric, or that our overrides forbid.",
  level: "mandatory",
  configSchema: FACTS_SCHEMA,
  remedy: statisticRemedy,
  ...judgeAlarms(
    judgeLines((line) => judgeStatisticOf(line, "forbidden")),
    "reject",
  ),
};
