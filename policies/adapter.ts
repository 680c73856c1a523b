import type {
  PolicyProviderResource,
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import { readAlarms } from "../cloudwatch/read";
import type { Contexts } from "./context";
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
import { configOf, SHARED_CONFIG } from "./packConfig";
import { unwrapProps } from "./unwrap";

/** One CrossGuard policy; it may judge resources, the stack, or both. */
export type AdaptedPolicy = ResourceValidationPolicy & Partial<StackValidationPolicy>;

/** What a violation is reported through; the object form, unlike the text, puts no description before the message. */
type Report = (violation: { message: string; urn?: string }) => void;

/** Says what a run could not judge, beside the answer to the engine. */
export type TellUnchecked = (stack: string, rule: string, unchecked: readonly Unchecked[]) => void;

/** What the pack is run with. */
export interface Run {
  contexts: Contexts;
  tellUnchecked: TellUnchecked;
  /** Whether messages name the stack: `check` tells it beside them. */
  namesStack: boolean;
}

/**
 * A rule as a CrossGuard policy. No read of it can meet the SDK's unknowns, which would turn a mandatory policy
 * advisory; a rule that throws fails the call, and the host names the policy.
 */
export function toPolicy(rule: Rule, run: Run): AdaptedPolicy {
  const { checkResource, checkStack } = rule;
  const schema = { ...SHARED_CONFIG, ...rule.configSchema };
  return {
    name: rule.name,
    description: rule.description,
    enforcementLevel: rule.level,
    configSchema: { properties: schema },
    ...(checkResource && {
      validateResource: async (args, report) => {
        const context = await run.contexts.forResource(args.urn, configOf(args.getConfig(), schema));
        const verdict = checkResource(resourceView(args, context), context);
        answer(verdict, rule, context, run, args, report as unknown as Report, args.urn);
      },
    }),
    ...(checkStack && {
      validateStack: async (args, report) => {
        const [first] = args.resources;
        if (first === undefined) return;
        const context = await run.contexts.forStack(first.urn, configOf(args.getConfig(), schema));
        const verdict = checkStack(
          stackView(args.resources.map((one) => stackResource(one, context))),
          context,
        );
        answer(verdict, rule, context, run, args, report as unknown as Report);
      },
    }),
  };
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

function stackResource(given: PolicyResource, context: RuleContext): StackResource {
  const edges = Object.entries(given.propertyDependencies).map(([property, on]): [string, string[]] => [
    property,
    on.map(({ urn }) => urn),
  ]);
  return {
    ...resourceView(given, context),
    parent: given.parent?.urn,
    propertyDependencies: Object.fromEntries(edges),
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
