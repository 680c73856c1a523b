import type {
  PolicyProviderResource,
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import { isAlarmType, readAlarms } from "../cloudwatch/read";
import type { Contexts } from "./context";
import { editInputs, rawInputs } from "./inputs";
import { configProblems, configSchemaOf } from "./packConfig";
import { Remediation } from "./remediation";
import { renderedResource } from "./rules/resolve";
import type {
  Finding,
  ResourceView,
  Rule,
  RuleContext,
  StackResource,
  Unchecked,
  Verdict,
} from "./rules/rule";
import { stackView } from "./rules/view";
import { unwrapProps } from "./unwrap";

/** One CrossGuard policy; it may judge resources, the stack, or both. */
export type AdaptedPolicy = ResourceValidationPolicy & Partial<StackValidationPolicy>;

/**
 * What a violation is reported through; the object form, unlike the text, puts no description before the message.
 * Without a level it is the policy's own.
 */
type Report = (violation: { message: string; urn?: string; enforcementLevel?: "mandatory" }) => void;

/** Says what a run could not judge, beside the answer to the engine. */
export type TellUnchecked = (stack: string, rule: string, unchecked: readonly Unchecked[]) => void;

/** What the pack is run with. */
export interface Run {
  contexts: Contexts;
  tellUnchecked: TellUnchecked;
  /** Whether messages name the stack: `check` tells it beside them. */
  namesStack: boolean;
  remediation: Remediation;
  /** The runs in which the settings file's error was told, each by its stack's tags. */
  toldSettings: WeakSet<object>;
}

/** A run of the pack in this process. */
export function newRun(given: Pick<Run, "contexts" | "tellUnchecked" | "namesStack">): Run {
  return { ...given, remediation: new Remediation(), toldSettings: new WeakSet() };
}

/**
 * A rule as a CrossGuard policy. No read of it can meet the SDK's unknowns, which would turn a mandatory policy
 * advisory; a rule that throws fails the call, and the host names the policy.
 */
export function toPolicy(rule: Rule, run: Run): AdaptedPolicy {
  const { checkResource, checkStack, remedy } = rule;
  const schema = configSchemaOf(rule);
  return {
    name: rule.name,
    description: rule.description,
    enforcementLevel: rule.level,
    configSchema: { properties: schema },
    ...(remedy && { remediateResource: (args) => remediate(rule, remedy, run, args) }),
    ...(checkResource && {
      validateResource: async (args, report) => {
        const given = await run.contexts.forResource(args.urn, args.getConfig(), schema);
        const context = run.remediation.inContext(args.stackTags, given);
        const verdict = checkResource(resourceView(args, context), context);
        answer(verdict, rule, context, run, args, report as unknown as Report, args.urn);
      },
    }),
    validateStack: async (args, report) => {
      const [first] = args.resources;
      if (first === undefined) return;
      const given = await run.contexts.forStack(first.urn, args.getConfig(), schema);
      const context = run.remediation.inContext(args.stackTags, given);
      reportConfig(rule, context, run, args, report as unknown as Report);
      if (checkStack === undefined) return;
      const resources = args.resources.map((one) => stackResource(one, context, run, args.stackTags));
      answer(
        checkStack(stackView(resources), context),
        rule,
        context,
        run,
        args,
        report as unknown as Report,
      );
    },
  };
}

/** The inputs with the rule's remedy; undefined where it has none, so that nothing is sent through the pack and back. */
async function remediate(
  rule: Rule,
  remedy: NonNullable<Rule["remedy"]>,
  run: Run,
  args: ResourceValidationArgs,
): Promise<Record<string, unknown> | undefined> {
  if (!isAlarmType(args.type)) return undefined;
  const context = await run.contexts.forStack(args.urn, args.getConfig(), configSchemaOf(rule));
  const edits = remedy(resourceView(args, context), context);
  const edited = edits.length === 0 ? undefined : editInputs(rawInputs(args.props), edits);
  run.remediation.note(args.stackTags, rule, context, args.urn, edited === undefined ? [] : edits);
  return edited;
}

/** What is wrong with the configuration is mandatory at any level; with the settings file, told by the first policy. */
function reportConfig(
  rule: Rule,
  context: RuleContext,
  run: Run,
  args: StackValidationArgs,
  report: Report,
): void {
  const problems = configProblems(rule.name, args.getConfig(), configSchemaOf(rule));
  if (context.settingsError !== undefined && !run.toldSettings.has(args.stackTags)) {
    run.toldSettings.add(args.stackTags);
    problems.unshift(context.settingsError);
  }
  const prefix = run.namesStack ? `${context.stack}: ` : "";
  for (const problem of problems) report({ message: prefix + problem, enforcementLevel: "mandatory" });
}

function answer(
  { findings, unchecked }: Verdict,
  rule: Rule,
  context: RuleContext,
  run: Run,
  args: Pick<StackValidationArgs, "notApplicable">,
  report: Report,
  urn?: string,
): void {
  for (const finding of findings) {
    const prefix = run.namesStack ? `${context.stack}: ` : "";
    report({ message: prefix + text(finding), urn: finding.urn ?? urn });
  }
  if (unchecked.length === 0) return;
  run.tellUnchecked(context.stack, rule.name, unchecked);
  // It throws, so it comes last: what was reported before it stays.
  args.notApplicable(["unchecked:", ...unchecked.map(line)].join("\n"));
}

function text({ message, fix }: Finding): string {
  return fix === undefined ? message : `${message}\nFix: ${fix}`;
}

function line({ urn = "", reason }: Unchecked): string {
  return `${urn}\t${reason.replace(/\s+/g, " ")}`;
}

/** What an Analyze request and a resource of AnalyzeStack have in common. */
type GivenResource = Pick<
  ResourceValidationArgs & PolicyResource,
  "urn" | "type" | "name" | "props" | "opts" | "provider"
>;

function resourceView(given: GivenResource, context: RuleContext): ResourceView {
  const { urn, type, name } = given;
  const props = unwrapProps(given.props);
  return {
    urn,
    type,
    name,
    props,
    alarms: readAlarms(type, withoutMadeUp(urn, props, context)),
    ignoreChanges: given.opts.ignoreChanges,
    provider: providerView(given.provider),
  };
}

function stackResource(
  given: PolicyResource,
  context: RuleContext,
  { remediation }: Run,
  tags: object,
): StackResource {
  const edges = Object.entries(given.propertyDependencies).map(([property, on]): [string, string[]] => [
    property,
    on.map(({ urn }) => urn),
  ]);
  return {
    ...resourceView(given, context),
    parent: given.parent?.urn,
    propertyDependencies: remediation.dependencies(tags, given.urn, Object.fromEntries(edges)),
    dependencies: given.dependencies.map(({ urn }) => urn),
  };
}

function providerView(provider: PolicyProviderResource | undefined): ResourceView["provider"] {
  if (provider === undefined) return undefined;
  const { type, name, urn } = provider;
  return { type, name, urn, props: unwrapProps(provider.props) };
}

/** Our own monitor answers outputs that the program did not give (`region`): they are no field of the alarm. */
function withoutMadeUp(
  urn: string,
  props: Record<string, unknown>,
  context: RuleContext,
): Record<string, unknown> {
  const rendered = renderedResource(urn, context);
  if (rendered === undefined) return props;
  const given = Object.entries(props).filter(
    ([key, value]) =>
      key in rendered.inputs || JSON.stringify(value) !== JSON.stringify(rendered.outputs[key]),
  );
  return Object.fromEntries(given);
}
