import { hasUnknown } from "../../cloudwatch/unknown";

/** Whether something holds; `unclear` where it depends on what cannot be seen here. */
export type Holds = "yes" | "no" | "unclear";

/** A service of AWS that calls on behalf of a resource (CloudWatch, of an alarm). */
export interface Caller {
  /** E.g. `cloudwatch.amazonaws.com`. */
  service: string;
  /** Names of the calling resource's account; absent where not known: any account is then taken for it. */
  accounts?: readonly string[];
  /** Its region; absent where not known. */
  region?: string;
  /** Its ARN from the service on, e.g. `alarm:api-cpu`; `alarm:` with an empty name where not known. */
  resource: string;
}

/** Matches IAM's `*` and `?`. */
export function glob(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s").test(text);
}

/**
 * Whether a statement's Condition holds for a service that calls, and if not, the first key that fails.
 * A service principal has no organisation, VPC or account of its own, and does not call KMS through
 * another service. (IAM user guide, "AWS global condition context keys".)
 */
export function conditionHolds(condition: unknown, caller: Caller): { holds: Holds; failing?: string } {
  if (condition === undefined || condition === null) return { holds: "yes" };
  if (typeof condition !== "object" || Array.isArray(condition)) return { holds: "unclear" };
  let holds: Holds = "yes";
  for (const [operator, tests] of Object.entries(condition as Record<string, unknown>)) {
    if (typeof tests !== "object" || tests === null) return { holds: "unclear" };
    for (const [key, expected] of Object.entries(tests)) {
      const one = testHolds(operator, key, [expected].flat(), caller);
      if (one === "no") return { holds: "no", failing: `${operator} ${key}` };
      if (one === "unclear") holds = "unclear";
    }
  }
  return { holds };
}

/** How one value of a key is matched; absent where the caller has no such key. */
type Match = (expected: string, exact: boolean) => boolean;

function testHolds(operator: string, key: string, expected: unknown[], caller: Caller): Holds {
  const form = /^(?:ForA(?:ny|ll)Values:)?(.*?)(IfExists)?$/.exec(operator);
  const base = form?.[1] ?? operator;
  const match = keyOf(key.toLowerCase(), caller);
  if (match === "unclear") return "unclear";
  if (base === "Null")
    return expected.some((value) => String(value) === String(match === undefined)) ? "yes" : "no";
  const negated = /Not/.test(base);
  if (match === undefined) return negated || form?.[2] !== undefined ? "yes" : "no";
  if (!/^(String|Arn|Bool)/.test(base)) return "unclear";
  const exact = /^(StringNot)?(String)?Equals/.test(base);
  const hit = expected.some((value) => match(String(value), exact));
  if (!hit && hasUnknown(expected)) return "unclear";
  return hit !== negated ? "yes" : "no";
}

function keyOf(key: string, caller: Caller): Match | undefined | "unclear" {
  switch (key) {
    case "aws:sourceaccount":
    case "aws:sourceowner":
      return (expected, exact) => accountMatches(expected, caller, exact);
    case "aws:sourcearn":
      return (expected, exact) => arnMatches(expected, caller, exact);
    case "aws:principalisawsservice":
    case "aws:securetransport":
      return (expected) => expected === "true";
    case "aws:principalservicename":
      return (expected) => glob(expected, caller.service);
    case "aws:sourceorgid":
    case "aws:sourceorgpaths":
    case "aws:resourceaccount":
    case "aws:resourceorgid":
    case "aws:requestedregion":
    case "aws:currenttime":
      return "unclear";
    default:
      return undefined;
  }
}

function accountMatches(expected: string, caller: Caller, exact: boolean): boolean {
  const { accounts } = caller;
  return accounts?.some((account) => (exact ? expected === account : glob(expected, account))) ?? true;
}

/** Field by field, since account, region and name may each be unknown. */
function arnMatches(expected: string, caller: Caller, exact: boolean): boolean {
  if (expected === "*") return !exact;
  const [arn, , service = "", region = "", account = "", ...rest] = expected.split(":");
  const resource = rest.join(":");
  if (arn !== "arn" || !glob(service, caller.service.split(".")[0] ?? "")) return false;
  if (caller.region !== undefined && !glob(region, caller.region)) return false;
  if (!accountMatches(account, caller, false)) return false;
  const [kind, name = ""] = split(caller.resource);
  const [expectedKind, expectedName] = split(resource);
  if (name === "" || expectedName === undefined) return glob(expectedKind, kind);
  return exact ? resource === caller.resource : glob(resource, caller.resource);
}

function split(resource: string): [string, string?] {
  const at = resource.indexOf(":");
  return at < 0 ? [resource] : [resource.slice(0, at), resource.slice(at + 1)];
}
