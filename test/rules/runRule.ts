import { noOptions } from "../../parity/render/options";
import { readAlarms } from "../../cloudwatch/read";
import type { ProjectRenders, Rendered, Shape } from "../../parity/render/types";
import type { ResourceView, Rule, RuleContext, StackResource, StackView } from "../../policies/rules/rule";
import { viewOfRender } from "../../policies/rules/view";
import { compliantRenders, PROJECT, type Edit } from "../support/compliant";

export const METRIC_ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

/** What a rule said, in both its checks. */
export interface Said {
  /** Each finding's message, and ` Fix: ` with the fix. */
  findings: string[];
  unchecked: string[];
}

/** A context with nothing in it but what is given. */
export function contextWith(more: Partial<RuleContext> = {}): RuleContext {
  return { stack: "production", project: PROJECT, today: "2026-11-24", config: {}, ...more };
}

/** A resource as the host shows it in AnalyzeStack. */
export function resource(
  type: string,
  name: string,
  props: Record<string, unknown>,
  propertyDependencies: Record<string, string[]> = {},
): StackResource {
  return {
    urn: urn(type, name),
    type,
    name,
    props,
    alarms: readAlarms(type, props),
    ignoreChanges: [],
    propertyDependencies,
    dependencies: Object.values(propertyDependencies).flat(),
  };
}

export function urn(type: string, name: string): string {
  return `urn:pulumi:production::${PROJECT}::${type}::${name}`;
}

/** A metric alarm on AWS/ELB BackendConnectionErrors, right in every field, with `props` over it. */
export function metricAlarm(
  props: Record<string, unknown> = {},
  dependencies: Record<string, string[]> = {},
  name = "broker-errors",
): StackResource {
  const right = {
    name,
    alarmDescription: "The broker refuses connections; look at its instances first.",
    namespace: "AWS/ELB",
    metricName: "BackendConnectionErrors",
    dimensions: { LoadBalancerName: "broker" },
    statistic: "Sum",
    period: 60,
    evaluationPeriods: 5,
    threshold: 100,
    comparisonOperator: "GreaterThanThreshold",
    treatMissingData: "notBreaching",
  };
  const all: Record<string, unknown> = { ...right, ...props };
  const merged = Object.entries(all).filter(([, value]) => value !== undefined);
  return resource(METRIC_ALARM, name, Object.fromEntries(merged), dependencies);
}

export function stackOf(...resources: StackResource[]): StackView {
  return { resources, byUrn: new Map(resources.map((one) => [one.urn, one])) };
}

/** Both checks over the same resources, as an engine runs them. */
export function run(rule: Rule, stack: StackView, context = contextWith()): Said {
  return say(rule, stack.resources, stack, context);
}

/** Both checks over the compliant stack with one edit: inputs in checkResource, outputs in checkStack. */
export function runCompliant(
  rule: Rule,
  shape: Shape & ("preview" | "update"),
  edit?: Edit,
  config = {},
): Said {
  const renders: ProjectRenders = compliantRenders(edit);
  const render = renders.stacks.find(({ stack }) => stack === "production")?.[shape];
  if (!render?.ok) throw new Error("the compliant stack renders");
  const inputs = render.resources.map((one): ResourceView => {
    return {
      ...one,
      props: one.inputs,
      alarms: readAlarms(one.type, one.inputs),
      ignoreChanges: [],
      provider: undefined,
    };
  });
  return say(rule, inputs, viewOfRender(render), contextWith({ renders, config }));
}

/** Renders in which production's update is `update`. */
export function rendersWith(update: Rendered): ProjectRenders {
  return { project: PROJECT, dir: "/project", stacks: [{ stack: "production", preview: update, update }] };
}

/** `resources` as the update render of production. */
export function updateRenderOf(...resources: StackResource[]): Rendered {
  return {
    ok: true,
    stack: "production",
    shape: "update",
    project: PROJECT,
    references: {},
    config: {},
    notes: [],
    resources: resources.map(({ urn: of, type, name, props, propertyDependencies, dependencies }) => ({
      urn: of,
      type,
      name,
      custom: true,
      external: false,
      inputs: props,
      outputs: props,
      propertyDependencies: Object.fromEntries(
        Object.entries(propertyDependencies).map(([key, urns]) => [key, [...urns]]),
      ),
      dependencies: [...dependencies],
      options: noOptions(),
      secrets: [],
    })),
  };
}

function say(rule: Rule, resources: readonly ResourceView[], stack: StackView, context: RuleContext): Said {
  const verdicts = [
    ...resources.map((one) => rule.checkResource?.(one, context) ?? { findings: [], unchecked: [] }),
    rule.checkStack?.(stack, context) ?? { findings: [], unchecked: [] },
  ];
  return {
    findings: verdicts.flatMap(({ findings }) =>
      findings.map(({ message, fix }) => (fix === undefined ? message : `${message} Fix: ${fix}`)),
    ),
    unchecked: verdicts.flatMap(({ unchecked }) => unchecked.map(({ reason }) => reason)),
  };
}
