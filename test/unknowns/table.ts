import type { UnknownRow } from "./row";
import { actions } from "./rows/actions";
import { metrics } from "./rows/metrics";
import { neighbours } from "./rows/neighbours";
import { services } from "./rows/services";

/** Every policy's fields, by what is unknown of them. */
export const ROWS: readonly UnknownRow[] = [...metrics, ...actions, ...neighbours, ...services];

/** What rules read by name that is no value of its own, with the reason. */
export const NOT_VALUES: readonly (readonly [RegExp, string])[] = [
  [/^kind$/, "it follows from the fields that are there; those that decide it have rows"],
  [
    /^(CompositeAlarm|MetricAlarm|Topic|Group|TargetGroup|LoadBalancer|Key|KeyPolicy|Function|Alias)\.(arn|id|keyId|name|arnSuffix|topicArn|functionName|aliasName)$/,
    "an output, or a name that the provider makes up: whoever names it depends on it, as in each case `named`",
  ],
  [
    /^SlackChannelConfiguration\.filterPolicy(Scope)?$/,
    "subscriptions have it, and have rows; a chat channel does not",
  ],
  [/^other$/, "it only holds fields, and those that are read have rows"],
  [/^other\.(logicalId|notRead)$/, "the reader of templates writes it"],
  [
    /^other\.(statistic|extendedStatistic|datapointsToAlarm)$/,
    "it is what stands in the wrong field, so it is known",
  ],
  [
    /^(name|queries\[\]\.accountId)$/,
    "it only stands in messages; alarm-name-unique and alarm-dimensions-live have rows",
  ],
];
