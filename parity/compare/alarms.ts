import type { Alarm } from "../../cloudwatch/alarm";
import { readAlarms } from "../../cloudwatch/read";
import { showReferencesIn } from "../render/references";
import { comparedInputs, type Rendered } from "../render/types";
import { alarmItems } from "./item";
import { groupRows } from "./row";

/** An alarm of the project: the same one in every stack that has it. */
export interface ProjectAlarm {
  /** As the rows of a comparison call it. */
  readonly name: string;
  /** Its record in each stack that has it; outputs of resources are references (`${alarms.arn}`). */
  readonly records: ReadonlyMap<string, Alarm>;
}

/** The alarms of all stacks side by side, in the order of the first stack that has each. */
export function alarmsSideBySide(stacks: readonly Rendered[]): ProjectAlarm[] {
  const items = stacks.flatMap(alarmItems);
  const records = stacks.flatMap(alarmRecords);
  const recordOf = new Map(items.map((item, index) => [item, records[index]]));
  return groupRows(items).map((row) => ({
    name: row.name,
    records: new Map(
      [...row.items].flatMap(([stack, item]) => {
        const record = recordOf.get(item);
        return record === undefined ? [] : [[stack, record]];
      }),
    ),
  }));
}

/** One record for each of {@link alarmItems}, in its order. */
function alarmRecords(rendered: Rendered): Alarm[] {
  return rendered.resources
    .filter((resource) => !resource.external)
    .flatMap((resource) => {
      const inputs = showReferencesIn(comparedInputs(resource), rendered) as Record<string, unknown>;
      return readAlarms(resource.type, inputs);
    });
}
