import type { Alarm } from "../../../cloudwatch/alarm";
import { BREACHES, isThresholdOperator } from "../../../cloudwatch/evaluate";
import { findMetric } from "../../../cloudwatch/facts";
import { normalise } from "../../../cloudwatch/normalise";
import { isUnknown } from "../../../cloudwatch/unknown";
import { renderedResource } from "../resolve";
import type { InputEdit, ResourceView, RuleContext } from "../rule";
import { soleAlarm } from "./soleAlarm";

/** What a provider fills in where the program says nothing. */
const PROVIDER_DEFAULT = "missing";

/**
 * `notBreaching` where treatMissingData is left out and the metric is reported only when it is not zero: no data is a
 * zero there. Not where a zero would itself breach.
 */
export function missingDataRemedy(resource: ResourceView, context: RuleContext): readonly InputEdit[] {
  const alarm = soleAlarm(resource);
  if (alarm?.kind !== "metric" || !isLeftOut(resource, alarm, context)) return [];
  const { namespace, metricName } = alarm.metric ?? {};
  if (namespace === undefined || metricName === undefined) return [];
  if (findMetric(namespace, metricName, context.facts)?.reported !== "nonzero") return [];
  return zeroIsQuiet(alarm) ? [{ path: ["treatMissingData"], change: { to: "notBreaching" } }] : [];
}

/** An engine shows the provider's default: what the program gave, our render or the provider's own list tells. */
function isLeftOut({ urn, props }: ResourceView, alarm: Alarm, context: RuleContext): boolean {
  const { treatMissingData } = alarm;
  if (treatMissingData === undefined) return true;
  if (treatMissingData !== PROVIDER_DEFAULT) return false;
  const filledIn: unknown = props.__defaults;
  if (Array.isArray(filledIn) && filledIn.includes("treatMissingData")) return true;
  const rendered = renderedResource(urn, context);
  return rendered !== undefined && normalise(rendered.inputs.treatMissingData) === undefined;
}

function zeroIsQuiet({ threshold, comparisonOperator }: Alarm): boolean {
  if (threshold === undefined || isUnknown(threshold) || !isThresholdOperator(comparisonOperator))
    return false;
  return !BREACHES[comparisonOperator](0, threshold);
}
