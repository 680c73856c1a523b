// A stand-in for the AWS provider that behaves like the bridged one: Check fills in defaults and names,
// outputs hold zero values for what was left out. It talks to nothing.
import { createHash } from "node:crypto";
import * as provider from "@pulumi/pulumi/provider";
import { Declarations, type Member } from "../../parity/render/answers/declarations";
import { answerLookup } from "../../parity/render/answers/lookups";
import { Answers } from "../../parity/render/answers/values";

const PLACE = { account: "123456789012", region: "eu-west-1" };
const VERSION = "7.48.0";

/** Defaults that the provider's schema has for the fields that rules read (terraform-provider-aws's documentation). */
const DEFAULTS: Record<string, Record<string, unknown>> = {
  "aws:cloudwatch/metricAlarm:MetricAlarm": { actionsEnabled: true, treatMissingData: "missing" },
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": { actionsEnabled: true },
  "aws:lb/targetGroup:TargetGroup": { targetType: "instance", deregistrationDelay: 300 },
  "aws:autoscaling/group:Group": { forceDelete: false, healthCheckGracePeriod: 300, waitForCapacityTimeout: "10m" },
  "aws:sns/topic:Topic": { fifoTopic: false, contentBasedDeduplication: false },
};

/** Types whose name the provider makes up from the logical one, already in the first preview. */
const AUTO_NAMED = /^aws:(cloudwatch|lb|alb|elb|autoscaling|sns|sqs|iam|ec2\/(launchTemplate|securityGroup)|lambda)[:/]/;
/** Types that have no `name` input. */
const NAMELESS = /TopicSubscription|TopicPolicy|Listener|Attachment|RolePolicy|Rule|Notification|Ingress|Egress/;

const hash = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 7);
const clean = (value: Record<string, unknown>) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>;

class StubProvider implements provider.Provider {
  readonly version = VERSION;
  readonly schema = JSON.stringify({ name: "aws", version: VERSION });
  private readonly declarations = new Declarations(process.cwd());

  async check(urn: string, _olds: unknown, news: Record<string, unknown>): Promise<provider.CheckResult> {
    const type = typeOf(urn);
    const inputs = { ...DEFAULTS[type], ...news };
    if (AUTO_NAMED.test(type) && !NAMELESS.test(type) && inputs.name === undefined && inputs.namePrefix === undefined) {
      inputs.name = `${nameOf(urn)}-${hash(urn)}`;
    }
    return Promise.resolve({ inputs, failures: [] });
  }

  async diff(_id: string, _urn: string, olds: unknown, news: unknown): Promise<provider.DiffResult> {
    const before = JSON.stringify(olds);
    const changes = Object.entries(news as Record<string, unknown>).some(
      ([key, value]) => JSON.stringify((olds as Record<string, unknown>)[key]) !== JSON.stringify(value),
    );
    return Promise.resolve({ changes: changes && before !== JSON.stringify(news) });
  }

  async create(urn: string, inputs: Record<string, unknown>): Promise<provider.CreateResult> {
    const outs = this.outputs(urn, inputs);
    return Promise.resolve({ id: String(outs.id), outs });
  }

  async update(_id: string, urn: string, _olds: unknown, news: Record<string, unknown>): Promise<provider.UpdateResult> {
    return Promise.resolve({ outs: this.outputs(urn, news) });
  }

  async read(id: string, urn: string, props?: Record<string, unknown>): Promise<provider.ReadResult> {
    return Promise.resolve({ id, props: { ...this.outputs(urn, props ?? {}), id } });
  }

  async delete(): Promise<void> {
    return Promise.resolve();
  }

  async invoke(token: string, args: Record<string, unknown>): Promise<provider.InvokeResult> {
    const sources = { declarations: this.declarations, answers: new Answers(PLACE), place: PLACE };
    return Promise.resolve({ outputs: answerLookup(token, args, sources) ?? {} });
  }

  private outputs(urn: string, inputs: Record<string, unknown>): Record<string, unknown> {
    const type = typeOf(urn);
    const members: Member[] = this.declarations.resourceOutputs(type) ?? [];
    return clean(new Answers(PLACE).resource(urn, type, members, { ...zeroes(type), ...inputs }));
  }
}

/** The bridge gives back what was left out as the zero value of its type. */
function zeroes(type: string): Record<string, unknown> {
  if (type !== "aws:cloudwatch/metricAlarm:MetricAlarm") return {};
  return {
    alarmDescription: "",
    alarmActions: [],
    okActions: [],
    insufficientDataActions: [],
    datapointsToAlarm: 0,
    extendedStatistic: "",
    thresholdMetricId: "",
    unit: "",
  };
}

function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

void provider.main(new StubProvider(), process.argv.slice(2));
