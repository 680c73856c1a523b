import type { AlarmKind } from "../../cloudwatch/alarm";
import { readAlarms } from "../../cloudwatch/read";
import type { ProjectRenders, RenderedResource } from "../../parity/render/types";
import { missingDataRemedy } from "./remedies/missingData";
import { showAlarm } from "./resolve";
import type { Rule, RuleContext, StackResource, Verdict } from "./rule";
import { FACTS_SCHEMA } from "./support/configuredFacts";

/** Kinds that have no treatMissingData, or treat it otherwise (CloudWatch user guide, "Configuring how CloudWatch alarms treat missing data"). */
const NOT_APPLICABLE: ReadonlySet<AlarmKind> = new Set(["promql", "composite", "log"]);

/** What a provider fills in, and an engine, a state or a preview shows. */
const DEFAULT = "missing";

/**
 * Read from what the program gave, since an engine shows the provider's default `missing` in place of what was left
 * out. An unknown value is one that was given.
 */
export const alarmMissingDataExplicit: Rule = {
  name: "alarm-missing-data-explicit",
  description:
    "An alarm must say what missing data means: treatMissingData left out is CloudWatch's default, missing.",
  level: "mandatory",
  configSchema: FACTS_SCHEMA,
  remedy: missingDataRemedy,
  checkStack: (stack, context) => {
    const resources = stack.resources.filter(({ alarms }) => alarms.length > 0);
    const given = givenArguments(context);
    if (typeof given === "string") {
      const unchecked = resources.length === 0 ? [] : [{ reason: `treatMissingData: ${given}` }];
      return { findings: [], unchecked };
    }
    const from = context.renders?.from;
    const verdicts = resources.map((resource) => judge(resource, given.get(resource.urn), from));
    return {
      findings: verdicts.flatMap(({ findings }) => findings),
      unchecked: verdicts.flatMap(({ unchecked }) => unchecked),
    };
  },
};

/** This stack's resources as the program gave them, in an update where that could be rendered; else why not. */
function givenArguments({
  renders,
  rendersError,
  stack,
}: RuleContext): Map<string, RenderedResource> | string {
  if (renders === undefined) {
    return `what the program leaves out shows in a render only, and there is none: ${rendersError ?? "it was not rendered"}`;
  }
  const own = renders.stacks.find((one) => one.stack === stack);
  const render = [own?.update, own?.preview].find((one) => one?.ok === true);
  if (render === undefined)
    return `what the program leaves out shows in a render only, and stack ${stack} has none`;
  return new Map(render.resources.map((resource) => [resource.urn, resource]));
}

/** @param from what the resource was read from, where that is no render: there the provider's default is filled in */
function judge(
  resource: StackResource,
  given: RenderedResource | undefined,
  from: ProjectRenders["from"],
): Verdict {
  const { urn, name } = resource;
  if (given === undefined) {
    return {
      findings: [],
      unchecked: [{ urn, reason: `alarm "${name}" is not in our render of the program` }],
    };
  }
  // One that the program only reads is somebody else's.
  if (given.external) return { findings: [], unchecked: [] };
  const verdict: Verdict = { findings: [], unchecked: [] };
  for (const alarm of readAlarms(given.type, given.inputs)) {
    const who = showAlarm({ resource, alarm });
    if (alarm.kind === "unknown") {
      verdict.unchecked.push({
        urn,
        reason: `${who}: its kind is not known, so nor is what it does without data`,
      });
    } else if (from !== undefined && alarm.treatMissingData === DEFAULT) {
      verdict.unchecked.push({
        urn,
        reason: `a ${from} does not tell whether treatMissingData "${DEFAULT}" was written or is the provider's default`,
      });
    } else if (!NOT_APPLICABLE.has(alarm.kind) && alarm.treatMissingData === undefined) {
      verdict.findings.push({
        urn,
        message: `${who}: treatMissingData is left out, so without data it goes to INSUFFICIENT_DATA and nobody decided that`,
        fix: 'treatMissingData: "notBreaching" where no data means no trouble, "breaching" where silence is the trouble, else "missing" or "ignore"',
      });
    }
  }
  return verdict;
}
