import { Parameter } from "@pulumi/aws/ssm/parameter";
import { parameterPrefix } from "./parameters";

/** What stands for "no administrators": the instance itself. SSM takes no empty value. */
const NOBODY = "127.0.0.1/32";

/** Maintenance mode of a stack, as its services read it. */
export interface Maintenance {
  /** Name of the switch, which services poll. */
  readonly switch: string;
  /** Name of the list of CIDRs whose people get in while it is on; services read it when they start. */
  readonly administrators: string;
  /** Must be there before an instance that reads them. */
  readonly parameters: readonly Parameter[];
}

/**
 * Makes both parameters. `npm run maintenance` switches: what stands in the switch after it was made is nobody's
 * difference.
 * @param administrators CIDRs; empty: nobody
 */
export function createMaintenance(administrators: readonly string[]): Maintenance {
  const names = {
    switch: `${parameterPrefix()}/maintenance`,
    administrators: `${parameterPrefix()}/administrators`,
  };
  const list = new Parameter("administrators", {
    name: names.administrators,
    description: "Who gets in during maintenance: CIDRs, read when an instance starts.",
    type: "String",
    value: administrators.length === 0 ? NOBODY : administrators.join(","),
  });
  const toggle = new Parameter(
    "maintenance",
    {
      name: names.switch,
      description: "Maintenance mode; switched by npm run maintenance.",
      type: "String",
      value: JSON.stringify({ on: false }),
    },
    { ignoreChanges: ["value"] },
  );
  return { ...names, parameters: [toggle, list] };
}
