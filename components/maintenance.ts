import * as pulumi from "@pulumi/pulumi";
import { Parameter } from "@pulumi/aws/ssm/parameter";

/** What stands for "no administrators": the instance itself. SSM takes no empty value. */
const NOBODY = "127.0.0.1/32";

/**
 * The switch of maintenance mode, which services poll, and who gets in while it is on, which they read when they
 * start. `npm run maintenance` switches: what stands in the switch after it was made is nobody's difference.
 * @param administrators CIDRs; empty: nobody
 */
export function createMaintenance(administrators: readonly string[]): Parameter {
  const prefix = `/${pulumi.getProject()}/${pulumi.getStack()}`;
  new Parameter("administrators", {
    name: `${prefix}/administrators`,
    description: "Who gets in during maintenance: CIDRs, read when an instance starts.",
    type: "String",
    value: administrators.length === 0 ? NOBODY : administrators.join(","),
  });
  return new Parameter(
    "maintenance",
    {
      name: `${prefix}/maintenance`,
      description: "Maintenance mode; switched by npm run maintenance.",
      type: "String",
      value: JSON.stringify({ on: false }),
    },
    { ignoreChanges: ["value"] },
  );
}
