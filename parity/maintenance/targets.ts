import { readAlarms } from "../../cloudwatch/read";
import { hasUnknown } from "../../cloudwatch/unknown";
import { InputError } from "../render/inputError";
import { comparedInputs, type Rendered, type RenderedResource } from "../render/types";
import { isMovedByMaintenance } from "./muted";

/** A mute rule takes this many alarms (CloudWatch API, `MuteTargets`). */
const MOST_ALARMS = 100;

/** What is switched for the maintenance of a stack, as its program names it. */
export interface MaintenanceTargets {
  readonly stack: string;
  /** The SSM parameter that the services poll. */
  readonly parameter: { readonly name: string; readonly region: string };
  /** Name of the mute rule, the same in every region. */
  readonly ruleName: string;
  /** The alarms to mute, by region. */
  readonly alarms: ReadonlyMap<string, readonly string[]>;
  /** Profile that the stack is deployed with, where its configuration names one. */
  readonly profile?: string;
}

/**
 * Finds the switch, and the alarms of the services that poll it: those whose resources wait for it; where none does,
 * all of the stack.
 * @throws InputError where the program has no switch, or a region or an alarm's name is not known
 */
export function maintenanceTargets(rendered: Rendered): MaintenanceTargets {
  const { stack, project, config, resources } = rendered;
  const name = `/${project}/${stack}/maintenance`;
  const parameter = resources.find(
    ({ type, inputs }) => type === "aws:ssm/parameter:Parameter" && inputs.name === name,
  );
  if (parameter === undefined) {
    throw new InputError(`${stack}: its program makes no SSM parameter ${name}, so nothing polls a switch`);
  }
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const polling = new Set(
    resources
      .filter(({ dependencies }) => dependencies.includes(parameter.urn))
      .map((one) => topOf(one, byUrn)),
  );
  const isPolling = (resource: RenderedResource): boolean =>
    polling.size === 0 || polling.has(topOf(resource, byUrn));
  const alarms = new Map<string, string[]>();
  for (const resource of resources.filter((one) => !one.external && isPolling(one))) {
    for (const alarm of readAlarms(resource.type, comparedInputs(resource)).filter(isMovedByMaintenance)) {
      if (alarm.name === undefined || hasUnknown(alarm.name)) {
        throw new InputError(
          `${stack}: alarm "${resource.name}": its name is known only after deploying, so it cannot be muted; give it a name`,
        );
      }
      const region = regionOf(resource, byUrn, config, stack);
      alarms.set(region, [...(alarms.get(region) ?? []), alarm.name]);
    }
  }
  for (const [region, names] of alarms) refuseTooMany(stack, region, names);
  return {
    stack,
    parameter: { name, region: regionOf(parameter, byUrn, config, stack) },
    ruleName: `${project}-${stack}-maintenance`,
    // A program's resources come in no sure order.
    alarms: new Map([...alarms].sort().map(([region, names]) => [region, names.sort()])),
    ...(config["aws:profile"] === undefined ? {} : { profile: config["aws:profile"] }),
  };
}

/** The outermost component that it stands in, or itself. */
function topOf(resource: RenderedResource, byUrn: ReadonlyMap<string, RenderedResource>): string {
  const parent = byUrn.get(resource.parent ?? "");
  return parent === undefined || parent.type === "pulumi:pulumi:Stack" ? resource.urn : topOf(parent, byUrn);
}

function regionOf(
  { name, inputs, provider }: RenderedResource,
  byUrn: ReadonlyMap<string, RenderedResource>,
  config: Rendered["config"],
  stack: string,
): string {
  const given = [inputs.region, byUrn.get(provider ?? "")?.inputs.region, config["aws:region"]];
  const region = given.find((one) => typeof one === "string" && one !== "" && !hasUnknown(one));
  if (typeof region === "string") return region;
  throw new InputError(
    `${stack}: the region of "${name}" is not known; write aws:region into Pulumi.${stack}.yaml`,
  );
}

function refuseTooMany(stack: string, region: string, names: readonly string[]): void {
  if (names.length <= MOST_ALARMS) return;
  throw new InputError(
    `${stack}: ${names.length} alarms in ${region} would have to be muted, and a mute rule takes ${MOST_ALARMS}`,
  );
}
