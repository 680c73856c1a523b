import { AGENT_NAMESPACE, agentDimensionSets, agentNamespace } from "../../cloudwatch/agent";
import type { Alarm } from "../../cloudwatch/alarm";
import { agentConfigs } from "../../cloudwatch/read";
import { alarmsSideBySide, type ParityRow } from "../compare";
import { showReferencesIn } from "../render/references";
import { comparedInputs, type Rendered, type RenderedResource } from "../render/types";
import type { MuteRule } from "../../cloudwatch/mute";
import { mutesOf } from "./mutes";
import { topicName } from "./topics";

/** A stack as incidents meet it. */
export interface ReplayStack {
  readonly name: string;
  /** By logical name. */
  readonly alarms: ReadonlyMap<string, Alarm>;
  /** Sets of dimension names that the stack's CloudWatch agents publish each metric of CWAgent under. */
  readonly agentSets: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** Mute rules of the stack itself. */
  readonly mutes: readonly MuteRule[];
  /** What a reader must know of it. */
  readonly notes: readonly string[];
  /** Addresses that subscribe to each topic of the stack; undefined where the source does not show subscriptions. */
  readonly subscribers?: ReadonlyMap<string, readonly string[]>;
}

/** A difference between stacks that the parity file grants to an alarm. */
export interface Excepted {
  readonly reason: string;
  /** Stacks that have the alarm. */
  readonly stacks: readonly string[];
  /** Fields that may differ. */
  readonly fields: readonly string[];
}

/** The stacks of a project as incidents meet them, in the order of `stacks`. */
export function replayStacks(stacks: readonly Rendered[]): ReplayStack[] {
  const alarms = alarmsSideBySide(stacks);
  return stacks.map((rendered) => {
    const { mutes, unread } = mutesOf(rendered);
    return {
      name: rendered.stack,
      mutes,
      notes: unread,
      alarms: new Map(
        alarms.flatMap(({ name, records }) => {
          const record = records.get(rendered.stack);
          return record === undefined ? [] : [[name, record]];
        }),
      ),
      agentSets: agentSetsOf(rendered),
      subscribers: subscribersOf(rendered),
    };
  });
}

/** The alarms that the parity file excepts, by logical name. */
export function exceptedAlarms(rows: readonly ParityRow[]): Map<string, Excepted> {
  return new Map(
    rows.flatMap(({ kind, name, verdict, reason = "", stacks, fields }) =>
      kind === "alarm" && verdict === "excepted"
        ? [[name, { reason, stacks, fields: fields.map(({ field }) => field) }]]
        : [],
    ),
  );
}

function agentSetsOf({ resources }: Rendered): Map<string, string[][]> {
  const all = new Map<string, string[][]>();
  const configs = resources.flatMap(({ type, inputs }) => agentConfigs(type, inputs));
  for (const config of configs.filter((one) => agentNamespace(one) === AGENT_NAMESPACE)) {
    for (const [metric, sets] of agentDimensionSets(config))
      all.set(metric, [...(all.get(metric) ?? []), ...sets]);
  }
  return all;
}

const SUBSCRIPTION = /^aws:sns\/topicSubscription:TopicSubscription$|^aws-native:sns:Subscription$/;

function subscribersOf(rendered: Rendered): Map<string, string[]> {
  const byTopic = new Map<string, string[]>();
  for (const resource of rendered.resources.filter(({ type }) => SUBSCRIPTION.test(type))) {
    const { topic, topicArn, endpoint } = showReferencesIn(comparedInputs(resource), rendered) as Record<
      string,
      unknown
    >;
    const name = topicName(String(topic ?? topicArn));
    byTopic.set(name, [...(byTopic.get(name) ?? []), addressOf(resource, endpoint)]);
  }
  return byTopic;
}

function addressOf({ secrets }: RenderedResource, endpoint: unknown): string {
  if (secrets.some((path) => path.startsWith("endpoint"))) return "[secret]";
  return typeof endpoint === "string" ? endpoint : "an address that is not known here";
}
