import { AGENT_NAMESPACE, agentDimensionSets, agentNamespace } from "../../../cloudwatch/agent";
import { agentConfigs, agentConfigTexts } from "../../../cloudwatch/read";
import { hasUnknown } from "../../../cloudwatch/unknown";
import type { StackResource, StackView } from "../rule";

/** What the CloudWatch agents of a stack publish. */
export interface AgentSets {
  /** Logical names of the resources that hold a configuration. */
  from: string[];
  /** By metric: each set of dimension names, sorted. */
  sets: ReadonlyMap<string, string[][]>;
}

/** What is to be seen of the agents of a stack. */
export interface Agents {
  /** What they publish in their default namespace; undefined where no configuration is to be seen. */
  published?: AgentSets;
  /** Logical names of resources that may hold a configuration that is not known before deploying. */
  unread: string[];
}

const agents = new WeakMap<StackView, Agents>();

/** The CloudWatch agents that the stack's own resources configure. */
export function agentsOf(stack: StackView): Agents {
  const known = agents.get(stack) ?? { published: publishedIn(stack), unread: unreadHolders(stack) };
  agents.set(stack, known);
  return known;
}

function publishedIn(stack: StackView): AgentSets | undefined {
  const found = stack.resources.flatMap((resource) =>
    agentConfigs(resource.type, resource.props).map((config) => ({ resource, config })),
  );
  if (found.length === 0) return undefined;
  const sets = new Map<string, string[][]>();
  for (const { config } of found.filter((holder) => agentNamespace(holder.config) === AGENT_NAMESPACE)) {
    for (const [metric, published] of agentDimensionSets(config)) {
      sets.set(metric, [...(sets.get(metric) ?? []), ...published.map((set) => [...set].sort())]);
    }
  }
  return { from: [...new Set(found.map(({ resource }) => resource.name))], sets };
}

function unreadHolders(stack: StackView): string[] {
  const isUnread = ({ type, props }: StackResource): boolean =>
    agentConfigTexts(type, props).some(hasUnknown);
  return stack.resources.filter(isUnread).map(({ name }) => name);
}
