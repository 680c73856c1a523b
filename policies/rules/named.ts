import { hasUnknown } from "../../cloudwatch/unknown";
import type { Entry } from "./resolve";
import type { StackResource, StackView } from "./rule";

/** The alarms that one of `names` (CloudWatch's names, ARNs) means, in the view in which these were read. */
export function entriesNamed(
  names: ReadonlySet<string>,
  entries: readonly Entry[],
  view: StackView,
): Entry[] {
  return entries.filter((entry) => {
    const shown = view.byUrn.get(entry.resource.urn);
    const props = shown?.props ?? entry.resource.props;
    const name = (shown?.alarms[entry.index] ?? entry.alarm).name;
    return [name, props.name, props.arn, props.id].some(
      (one) => typeof one === "string" && !hasUnknown(one) && names.has(one),
    );
  });
}

/** The alarms that are among `resources`. */
export function entriesAmong(resources: readonly StackResource[], entries: readonly Entry[]): Entry[] {
  const urns = new Set(resources.map(({ urn }) => urn));
  return entries.filter(({ resource }) => urns.has(resource.urn));
}
