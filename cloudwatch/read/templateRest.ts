import { isRecord } from "../record";
import { isUnknown } from "../unknown";
import { isTemplateAlarm } from "./cloudFormation";
import { parseTemplate } from "./template";

/**
 * What a CloudFormation stack's arguments hold beside alarms: the body as data without its alarms, so that each alarm
 * is compared once. The arguments as they are where the body cannot be read.
 */
export function withoutTemplateAlarms(props: Record<string, unknown>): Record<string, unknown> {
  const { templateBody, parameters } = props;
  if (templateBody === undefined || isUnknown(templateBody)) return props;
  const template = parseTemplate(templateBody, parameters);
  if (typeof template === "string") return props;
  const rest = Object.entries(template.resources).filter(
    ([, resource]) => !isRecord(resource) || !isTemplateAlarm(resource["Type"]),
  );
  return { ...props, templateBody: { Resources: Object.fromEntries(rest) } };
}
