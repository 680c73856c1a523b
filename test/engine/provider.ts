// A stand-in for the AWS provider that behaves like the bridged one: Check fills in defaults and names,
// outputs hold zero values for what was left out. It talks to nothing, and knows nothing of our renderer.
import { createHash } from "node:crypto";
import * as provider from "@pulumi/pulumi/provider";
import { Declarations, type Type } from "../../parity/render/answers/declarations";

type Values = Record<string, unknown>;

const ACCOUNT = "123456789012";
const REGION = "eu-west-1";
const VERSION = "7.48.0";

/** Defaults of the provider's schema for the fields that rules read (terraform-provider-aws's documentation). */
const DEFAULTS: Record<string, Values> = {
  "aws:cloudwatch/metricAlarm:MetricAlarm": { actionsEnabled: true, treatMissingData: "missing" },
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": { actionsEnabled: true },
  "aws:lb/targetGroup:TargetGroup": { targetType: "instance", deregistrationDelay: 300 },
  "aws:autoscaling/group:Group": { forceDelete: false, healthCheckGracePeriod: 300 },
  "aws:sns/topic:Topic": { fifoTopic: false, contentBasedDeduplication: false },
};

/** Types that get a name from their logical one, already in the first preview. */
const AUTO_NAMED =
  /:(MetricAlarm|CompositeAlarm|LoadBalancer|TargetGroup|Group|Topic|Queue|Role|InstanceProfile|LaunchTemplate|SecurityGroup|Function)$/;

/** Outputs whose zero value would say nothing: they get one of their own. */
const OWN = /^(arn|arnSuffix|dnsName|url|keyId|uniqueId|zoneId|ownerId|policyId)$|Id$/;

/** Types whose id is their name or ARN. */
const ID_IS_NAME = /:(MetricAlarm|CompositeAlarm|Group|Role|InstanceProfile)$|elb\/loadBalancer/;
const ID_IS_ARN = /:(Topic|TopicSubscription|Listener|TargetGroup)$|\blb\/loadBalancer/;

class StubProvider implements provider.Provider {
  readonly version = VERSION;
  readonly schema = JSON.stringify({ name: "aws", version: VERSION });
  private readonly declarations = new Declarations(process.cwd());

  check(urn: string, _olds: unknown, news: Values): Promise<provider.CheckResult> {
    const { type, name } = partsOf(urn);
    const inputs = { ...DEFAULTS[type], ...news };
    if (AUTO_NAMED.test(type) && inputs.name === undefined && inputs.namePrefix === undefined) {
      inputs.name = `${name}-${hash(urn)}`;
    }
    return Promise.resolve({ inputs, failures: [] });
  }

  diff(_id: string, _urn: string, olds: Values, news: Values): Promise<provider.DiffResult> {
    const changes = Object.entries(news).some(
      ([key, value]) => JSON.stringify(olds[key]) !== JSON.stringify(value),
    );
    return Promise.resolve({ changes });
  }

  create(urn: string, inputs: Values): Promise<provider.CreateResult> {
    const outs = this.outputs(urn, inputs);
    return Promise.resolve({ id: String(outs.id), outs });
  }

  update(_id: string, urn: string, _olds: unknown, news: Values): Promise<provider.UpdateResult> {
    return Promise.resolve({ outs: this.outputs(urn, news) });
  }

  read(id: string, urn: string, props: Values = {}): Promise<provider.ReadResult> {
    return Promise.resolve({ id, props: { ...this.outputs(urn, props), id } });
  }

  delete(): Promise<void> {
    return Promise.resolve();
  }

  invoke(token: string, args: Values): Promise<provider.InvokeResult> {
    const known: Values = {
      accountId: ACCOUNT,
      partition: "aws",
      region: REGION,
      name: REGION,
      dnsSuffix: "amazonaws.com",
    };
    const members = this.declarations.functionResult(token) ?? [];
    const outputs = Object.fromEntries(
      members.map(({ name, type }) => [name, args[name] ?? known[name] ?? lookedUp(token, name, type)]),
    );
    return Promise.resolve({ outputs });
  }

  private outputs(urn: string, inputs: Values): Values {
    const { type, name } = partsOf(urn);
    const outs: Values = {};
    for (const member of this.declarations.resourceOutputs(type) ?? []) outs[member.name] = zero(member.type);
    for (const key of Object.keys(outs)) if (OWN.test(key)) outs[key] = `${key}-${hash(urn)}`;
    const { region = REGION } = inputs;
    if ("arn" in outs)
      outs.arn = `arn:aws:${type.split(/[:/]/)[1] ?? ""}:${String(region)}:${ACCOUNT}:${name}-${hash(urn)}`;
    const all = { ...leftOut(type), ...outs, ...inputs };
    const id = ID_IS_NAME.test(type) ? all.name : ID_IS_ARN.test(type) ? all.arn : `${name}-${hash(urn)}`;
    return { ...all, id };
  }
}

/** Optional fields of an alarm come back as zero values too. */
function leftOut(type: string): Values {
  if (type !== "aws:cloudwatch/metricAlarm:MetricAlarm") return {};
  const texts = [
    "alarmDescription",
    "extendedStatistic",
    "thresholdMetricId",
    "unit",
    "statistic",
    "metricName",
    "namespace",
  ];
  return {
    ...Object.fromEntries(texts.map((key) => [key, ""])),
    ...{ alarmActions: [], okActions: [], insufficientDataActions: [], datapointsToAlarm: 0, period: 0 },
  };
}

function zero(type: Type): unknown {
  switch (type.kind) {
    case "number":
      return 0;
    case "boolean":
      return false;
    case "list":
      return [];
    case "map":
    case "object":
      return {};
    default:
      return "";
  }
}

function lookedUp(token: string, name: string, type: Type): unknown {
  if (type.kind === "list") return ["a", "b"].map((one) => `${name}-${hash(token)}-${one}`);
  return type.kind === "string" ? `${name}-${hash(token)}` : zero(type);
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 7);
}

function partsOf(urn: string): { type: string; name: string } {
  const [, , types = "", ...name] = urn.split("::");
  return { type: types.split("$").at(-1) ?? "", name: name.join("::") };
}

void provider.main(new StubProvider(), process.argv.slice(2));
