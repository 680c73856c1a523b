import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readStackFiles, toProjectRenders, type FileKind } from "../../parity/files";
import { compareStacks } from "../../parity/compare";
import type { ParityFile } from "../../parity/compare";
import type { Rendered } from "../../parity/render/types";

export const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
export const TOPIC = "aws:sns/topic:Topic";
export const LOAD_BALANCER = "aws:elb/loadBalancer:LoadBalancer";
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

export type Json = Record<string, unknown>;

/** A secret as `pulumi stack export` writes it. */
export const secret = (more: Json): Json => ({ [SIGNATURE]: SECRET, ...more });

export function urn(stack: string, type: string, name: string, project = "shop"): string {
  return `urn:pulumi:${stack}::${project}::${type}::${name}`;
}

/** What a stack's own account and random suffixes are. */
const OF: Record<string, { account: string; suffix: string }> = {
  ci: { account: "111111111111", suffix: "1a2b3c4" },
  staging: { account: "222222222222", suffix: "5d6e7f8" },
  production: { account: "333333333333", suffix: "90abcde" },
};

/** A deployed stack: a default provider, a topic, a classic load balancer and an alarm on it. */
export class Deployed {
  readonly topic: Json;
  readonly loadBalancer: Json;
  readonly alarm: Json & { inputs: Json; propertyDependencies: Record<string, string[]> };
  readonly resources: Json[];

  constructor(
    readonly stack: string,
    project = "shop",
  ) {
    const { account, suffix } = OF[stack]!;
    const provider = urn(stack, "pulumi:providers:aws", "default_7_48_0", project);
    const root = urn(stack, "pulumi:pulumi:Stack", `${project}-${stack}`, project);
    const topic = urn(stack, TOPIC, "alarms", project);
    const balancer = urn(stack, LOAD_BALANCER, "broker", project);
    const topicArn = `arn:aws:sns:eu-west-1:${account}:alarms-${suffix}`;
    const balancerName = `broker-${suffix}`;
    const custom = { custom: true, parent: root, provider: `${provider}::0f1e2d3c` };
    this.topic = {
      ...custom,
      ...{ urn: topic, id: topicArn, type: TOPIC },
      inputs: { __defaults: ["name"], name: `alarms-${suffix}` },
      outputs: { arn: topicArn, id: topicArn, name: `alarms-${suffix}`, owner: account },
    };
    this.loadBalancer = {
      ...custom,
      ...{ urn: balancer, id: balancerName, type: LOAD_BALANCER },
      inputs: { __defaults: ["name"], name: balancerName },
      outputs: {
        id: balancerName,
        name: balancerName,
        arn: `arn:aws:elasticloadbalancing:eu-west-1:${account}:loadbalancer/${balancerName}`,
      },
    };
    this.alarm = {
      ...custom,
      ...{ urn: urn(stack, ALARM, "errors", project), id: `errors-${suffix}`, type: ALARM },
      inputs: {
        __defaults: ["actionsEnabled", "name"],
        actionsEnabled: true,
        alarmActions: [topicArn],
        comparisonOperator: "GreaterThanThreshold",
        dimensions: { LoadBalancerName: balancerName },
        evaluationPeriods: 5,
        metricName: "BackendConnectionErrors",
        name: `errors-${suffix}`,
        namespace: "AWS/ELB",
        okActions: [topicArn],
        period: 60,
        statistic: "Sum",
        threshold: 100,
        treatMissingData: "notBreaching",
      },
      outputs: {
        arn: `arn:aws:cloudwatch:eu-west-1:${account}:alarm:errors-${suffix}`,
        unit: "",
        threshold: 100,
      },
      dependencies: [topic, balancer],
      propertyDependencies: {
        alarmActions: [topic],
        okActions: [topic],
        dimensions: [balancer],
        threshold: [],
      },
      sourcePosition: "project:///../other/node_modules/x.ts#1,1",
      stackTrace: [{}, { sourcePosition: "project:///alarms/errors.ts#12,3" }],
    };
    this.resources = [
      { urn: root, custom: false, type: "pulumi:pulumi:Stack" },
      {
        ...{ urn: provider, custom: true, id: "0f1e2d3c", type: "pulumi:providers:aws" },
        inputs: { region: "eu-west-1", version: "7.48.0" },
      },
      this.topic,
      this.loadBalancer,
      this.alarm,
    ];
  }

  /** As `pulumi stack export` writes it. */
  state(): Json {
    return { version: 3, deployment: { manifest: {}, resources: this.resources } };
  }

  /** As `pulumi preview --json` writes it before the first deployment. */
  firstPreview(): Json {
    const unknown = [UNKNOWN];
    Object.assign(this.alarm.inputs, {
      alarmActions: unknown,
      okActions: unknown,
      dimensions: { LoadBalancerName: UNKNOWN },
    });
    const steps = this.resources
      .filter(({ type }) => type !== "pulumi:providers:aws")
      .map((resource) => {
        const state = without(resource, "id", "outputs");
        return { op: "create", urn: resource.urn, newState: state };
      });
    return { config: { "aws:region": "eu-west-1" }, steps, changeSummary: { create: steps.length } };
  }

  /** As `pulumi preview --json --show-sames` writes it when nothing changes. */
  preview(): Json {
    const steps = this.resources
      .filter(({ type }) => type !== "pulumi:providers:aws")
      .map((resource) => {
        const state = without(resource, "outputs");
        return { op: "same", urn: resource.urn, newState: state, oldState: resource };
      });
    return { config: { "aws:region": "eu-west-1" }, steps, changeSummary: { same: steps.length } };
  }
}

export function without(object: Json, ...keys: string[]): Json {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

const dirs: string[] = [];

/** Writes each text, or data as JSON, and gives the paths. */
export function write(contents: Record<string, unknown>): string[] {
  const dir = mkdtempSync(join(tmpdir(), "files-"));
  dirs.push(dir);
  return Object.entries(contents).map(([name, content]) => {
    const path = join(dir, name);
    const isRaw = typeof content === "string" || Buffer.isBuffer(content);
    writeFileSync(path, isRaw ? content : JSON.stringify(content));
    return path;
  });
}

/** Call it in an `after` hook. */
export function removeFiles(): void {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true });
}

/** The stacks of files as they are judged. */
export function stacksOf(
  contents: readonly unknown[],
  kind: FileKind = "state",
  parity?: ParityFile,
): Rendered[] {
  const named = Object.fromEntries(contents.map((content, index) => [`${index}.json`, content]));
  const { stacks } = toProjectRenders(readStackFiles(write(named), kind), parity);
  return stacks.flatMap(({ update }) => (update.ok ? [update] : []));
}

/** `name.field: stack value, …` of each field that differs between the alarms of the stacks. */
export function differing(stacks: readonly Rendered[], parity?: ParityFile): string[] {
  return compareStacks(stacks, parity).rows.flatMap(({ name, fields }) =>
    fields.map(({ field, values }) => {
      const shown = Object.entries(values).map(([stack, value]) => `${stack} ${JSON.stringify(value)}`);
      return `${name}.${field}: ${shown.join(", ")}`;
    }),
  );
}
