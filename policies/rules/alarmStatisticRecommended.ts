import type { Rule } from "./rule";
import { FACTS_SCHEMA } from "./support/configuredFacts";
import { judgeAlarms } from "./support/judgeAlarms";
import { judgeLines } from "./support/judgeLines";
import { judgeStatisticOf } from "./support/statistics";

/** What cannot be judged is told by `alarm-statistic-allowed`, once. */
export const alarmStatisticRecommended: Rule = {
  name: "alarm-statistic-recommended",
  description: "A statistic that AWS advises against for the metric, or that we infer to mislead.",
  level: "advisory",
  configSchema: FACTS_SCHEMA,
  ...judgeAlarms(
    judgeLines((line) => ({ ...judgeStatisticOf(line, "discouraged"), unchecked: [] })),
    "silent",
  ),
};
