import { hasUnknown, UNKNOWN } from "../../cloudwatch/unknown";
import { decide, readPolicy, type Caller } from "./iam";
import type { StackResource } from "./rule";

/** What one link of the chain says; a link that holds says nothing. */
export interface Link {
  /** `unknown`: known only after deploying. `unclear`: cannot be judged here at all. */
  says: "broken" | "unclear" | "unknown";
  message: string;
  fix?: string;
  /** The offender, where it is not the topic. */
  urn?: string;
  /** Of an unknown: whether it depends on another resource. */
  depends?: boolean;
}

/** A policy that stands on a resource, and where it is written. */
export interface Policy {
  value: unknown;
  /** For messages: `policy of topic "alarms"`. */
  what: string;
  urn: string;
  depends: boolean;
}

/** The policy that a resource's property holds. */
export function policyOf(resource: StackResource, property: string, what: string): Policy {
  const depends = (resource.propertyDependencies[property] ?? []).length > 0;
  return { value: resource.props[property], what, urn: resource.urn, depends };
}

/** A policy of which nobody knows what it stands on, so that it may stand on any topic or key. */
export function unknownPolicy({ name, urn }: StackResource, on: "topic" | "key"): Policy {
  return { value: UNKNOWN, what: `the ${on} of policy "${name}"`, urn, depends: false };
}

/** Whether the policy lets every caller do every action. */
export function judgePolicy(
  policy: Policy,
  actions: readonly string[],
  callers: readonly Caller[],
  resource: string | undefined,
): Link[] {
  const { what, urn, value, depends } = policy;
  const document = readPolicy(value);
  if (!document.ok) {
    if (document.reason === "unknown") {
      return [{ says: "unknown", message: `${what} cannot be checked before deploying`, urn, depends }];
    }
    return [
      { says: "broken", message: `${what} is no policy document`, urn, fix: "give it Version and Statement" },
    ];
  }
  for (const action of actions) {
    for (const caller of callers) {
      const { answer, because } = decide(document.statements, { caller, action, resource });
      if (answer === "allowed") continue;
      const why = because === undefined ? "" : ` (${because})`;
      if (answer === "unclear" && hasUnknown(value)) {
        return [
          { says: "unknown", message: `${what} cannot be checked before deploying${why}`, urn, depends },
        ];
      }
      if (answer === "unclear")
        return [{ says: "unclear", message: `${what}: ${action} cannot be judged${why}`, urn }];
      return [
        {
          says: "broken",
          message: `${what} does not let ${caller.service} ${action}${why}`,
          urn,
          fix: `{Effect: "Allow", Principal: {Service: "${caller.service}"}, Action: ${JSON.stringify(actions)}, Resource: "*"}`,
        },
      ];
    }
  }
  return [];
}
